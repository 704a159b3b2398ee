import { Type } from '@sinclair/typebox'
import { CodedError } from '../../errors.ts'
import { defineTool } from '../define-tool.ts'
import { referenceId } from '../properties.ts'
import { findingVm, resolveVm } from '../resolve.ts'
import { runningHint, taskReference, vmRef } from '../schemas.ts'
import { awaitTask } from './await-task.ts'
import { quoted } from '../../text.ts'

export const createVmSnapshot = defineTool({
  name: 'create_vm_snapshot',
  title: 'Create a VM snapshot',
  toolset: 'snapshots',
  description:
    'Take a snapshot of a VM, for example before a change. memory also saves the memory of a running VM (slower); ' +
    'quiesce makes the disks consistent through VMware Tools; not both. A snapshot is no backup and slows the VM: ' +
    'delete it with delete_vm_snapshot when it is no longer needed.',
  risk: 'change',
  idempotent: false,
  rest: 'POST /vms/:vm/snapshots',
  privileges: [...findingVm, 'VirtualMachine.State.CreateSnapshot'],
  input: Type.Object({
    vm: vmRef,
    name: Type.String({
      minLength: 1,
      maxLength: 80,
      description: 'Say why: "before update of 2026-11-22".'
    }),
    description: Type.Optional(Type.String({ maxLength: 1024, default: '' })),
    memory: Type.Optional(Type.Boolean({ default: false })),
    quiesce: Type.Optional(Type.Boolean({ default: false }))
  }),
  output: Type.Object({
    vm: Type.Object({ id: Type.String(), name: Type.String() }),
    snapshot: Type.Object({ id: Type.Optional(Type.String()), name: Type.String() }),
    task: taskReference,
    hint: runningHint
  }),
  async run({ vm: ref, name, description, memory, quiesce }, context) {
    if (memory && quiesce) {
      throw new CodedError('invalid_argument', 'memory and quiesce exclude each other.', {
        hint: 'vCenter ignores quiescing when the memory is saved: choose one.'
      })
    }
    const vm = await resolveVm(context.vcenter, ref)
    const task = await context.vcenter.createSnapshot({
      vm: vm.vm,
      name,
      description: description ?? '',
      memory: memory ?? false,
      quiesce: quiesce ?? false
    })
    const object = { id: vm.vm, name: vm.name }
    return awaitTask(task, context, `Snapshot ${quoted(name)} of ${quoted(vm.name)}`, {
      done({ state, result }) {
        const id = referenceId(result)
        return { vm: object, snapshot: { name, ...(id !== undefined && { id }) }, task: { id: task, state } }
      },
      pending: { vm: object, snapshot: { name }, task: { id: task, state: 'running' } }
    })
  }
})
