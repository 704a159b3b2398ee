import type { VirtualMachine } from '../inventory/index.ts'
import { destroyMachine } from '../machine/remove.ts'
import { message, notFound, vapiError, type VapiError } from './errors.ts'
import { capped, many, passes } from './filters.ts'
import { perform } from './jobs.ts'
import { param, type Call, type Operation } from './operation.ts'
import { describeVm, deviceMaps, optionalFields } from './vm-info.ts'

/** https://developer.broadcom.com/xapis/vsphere-automation-api/latest/vcenter/vm/ */

export const powerStates = ['POWERED_OFF', 'POWERED_ON', 'SUSPENDED'] as const

/** That templates are left out is commonly observed, not documented. */
export const listVms: Operation = {
  ok: 200,
  filter: [
    many('vms'),
    many('names'),
    many('folders'),
    many('datacenters'),
    many('hosts'),
    many('clusters'),
    many('resource_pools'),
    many('power_states', powerStates)
  ],
  run: call => {
    const { inventory, settings } = call.state
    const matching = [...inventory.vms.values()].filter(
      vm =>
        !vm.template &&
        passes(call, 'vms', vm.id) &&
        passes(call, 'names', vm.name) &&
        passes(call, 'folders', vm.parent) &&
        passes(call, 'datacenters', vm.datacenter) &&
        passes(call, 'hosts', vm.host) &&
        passes(call, 'clusters', inventory.hosts.get(vm.host)?.parent) &&
        passes(call, 'resource_pools', vm.resourcePool) &&
        passes(call, 'power_states', vm.powerState)
    )
    return capped(matching, settings.caps.vms, 'virtual machines').map(vm => ({
      vm: vm.id,
      name: vm.name,
      power_state: vm.powerState,
      cpu_count: vm.cpu.count,
      memory_size_MiB: vm.memory.sizeMib
    }))
  }
}

export const getVm: Operation = {
  ok: 200,
  maps: deviceMaps,
  nullable: optionalFields,
  run: call => describeVm(call.state, vmOf(call))
}

/** For machines that are not "running (powered on)"; that a suspended one counts as such is inferred. */
export const deleteVm: Operation = {
  ok: 204,
  run: async call => {
    const vm = vmOf(call)
    if (vm.powerState === 'POWERED_ON') {
      throw notAllowed('delete.powered_on', 'The VM is powered on.')
    }
    await perform(call, vm, { name: 'Destroy_Task', descriptionId: 'VirtualMachine.destroy' }, () =>
      destroyMachine(call.state, vm)
    )
  }
}

/** The virtual machine the path names. */
export function vmOf(call: Pick<Call, 'params' | 'state'>): VirtualMachine {
  const id = param(call, 'vm')
  const vm = call.state.inventory.vms.get(id)
  if (!vm) throw notFound('VM', id)
  return vm
}

/** NOT_ALLOWED_IN_CURRENT_STATE with a reason. */
export function notAllowed(id: string, text: string): VapiError {
  return vapiError('NOT_ALLOWED_IN_CURRENT_STATE', message(`com.vmware.api.vcenter.vm.${id}`, text))
}
