import { CodedError } from '../../errors.ts'
import type { VmInfo } from '../../vcenter/types.ts'
import { quoted } from '../../text.ts'

export interface ResourceRequest {
  cpu_count?: number
  cores_per_socket?: number
  memory_mib?: number
}

export interface ResourceChange {
  what: keyof ResourceRequest
  from: number
  to: number
}

/**
 * What a request changes on a VM as it is now, or an error that names the rule in the way, found before anything is
 * changed. The rules are those of vCenter for a VM that is on: more CPUs need hot-add, fewer need hot-remove, more
 * memory needs hot-add, and memory is never taken away.
 *
 * @see https://developer.broadcom.com/xapis/vsphere-automation-api/latest/vcenter/api/vcenter/vm/vm/hardware/cpu/patch/
 * @see https://developer.broadcom.com/xapis/vsphere-automation-api/latest/vcenter/api/vcenter/vm/vm/hardware/memory/patch/
 */
export function changesFor(vm: VmInfo, id: string, request: ResourceRequest): ResourceChange[] {
  const current = {
    cpu_count: vm.cpu.count,
    cores_per_socket: vm.cpu.cores_per_socket,
    memory_mib: vm.memory.size_MiB
  }
  const asked = (['cpu_count', 'cores_per_socket', 'memory_mib'] as const).flatMap(what => {
    const to = request[what]
    return to === undefined ? [] : [{ what, from: current[what], to }]
  })
  if (asked.length === 0) {
    throw new CodedError(
      'invalid_argument',
      'Nothing to change: pass cpu_count, cores_per_socket or memory_mib.'
    )
  }
  const count = request.cpu_count ?? current.cpu_count
  const cores = request.cores_per_socket ?? current.cores_per_socket
  if (count % cores !== 0) {
    throw new CodedError(
      'invalid_argument',
      `cpu_count ${count} is not a multiple of ${cores} cores per socket.`,
      {
        hint: 'Pass cores_per_socket as well, or another cpu_count.'
      }
    )
  }
  if (vm.power_state !== 'POWERED_OFF') {
    const broken = asked.map(change => ruleBroken(vm, change)).find(rule => rule !== undefined)
    if (broken) {
      throw new CodedError('invalid_state', `${quoted(vm.name)} (${id}) is ${vm.power_state}: ${broken}`, {
        hint: 'Power it off first with power_off_vm, then repeat the call.',
        nextTool: 'power_off_vm'
      })
    }
  }
  return asked
}

function ruleBroken(vm: VmInfo, { what, from, to }: ResourceChange): string | undefined {
  if (from === to) return undefined
  if (vm.power_state === 'SUSPENDED') return 'its hardware cannot be changed while it is suspended.'
  switch (what) {
    case 'cores_per_socket':
      return 'cores_per_socket can only be changed while it is off.'
    case 'cpu_count':
      if (to > from && !vm.cpu.hot_add_enabled) return 'CPU hot-add is not enabled on it.'
      return to < from && !vm.cpu.hot_remove_enabled ? 'CPU hot-remove is not enabled on it.' : undefined
    default:
      return memoryRuleBroken(vm, from, to)
  }
}

function memoryRuleBroken({ memory }: VmInfo, from: number, to: number): string | undefined {
  if (to < from) return 'memory cannot be taken away while it is on.'
  if (!memory.hot_add_enabled) return 'memory hot-add is not enabled on it.'
  const { hot_add_limit_MiB: limit, hot_add_increment_size_MiB: step } = memory
  if (limit !== undefined && to > limit) return `memory can be hot-added up to ${limit} MiB.`
  if (step !== undefined && (to - from) % step !== 0)
    return `memory can be hot-added in steps of ${step} MiB.`
  return undefined
}
