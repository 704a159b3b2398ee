import { Type } from '@sinclair/typebox'
import { CodedError } from '../../errors.ts'
import type { VmInfo, VmSummary } from '../../vcenter/types.ts'
import { defineTool } from '../define-tool.ts'
import { findingVm, resolveVm } from '../resolve.ts'
import { inventoryObject, vmRef } from '../schemas.ts'
import { quoted } from '../../text.ts'

export const deleteVm = defineTool({
  name: 'delete_vm',
  title: 'Delete a VM',
  toolset: 'lifecycle',
  description:
    'Delete a VM that is powered off, with its disks and snapshots, for good. Needs confirm: true, otherwise it only ' +
    'says what would go. A running VM is refused: power_off_vm first.',
  risk: 'destructive',
  idempotent: true,
  rest: 'DELETE /vms/:vm',
  privileges: [...findingVm, 'VirtualMachine.Inventory.Delete'],
  input: Type.Object({ vm: vmRef }),
  output: inventoryObject({ deleted: Type.Boolean() }),
  async plan({ vm: ref }, { vcenter }) {
    const vm = await resolveVm(vcenter, ref)
    refuseRunning(vm)
    const info = await vcenter.getVm({ vm: vm.vm })
    return {
      summary: `Delete VM ${quoted(vm.name)} (${vm.vm}) and ${disksOf(info)}.`,
      objects: [{ type: 'VirtualMachine', id: vm.vm, name: vm.name }],
      changes: Object.values(info.disks).map(disk => ({
        what: `delete ${quoted(disk.label)}`,
        from: disk.backing.vmdk_file ?? ''
      })),
      warnings: ['Its disks and snapshots go with it; nothing brings them back but a backup.']
    }
  },
  async run({ vm: ref }, { vcenter }) {
    const vm = await resolveVm(vcenter, ref)
    refuseRunning(vm)
    await vcenter.deleteVm({ vm: vm.vm })
    return { id: vm.vm, name: vm.name, deleted: true }
  }
})

function refuseRunning(vm: VmSummary): void {
  if (vm.power_state !== 'POWERED_ON') return
  throw new CodedError(
    'invalid_state',
    `${quoted(vm.name)} (${vm.vm}) is powered on and cannot be deleted.`,
    {
      hint: 'Power it off first with power_off_vm.',
      nextTool: 'power_off_vm'
    }
  )
}

function disksOf(info: VmInfo): string {
  const disks = Object.values(info.disks)
  const gib = disks.reduce((sum, disk) => sum + (disk.capacity ?? 0), 0) / 2 ** 30
  return `its ${disks.length} ${disks.length === 1 ? 'disk' : 'disks'} (${Math.round(gib)} GiB)`
}
