import { Type } from '@sinclair/typebox'
import { outcomeOfError } from '../../calls/failure.ts'
import { problemOf } from '../../calls/outcome.ts'
import { problem } from '../../errors.ts'
import type { VcenterClient } from '../../vcenter/types.ts'
import { defineTool } from '../define-tool.ts'
import { findingVm, resolveVm } from '../resolve.ts'
import { inventoryObject, vmRef } from '../schemas.ts'
import { type ChangeResult, type Failure, partlyDone, resultOf } from './resource-results.ts'
import { type ResourceChange, type ResourceRequest, changesFor } from './resource-rules.ts'
import { quoted } from '../../text.ts'

const part = Type.Object({
  status: Type.String({ description: 'changed or unchanged' }),
  from: Type.Integer(),
  to: Type.Integer()
})

export const modifyVmResources = defineTool({
  name: 'modify_vm_resources',
  title: 'Modify VM resources',
  toolset: 'lifecycle',
  description:
    'Change the CPU count, cores per socket or memory of a VM. A VM that is on takes more only where hot-add is enabled ' +
    'and gives nothing back; otherwise power_off_vm first. Needs confirm: true, otherwise it only says what would ' +
    'change. Current values are in get_vm_details.',
  risk: 'destructive',
  idempotent: true,
  rest: 'PATCH /vms/:vm/resources',
  privileges: [...findingVm, 'VirtualMachine.Config.CPUCount', 'VirtualMachine.Config.Memory'],
  input: Type.Object({
    vm: vmRef,
    cpu_count: Type.Optional(Type.Integer({ minimum: 1, maximum: 768 })),
    cores_per_socket: Type.Optional(Type.Integer({ minimum: 1, maximum: 768 })),
    memory_mib: Type.Optional(Type.Integer({ minimum: 4, maximum: 25_165_824, multipleOf: 4 }))
  }),
  output: inventoryObject({
    power_state: Type.String(),
    cpu_count: Type.Optional(part),
    cores_per_socket: Type.Optional(part),
    memory_mib: Type.Optional(part)
  }),
  async plan(input, { vcenter }) {
    const { vm, changes: asked } = await prepare(vcenter, input)
    const changes = asked.filter(({ from, to }) => from !== to)
    const sentences = changes.map(({ what, from, to }) => `${what} from ${from} to ${to}`)
    return {
      summary: `Change ${sentences.join(', ') || 'nothing'} of VM ${quoted(vm.name)} (${vm.vm}).`,
      objects: [{ type: 'VirtualMachine', id: vm.vm, name: vm.name }],
      changes,
      warnings:
        vm.power_state === 'POWERED_ON' ? ['The VM is running: the guest system must support hot-add.'] : []
    }
  },
  async run(input, { vcenter, signal }) {
    const { vm, changes } = await prepare(vcenter, input)
    const cpu = changes.filter(change => change.what !== 'memory_mib')
    const memory = changes.filter(change => change.what === 'memory_mib')
    const results = [
      ...(await attempt(cpu, signal, toDo => vcenter.updateCpu({ vm: vm.vm, body: cpuSpec(toDo) }))),
      ...(await attempt(memory, signal, ([change]) =>
        vcenter.updateMemory({ vm: vm.vm, body: { size_MiB: change?.to ?? 0 } })
      ))
    ]
    const error = partlyDone(`${quoted(vm.name)} (${vm.vm})`, results)
    if (error) throw error
    const parts = results.map(({ what, status, from, to }) => [what, { status, from, to }])
    return { id: vm.vm, name: vm.name, power_state: vm.power_state, ...Object.fromEntries(parts) }
  }
})

async function prepare(vcenter: VcenterClient, request: ResourceRequest & { vm: string }) {
  const vm = await resolveVm(vcenter, request.vm)
  return { vm, changes: changesFor(await vcenter.getVm({ vm: vm.vm }), vm.vm, request) }
}

/** CPU and memory are two operations of vCenter: each is tried, and the failure of one is kept for the answer. */
async function attempt(
  changes: readonly ResourceChange[],
  signal: AbortSignal,
  send: (toDo: readonly ResourceChange[]) => Promise<void>
): Promise<ChangeResult[]> {
  const toDo = changes.filter(change => change.from !== change.to)
  const failure = toDo.length > 0 ? await failureFrom(signal, () => send(toDo)) : undefined
  return changes.map(change => resultOf(change, failure))
}

async function failureFrom(signal: AbortSignal, work: () => Promise<void>): Promise<Failure | undefined> {
  try {
    await work()
    return undefined
  } catch (error) {
    // an aborted wait says so in its own words; whether the client or the clock ended it changes nothing for the VM
    if (signal.aborted && error === signal.reason) {
      return { problem: problem('timeout', 'not tried, the call had ended before its turn.'), cause: error }
    }
    const circumstances = { tool: modifyVmResources, timedOut: false, cancelled: false, stopping: false }
    const refusal = problemOf(outcomeOfError(error, circumstances))
    return refusal && { problem: refusal, cause: error }
  }
}

function cpuSpec(changes: readonly ResourceChange[]) {
  const count = changes.find(change => change.what === 'cpu_count')?.to
  const cores = changes.find(change => change.what === 'cores_per_socket')?.to
  return { ...(count !== undefined && { count }), ...(cores !== undefined && { cores_per_socket: cores }) }
}
