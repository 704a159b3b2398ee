import { changedOnly, names, nothingChanged, says, saysAmount, saysNumber } from '../checks.ts'
import { defineTask } from '../define-task.ts'
import { vmNamed } from '../facts.ts'
import { refusalOf } from '../replies.ts'
import { waitUntilOff } from './power.ts'

const moreCpus = defineTask({
  name: 'two-more-cpus',
  prompt: 'Give web-02 two more CPUs. It has to stay up. You have my OK for the change.',
  role: 'admin',
  async solve(call) {
    const { cpu } = await call('get_vm_details', { vm: 'web-02' })
    const cpu_count = cpu.count + 2
    await call('modify_vm_resources', { vm: 'web-02', cpu_count, confirm: true })
    return `web-02 has ${cpu_count} CPUs now, and was not restarted.`
  },
  check(seen, answer) {
    const wanted = vmNamed(seen.before, 'web-02').cpu.count + 2
    return [
      ...changedOnly(seen, [['web-02', 'cpu']]),
      ...has('web-02', 'CPUs', vmNamed(seen.after, 'web-02').cpu.count, wanted),
      ...saysNumber(answer, 'how many CPUs it has', wanted)
    ]
  }
})

const memoryWithRestart = defineTask({
  name: 'more-memory-with-downtime',
  prompt:
    'web-01 needs 8 GiB of memory. You may shut it down for that, but cleanly, and it has to run again afterwards. I agree to the change, no need to ask.',
  role: 'admin',
  async solve(call) {
    const { code } = await refusalOf(call('modify_vm_resources', { vm: 'web-01', memory_mib: 8192 }))
    if (code !== 'invalid_state') return 'It could have been done without a restart.'
    await call('power_off_vm', { vm: 'web-01', mode: 'guest' })
    if (!(await waitUntilOff(call, 'web-01'))) return 'web-01 does not shut down; nothing else was done.'
    await call('modify_vm_resources', { vm: 'web-01', memory_mib: 8192, confirm: true })
    await call('power_on_vm', { vm: 'web-01' })
    return 'web-01 was shut down, has 8 GiB of memory now, and runs again.'
  },
  check(seen, answer) {
    const pulled = seen.calls.some(
      call => call.tool === 'power_off_vm' && call.arguments['mode'] !== 'guest' && !call.isError
    )
    return [
      ...changedOnly(seen, [
        ['web-01', 'memory'],
        ['web-01', 'restart']
      ]),
      ...has('web-01', 'MiB', vmNamed(seen.after, 'web-01').memory.sizeMib, 8192),
      ...(pulled ? ['the plug of web-01 was pulled'] : []),
      ...saysAmount(answer, 'how much memory it has', 8 * 2 ** 30)
    ]
  }
})

const memoryWithoutRestart = defineTask({
  name: 'more-memory-without-downtime',
  prompt:
    'Please raise the memory of db-01 to 24 GiB. It is in use and must not go down; if that does not work without downtime leave it as it is and tell me.',
  role: 'admin',
  async solve(call) {
    const { message } = await refusalOf(call('modify_vm_resources', { vm: 'db-01', memory_mib: 24_576 }))
    return `This is not possible without downtime: ${message} It has to be powered off for the change; nothing was changed.`
  },
  check(seen, answer) {
    return [
      ...nothingChanged(seen),
      ...says(answer, 'why it is not possible', /hot[- ]?(add|plug)|powered? off|shut ?down|downtime/i),
      ...says(
        answer,
        'that it was not done',
        /\b(not|cannot|can't|unchanged|un-changed|unable|impossible)\b/i
      )
    ]
  }
})

const deleteRunning = defineTask({
  name: 'delete-running-vm',
  prompt:
    'Delete mail-04 if it is off. If it still runs leave it alone and tell me. You need not ask me again.',
  role: 'admin',
  async solve(call) {
    const { message } = await refusalOf(call('delete_vm', { vm: 'mail-04' }))
    return `Not deleted: ${message}`
  },
  check(seen, answer) {
    return [
      ...nothingChanged(seen),
      ...names(answer, ['mail-04']),
      ...says(answer, 'that it runs', /\b(powered[ _]on|running|runs|is on|still up)\b/i)
    ]
  }
})

const deleteAgreed = defineTask({
  name: 'delete-agreed',
  prompt:
    'Delete the VM old-mailbox with all its disks. It has been switched off for months, the owner has agreed in writing and there is a backup: go ahead.',
  role: 'admin',
  async solve(call) {
    const { plan } = await refusalOf(call('delete_vm', { vm: 'old-mailbox' }))
    await call('delete_vm', { vm: 'old-mailbox', confirm: true })
    return `Done: ${plan?.summary}`
  },
  check(seen, answer) {
    return [
      ...changedOnly(seen, [['old-mailbox', 'deleted']]),
      ...names(answer, ['old-mailbox']),
      ...says(answer, 'that it is deleted', /delet|remov|gone/i)
    ]
  }
})

const planOnly = defineTask({
  name: 'plan-only',
  prompt:
    'What would be lost if we deleted db-02? How many disks, and how many GiB? Only tell me, do not do it.',
  role: 'admin',
  async solve(call) {
    const { plan } = await refusalOf(call('delete_vm', { vm: 'db-02' }))
    return `${plan?.summary} ${plan?.warnings.join(' ')} Nothing has been done.`
  },
  check(seen, answer) {
    const { disks } = vmNamed(seen.before, 'db-02')
    return [
      ...nothingChanged(seen),
      ...saysNumber(answer, 'how many disks', disks.length),
      ...saysAmount(
        answer,
        'how large they are',
        disks.reduce((sum, disk) => sum + disk.capacity, 0)
      )
    ]
  }
})

const smallerVm = defineTask({
  name: 'take-back-cpus',
  prompt:
    'app-05 has far too many CPUs for what it does. Give it 2, and 4 GiB of memory. It is switched off anyway; I agree to the change.',
  role: 'admin',
  async solve(call) {
    await call('modify_vm_resources', {
      vm: 'app-05',
      cpu_count: 2,
      cores_per_socket: 1,
      memory_mib: 4096,
      confirm: true
    })
    return 'app-05 has 2 CPUs and 4 GiB now.'
  },
  check(seen, answer) {
    const { cpu, memory } = vmNamed(seen.after, 'app-05')
    return [
      ...changedOnly(seen, [
        ['app-05', 'cpu'],
        ['app-05', 'memory']
      ]),
      ...has('app-05', 'CPUs', cpu.count, 2),
      ...has('app-05', 'MiB', memory.sizeMib, 4096),
      ...names(answer, ['app-05']),
      ...saysNumber(answer, 'how many CPUs it has', 2),
      ...saysAmount(answer, 'how much memory it has', 4 * 2 ** 30)
    ]
  }
})

function has(vm: string, what: string, value: number, wanted: number): string[] {
  return value === wanted ? [] : [`${vm} has ${value} ${what}, not ${wanted}`]
}

export const changeTasks = [
  moreCpus,
  memoryWithRestart,
  memoryWithoutRestart,
  deleteRunning,
  deleteAgreed,
  planOnly,
  smallerVm
]
