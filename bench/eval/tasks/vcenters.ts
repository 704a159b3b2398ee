import { names, nothingChanged, says, saysNumber } from '../checks.ts'
import { defineTask } from '../define-task.ts'
import { changesBetween, vmNamed, vmsIn } from '../facts.ts'

const whichVcenter = defineTask({
  name: 'which-vcenter',
  prompt: 'On which of our two vCenters is the VM payroll-archive, and is it running?',
  role: 'viewer',
  twoVcenters: true,
  prepare({ second }) {
    vmNamed(second, 'cache-05').name = 'payroll-archive'
  },
  async solve(call) {
    const searches = ['main', 'dr'].map(async hostname => {
      const { items } = await call('list_vms', { hostname, names: ['payroll-archive'] })
      return items.map(({ name, power_state }) => `${name} is on the vCenter ${hostname}: ${power_state}`)
    })
    return (await Promise.all(searches)).flat().join('\n')
  },
  check(seen, answer) {
    return [
      ...names(answer, ['dr']),
      ...(/(?<!not |n't |nothing )\b(on|in) (the )?(vcenter )?['"`]?main\b/i.test(answer)
        ? ['the answer says main']
        : []),
      ...says(answer, 'that it is off', /(\b|_)off\b|\b(not running|stopped|down)\b/i),
      ...nothingChanged(seen)
    ]
  }
})

const startElsewhere = defineTask({
  name: 'start-on-other-vcenter',
  prompt: 'Start db-02, but only the copy on the vCenter dr. The one on main has to stay off.',
  role: 'operator',
  twoVcenters: true,
  async solve(call) {
    await call('power_on_vm', { hostname: 'dr', vm: 'db-02' })
    const { power_state } = await call('get_vm_details', { hostname: 'main', vm: 'db-02' })
    return `db-02 on dr is running now; the one on main is ${power_state}.`
  },
  check(seen, answer) {
    const elsewhere = seen.second ? changesBetween(seen.second.before, seen.second.after) : []
    const here = changesBetween(seen.before, seen.after)
    const isDone = elsewhere.length === 1 && elsewhere[0]?.vm === 'db-02' && elsewhere[0].what === 'power'
    return [
      ...(isDone ? [] : ['dr: the power of db-02, and nothing else, should have changed']),
      ...here.map(({ vm, what }) => `main: ${vm}: ${what} changed`),
      ...names(answer, ['db-02']),
      ...says(answer, 'that it runs', /\b(started|running|on|up)\b/i)
    ]
  }
})

const overBoth = defineTask({
  name: 'vms-on-both-vcenters',
  prompt: 'How many powered-on VMs do we have on each of our two vCenters, and in total?',
  role: 'viewer',
  twoVcenters: true,
  prepare({ second }) {
    for (const name of ['web-05', 'mail-08']) vmNamed(second, name).powerState = 'POWERED_OFF'
  },
  async solve(call) {
    const counts = ['main', 'dr'].map(async hostname => {
      const { total } = await call('list_vms', { hostname, power_states: ['POWERED_ON'], count_only: true })
      return { hostname, total }
    })
    const found = await Promise.all(counts)
    const lines = found.map(({ hostname, total }) => `${hostname}: ${total}`)
    return `${lines.join('\n')}\nin total: ${found.reduce((sum, { total }) => sum + total, 0)}`
  },
  check(seen, answer) {
    const on = (facts: typeof seen.before) =>
      vmsIn(facts, ({ powerState }) => powerState === 'POWERED_ON').length
    const [here, there] = [on(seen.before), seen.second ? on(seen.second.before) : 0]
    return [
      ...saysNumber(answer, 'those on main', here),
      ...saysNumber(answer, 'those on dr', there),
      ...saysNumber(answer, 'the sum', here + there),
      ...nothingChanged(seen)
    ]
  }
})

export const vcenterTasks = [whichVcenter, startElsewhere, overBoth]
