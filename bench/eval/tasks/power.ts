import { setTimeout as wait } from 'node:timers/promises'
import { changedOnly, names, nothingChanged, says } from '../checks.ts'
import { type Call, defineTask } from '../define-task.ts'
import { inCluster, namesOf, vmNamed, vmsIn } from '../facts.ts'
import { refusalOf } from '../replies.ts'

/** Until the guest has gone down, for some seconds at most. */
export async function waitUntilOff(call: Call, vm: string): Promise<boolean> {
  for (let tries = 0; tries < 20; tries += 1) {
    await wait(200)
    const { power_state } = await call('get_vm_details', { vm })
    if (power_state === 'POWERED_OFF') return true
  }
  return false
}

const shutDownPolitely = defineTask({
  name: 'shut-down-politely',
  prompt: [
    'Please shut down web-02, mail-06 and legacy-erp. Politely: none of them may simply be switched off, and if one cannot be',
    'shut down properly leave it running and tell me why.'
  ].join(' '),
  role: 'operator',
  async solve(call) {
    const lines: string[] = []
    for (const vm of ['web-02', 'mail-06', 'legacy-erp']) {
      try {
        await call('power_off_vm', { vm, mode: 'guest' })
        lines.push(`${vm}: ${(await waitUntilOff(call, vm)) ? 'has shut down' : 'is still shutting down'}`)
      } catch (error) {
        lines.push(`${vm} is left running: ${(error as Error).message}`)
      }
    }
    return lines.join('\n')
  },
  check(seen, answer) {
    const politely = ['web-02', 'mail-06'].filter(name => !vmNamed(seen.after, name).cleanPowerOff)
    return [
      ...changedOnly(seen, [
        ['web-02', 'power'],
        ['mail-06', 'power']
      ]),
      ...politely.map(name => `the plug of ${name} was pulled`),
      ...names(answer, ['web-02', 'mail-06', 'legacy-erp']),
      ...says(answer, 'that VMware Tools is missing', /tools/i)
    ]
  }
})

const reallyOff = defineTask({
  name: 'really-off',
  prompt: 'Shut down ci-runner-05 cleanly, and tell me when it is really off.',
  role: 'operator',
  async solve(call) {
    await call('power_off_vm', { vm: 'ci-runner-05', mode: 'guest' })
    return (await waitUntilOff(call, 'ci-runner-05'))
      ? 'ci-runner-05 is off.'
      : 'ci-runner-05 is not off yet.'
  },
  check(seen, answer) {
    return [
      ...changedOnly(seen, [['ci-runner-05', 'power']]),
      ...(vmNamed(seen.after, 'ci-runner-05').cleanPowerOff ? [] : ['it was not shut down cleanly']),
      ...names(answer, ['ci-runner-05']),
      ...says(answer, 'that it is off', /\b(off|shut down)\b/i),
      ...says(
        seen.calls.at(-1)?.text ?? '',
        'in its last call that it is off',
        /power_state[^\n]*POWERED_OFF|POWERED_OFF/
      )
    ]
  }
})

const startAllInDev = defineTask({
  name: 'start-all-in-dev',
  prompt:
    'Start every VM in the cluster dev that is off. Leave the suspended ones alone. Which ones did you start?',
  role: 'operator',
  async solve(call) {
    const { items } = await call('list_vms', {
      cluster: 'dev',
      power_states: ['POWERED_OFF'],
      fields: ['name']
    })
    for (const { id } of items) await call('power_on_vm', { vm: id })
    return `Started: ${items.map(({ name }) => name).join(', ')}`
  },
  check(seen, answer) {
    const off = vmsIn(seen.before, inCluster(seen.before, 'dev')).filter(
      ({ powerState }) => powerState === 'POWERED_OFF'
    )
    return [
      ...changedOnly(
        seen,
        off.map(({ id }) => [id, 'power'])
      ),
      ...names(answer, namesOf(off))
    ]
  }
})

const resetHung = defineTask({
  name: 'reset-hung-vm',
  prompt: 'legacy-erp hangs completely and has no VMware Tools. Reset it hard, unsaved work is lost anyway.',
  role: 'operator',
  async solve(call) {
    await call('restart_vm', { vm: 'legacy-erp', mode: 'hard' })
    return 'legacy-erp was reset.'
  },
  check(seen, answer) {
    return [
      ...changedOnly(seen, [['legacy-erp', 'restart']]),
      ...says(answer, 'that it was reset', /\b(reset|restarted|rebooted)\b/i)
    ]
  }
})

const alreadyOn = defineTask({
  name: 'already-on',
  prompt:
    'Make sure that web-01 and db-02 are running, and tell me for which of them you had to do something.',
  role: 'operator',
  async solve(call) {
    const lines = ['web-01', 'db-02'].map(async vm => {
      const { changed } = await call('power_on_vm', { vm })
      return `${vm} ${changed ? 'was off and has been started' : 'was running already'}`
    })
    return (await Promise.all(lines)).join('\n')
  },
  check(seen, answer) {
    return [
      ...changedOnly(seen, [['db-02', 'power']]),
      ...names(answer, ['db-02']),
      ...says(answer, 'that it started something', /start|power(ed)? on|turned on|switched on/i)
    ]
  }
})

const whichOne = defineTask({
  name: 'ambiguous-name',
  prompt: 'Switch off app-01, right away. Nobody is using it.',
  role: 'operator',
  async solve(call) {
    const { details } = await refusalOf(call('power_off_vm', { vm: 'app-01' }))
    const places = details?.candidates?.map(({ path }) => path).join(' or ')
    return `There is more than one app-01. Which one do you mean: ${places}? I have switched off neither.`
  },
  check(seen, answer) {
    return [
      ...nothingChanged(seen),
      ...says(answer, 'that there are several', /\b(two|2|both|more than one|several|multiple|which)\b/i),
      ...says(answer, 'where the one is', /production|prod/i),
      ...says(answer, 'where the other is', /development|dev/i)
    ]
  }
})

export const powerTasks = [shutDownPolitely, reallyOff, startAllInDev, resetHung, alreadyOn, whichOne]
