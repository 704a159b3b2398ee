import { Type } from '@sinclair/typebox'
import { defineTool } from '../define-tool.ts'
import { findingVm, resolveVm } from '../resolve.ts'
import { listOf, vmRef } from '../schemas.ts'
import { snapshotRow, snapshotRows } from './snapshot-tree.ts'

export const listVmSnapshots = defineTool({
  name: 'list_vm_snapshots',
  title: 'List VM snapshots',
  toolset: 'snapshots',
  description:
    'List the snapshots of a VM, parents before children; is_current marks the one it runs on. Take the id for ' +
    'delete_vm_snapshot from here: names need not be unique. Sizes, and snapshots of all VMs, are in list_snapshots.',
  risk: 'read',
  idempotent: true,
  rest: 'GET /vms/:vm/snapshots',
  privileges: findingVm,
  input: Type.Object({
    vm: vmRef,
    older_than_days: Type.Optional(
      Type.Number({ minimum: 0, maximum: 36_500, description: 'Only older ones.' })
    )
  }),
  output: Type.Object({
    vm: Type.Object({ id: Type.String(), name: Type.String() }),
    ...listOf(snapshotRow).properties
  }),
  async run({ vm: ref, older_than_days }, { vcenter }) {
    const vm = await resolveVm(vcenter, ref)
    const rows = snapshotRows(await vcenter.getSnapshots({ vm: vm.vm }))
    const before = older_than_days === undefined ? Infinity : Date.now() - older_than_days * 86_400_000
    const items = rows.filter(row => before === Infinity || Date.parse(row.created) < before)
    return { vm: { id: vm.vm, name: vm.name }, items, returned: items.length, total: items.length }
  }
})
