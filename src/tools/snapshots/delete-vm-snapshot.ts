import { Type } from '@sinclair/typebox'
import type { VcenterClient } from '../../vcenter/types.ts'
import { defineTool } from '../define-tool.ts'
import { ambiguous, notFound } from '../no-single-match.ts'
import { findingVm, resolveVm } from '../resolve.ts'
import { runningHint, taskReference, vmRef } from '../schemas.ts'
import { awaitTask } from './await-task.ts'
import { type SnapshotRow, descendantsOf, snapshotRows } from './snapshot-tree.ts'
import { quoted } from '../../text.ts'

export const deleteVmSnapshot = defineTool({
  name: 'delete_vm_snapshot',
  title: 'Delete a VM snapshot',
  toolset: 'snapshots',
  description:
    'Delete one snapshot of a VM: its state can no longer be gone back to, the VM itself stays as it is. Children move ' +
    'up unless remove_children is true. Needs confirm: true, otherwise it only says what would go. Ids are in ' +
    'list_vm_snapshots.',
  risk: 'destructive',
  idempotent: false,
  rest: 'DELETE /vms/:vm/snapshots/:snapshot',
  privileges: [...findingVm, 'VirtualMachine.State.RemoveSnapshot'],
  input: Type.Object({
    vm: vmRef,
    snapshot: Type.String({
      minLength: 1,
      maxLength: 255,
      description: 'Its id (snapshot-12) or exact name.'
    }),
    remove_children: Type.Optional(
      Type.Boolean({ default: false, description: 'Also all snapshots below it.' })
    )
  }),
  output: Type.Object({
    vm: Type.Object({ id: Type.String(), name: Type.String() }),
    deleted: Type.Array(Type.Object({ id: Type.String(), name: Type.String() })),
    task: taskReference,
    hint: runningHint
  }),
  async plan(input, { vcenter }) {
    const { vm, snapshot, goes, rows } = await findSnapshot(vcenter, input)
    const below = goes.length > 1 ? ` and the ${goes.length - 1} below it` : ''
    return {
      summary: `Delete snapshot ${quoted(snapshot.name)} (${snapshot.id})${below} of VM ${quoted(vm.name)} (${vm.vm}).`,
      objects: [
        { type: 'VirtualMachine', id: vm.vm, name: vm.name },
        ...goes.map(each => ({ type: 'VirtualMachineSnapshot', id: each.id, name: each.name }))
      ],
      changes: [{ what: 'snapshots', from: rows.length, to: rows.length - goes.length }],
      warnings: goes.map(
        each => `The state of ${each.created} (${quoted(each.name)}) can no longer be gone back to.`
      )
    }
  },
  async run(input, context) {
    const { vm, snapshot, goes } = await findSnapshot(context.vcenter, input)
    const removeChildren = input.remove_children ?? false
    const task = await context.vcenter.removeSnapshot({
      vm: vm.vm,
      snapshot: snapshot.id,
      removeChildren
    })
    const answer = { vm: { id: vm.vm, name: vm.name }, deleted: goes.map(({ id, name }) => ({ id, name })) }
    return awaitTask(task, context, `Deleting snapshot ${quoted(snapshot.name)} of ${quoted(vm.name)}`, {
      done: ({ state }) => ({ ...answer, task: { id: task, state } }),
      pending: { ...answer, deleted: [], task: { id: task, state: 'running' } }
    })
  }
})

interface Wanted {
  vm: string
  snapshot: string
  remove_children?: boolean
}

/** By id or name, in this VM's own tree. */
async function findSnapshot(vcenter: VcenterClient, input: Wanted) {
  const vm = await resolveVm(vcenter, input.vm)
  const rows = snapshotRows(await vcenter.getSnapshots({ vm: vm.vm }))
  const snapshot = theOne(rows, input.snapshot, vm.name)
  const goes = input.remove_children ? [snapshot, ...descendantsOf(rows, snapshot.id)] : [snapshot]
  return { vm, snapshot, goes, rows }
}

function theOne(rows: readonly SnapshotRow[], ref: string, vm: string): SnapshotRow {
  const byId = rows.find(row => row.id === ref)
  if (byId) return byId
  const matches = rows.filter(row => row.name === ref)
  const [only, ...others] = matches
  if (only && others.length === 0) return only
  if (only)
    throw ambiguous('snapshot', ref, matches, 'Pass the id of the one you mean, from list_vm_snapshots.')
  throw notFound('snapshot', ref, rows, `The snapshots of ${quoted(vm)} are in list_vm_snapshots.`)
}
