import { setTimeout as wait } from 'node:timers/promises'
import { changedOnly, names, namesNone, nothingChanged, says, saysNumber } from '../checks.ts'
import { type Call, defineTask } from '../define-task.ts'
import { snapshotsOf, vmNamed, vmsIn, namesOf } from '../facts.ts'
import { type Reply, Refusal, refusalOf } from '../replies.ts'

/** Once more, where the service says that the same call may succeed later. */
async function patiently(call: Call, tool: string, args: Record<string, unknown>): Promise<Reply> {
  try {
    return await call(tool, args)
  } catch (error) {
    if (!(error instanceof Refusal && error.problem.retryable)) throw error
    await wait(100)
    return call(tool, args)
  }
}

const busyVm = defineTask({
  name: 'busy-vm',
  prompt: 'Take a snapshot of web-02 called "evening". If the VM is busy with something else try again.',
  role: 'operator',
  prepare({ inventory, fail }) {
    fail({}, { busy: vmNamed(inventory, 'web-02').id })
  },
  async solve(call) {
    const { snapshot } = await patiently(call, 'create_vm_snapshot', { vm: 'web-02', name: 'evening' })
    return `The snapshot ${snapshot.name} of web-02 is taken.`
  },
  check(seen, answer) {
    const taken = snapshotsOf(vmNamed(seen.after, 'web-02')).map(({ name }) => name)
    return [
      ...changedOnly(seen, [['web-02', 'snapshots']]),
      ...(taken.join() === 'evening' ? [] : [`the snapshots of web-02 are: ${taken.join(', ')}`]),
      ...names(answer, ['evening'])
    ]
  }
})

const hiccup = defineTask({
  name: 'short-outage',
  prompt: 'How many VMs are suspended? vCenter is a bit shaky today, so do not give up at once.',
  role: 'viewer',
  prepare({ fail }) {
    // one time more than the service tries by itself
    fail({ method: 'GET', path: /\/vcenter\/vm/, times: 4 }, { status: 503 })
  },
  async solve(call) {
    const { total } = await patiently(call, 'list_vms', { power_states: ['SUSPENDED'], count_only: true })
    return `Suspended VMs: ${total}`
  },
  check(seen, answer) {
    const suspended = vmsIn(seen.before, ({ powerState }) => powerState === 'SUSPENDED').length
    return [
      ...saysNumber(answer, 'how many', suspended),
      ...says(answer, 'of what', /suspended/i),
      ...nothingChanged(seen)
    ]
  }
})

const outage = defineTask({
  name: 'long-outage',
  prompt: 'How many ESXi hosts do we have?',
  role: 'viewer',
  prepare({ fail }) {
    fail({ times: 'unlimited' }, { status: 503 })
  },
  async solve(call) {
    const { message } = await refusalOf(call('list_hosts', { count_only: true }))
    return `I cannot tell now, as vCenter does not answer: ${message}`
  },
  check(seen, answer) {
    return [
      ...says(
        answer,
        'that vCenter cannot be asked',
        /unavailable|(not|n't|cannot|unable)\b.{0,40}(reach|answer|respon|contact|connect|available|tell|determine)|unreachable|down|503/i
      ),
      ...(/\b(\d+|ten)\b[^.\n]{0,20}\bhosts?\b/i.test(answer) ? ['the answer makes up a number'] : []),
      ...nothingChanged(seen)
    ]
  }
})

const large = { vms: 1500 }

const countLarge = defineTask({
  name: 'count-in-large-inventory',
  prompt: 'How many VMs do we have in all, and how many of them run?',
  role: 'viewer',
  simulator: large,
  async solve(call) {
    const all = await call('list_vms', { count_only: true })
    const on = await call('list_vms', { count_only: true, power_states: ['POWERED_ON'] })
    return `${all.total} VMs, of which ${on.total} run`
  },
  check(seen, answer) {
    const all = vmsIn(seen.before)
    return [
      ...saysNumber(answer, 'how many there are', all.length),
      ...saysNumber(
        answer,
        'how many run',
        all.filter(({ powerState }) => powerState === 'POWERED_ON').length
      ),
      ...nothingChanged(seen)
    ]
  }
})

const searchLarge = defineTask({
  name: 'search-in-large-inventory',
  prompt:
    'Which VMs are off although they have 4 CPUs or more and at least 16 GiB of memory, and are named win-something? All of them, names only.',
  role: 'viewer',
  simulator: large,
  async solve(call) {
    const { result_id } = await call('list_vms', { match: 'win-*', power_states: ['POWERED_OFF'], limit: 1 })
    const where = ['cpu_count >= 4', 'memory_mib >= 16384']
    const { items } = await call('query_result', { result_id, where, select: ['name'], limit: 200 })
    return items.map(({ name }) => name).join(', ')
  },
  check(seen, answer) {
    const windows = vmsIn(seen.before, ({ name }) => name.startsWith('win-'))
    const wanted = windows.filter(
      vm => vm.powerState === 'POWERED_OFF' && vm.cpu.count >= 4 && vm.memory.sizeMib >= 16_384
    )
    return [
      ...names(answer, namesOf(wanted)),
      ...namesNone(
        answer,
        windows.filter(vm => !wanted.includes(vm)).map(({ name }) => name)
      ),
      ...nothingChanged(seen)
    ]
  }
})

const slowSnapshot = defineTask({
  name: 'change-that-takes-long',
  prompt: 'Take a snapshot of db-04 called "weekly", and tell me only when vCenter has finished it.',
  role: 'operator',
  simulator: { taskMs: 1400 },
  // of which a second is kept back for the answer
  env: { CALL_TIMEOUT_S: '2' },
  async solve(call) {
    const { task } = await call('create_vm_snapshot', { vm: 'db-04', name: 'weekly' })
    let { state } = task
    while (state === 'running' || state === 'queued') {
      state = (await call('get_task', { task: task.id, wait_s: 30 })).state
    }
    return state === 'success' ? 'The snapshot weekly of db-04 is finished.' : `It ended with ${state}.`
  },
  check(seen, answer) {
    const taken = snapshotsOf(vmNamed(seen.after, 'db-04')).map(({ name }) => name)
    return [
      ...changedOnly(seen, [['db-04', 'snapshots']]),
      ...(taken.join() === 'weekly' ? [] : [`the snapshots of db-04 are: ${taken.join(', ')}`]),
      ...names(answer, ['weekly']),
      ...says(answer, 'that it is finished', /finish|complet|done|taken|ready|success/i)
    ]
  }
})

export const troubleTasks = [busyVm, hiccup, outage, countLarge, searchLarge, slowSnapshot]
