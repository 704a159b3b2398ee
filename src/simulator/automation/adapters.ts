import type { PlainAdapter, VirtualMachine } from '../inventory/index.ts'
import { addPlainAdapter, addScsiAdapter, removeAdapter, shareScsiAdapter } from '../machine/adapters.ts'
import { deviceOf, reconfigured } from './devices.ts'
import { withBody, type Operation } from './operation.ts'
import { describeNvme, describeSata, describeScsi } from './vm-info.ts'
import { vmOf } from './vm.ts'

/** https://developer.broadcom.com/xapis/vsphere-automation-api/latest/vcenter/vm/hardware/adapter/ */

const sharings = { oneOf: ['NONE', 'VIRTUAL', 'PHYSICAL'] } as const

export const listScsiAdapters: Operation = {
  ok: 200,
  run: call => vmOf(call).scsiAdapters.map(adapter => ({ adapter: adapter.key }))
}

export const getScsiAdapter: Operation = {
  ok: 200,
  run: call => describeScsi(deviceOf(call, vmOf(call).scsiAdapters, 'adapter', 'SCSI adapter'))
}

export const createScsiAdapter: Operation = withBody({
  ok: 201,
  wrapper: 'spec',
  fields: {
    type: { oneOf: ['BUSLOGIC', 'LSILOGIC', 'LSILOGICSAS', 'PVSCSI'] },
    bus: 'integer',
    pci_slot_number: 'integer',
    sharing: sharings
  },
  run: async call => {
    const vm = vmOf(call)
    const { type, bus, pci_slot_number: pciSlot, sharing } = call.body
    return reconfigured(call, vm, () => addScsiAdapter(call.state, vm, { type, bus, pciSlot, sharing }).key)
  }
})

export const updateScsiAdapter: Operation = withBody({
  ok: 204,
  wrapper: 'spec',
  fields: { sharing: sharings },
  run: async call => {
    const vm = vmOf(call)
    const adapter = deviceOf(call, vm.scsiAdapters, 'adapter', 'SCSI adapter')
    const { sharing } = call.body
    await reconfigured(call, vm, () => {
      if (sharing !== undefined) shareScsiAdapter(call.state, vm, adapter, sharing)
    })
  }
})

export const deleteScsiAdapter = deletion('SCSI', vm => vm.scsiAdapters)

export const sataAdapters = plain('SATA', vm => vm.sataAdapters, describeSata, {
  type: { oneOf: ['AHCI'] }
})
export const nvmeAdapters = plain('NVME', vm => vm.nvmeAdapters, describeNvme, {})

/** The four operations of the kinds that know a bus only. */
function plain(
  kind: 'SATA' | 'NVME',
  of: (vm: VirtualMachine) => readonly PlainAdapter[],
  describe: (adapter: PlainAdapter) => unknown,
  typeField: { type?: { oneOf: readonly string[] } }
): Record<'list' | 'get' | 'create' | 'remove', Operation> {
  return {
    list: { ok: 200, run: call => of(vmOf(call)).map(adapter => ({ adapter: adapter.key })) },
    get: {
      ok: 200,
      run: call => describe(deviceOf(call, of(vmOf(call)), 'adapter', `${kind} adapter`))
    },
    create: withBody({
      ok: 201,
      wrapper: 'spec',
      fields: { ...typeField, bus: 'integer', pci_slot_number: 'integer' },
      run: async call => {
        const vm = vmOf(call)
        const { bus, pci_slot_number: pciSlot } = call.body
        return reconfigured(call, vm, () => addPlainAdapter(call.state, vm, kind, { bus, pciSlot }).key)
      }
    }),
    remove: deletion(kind, of)
  }
}

function deletion(
  kind: 'SCSI' | 'SATA' | 'NVME',
  of: (vm: VirtualMachine) => readonly { key: string; bus: number }[]
): Operation {
  return {
    ok: 204,
    run: async call => {
      const vm = vmOf(call)
      const adapter = deviceOf(call, of(vm), 'adapter', `${kind} adapter`)
      await reconfigured(call, vm, () => removeAdapter(call.state, vm, kind, adapter))
    }
  }
}
