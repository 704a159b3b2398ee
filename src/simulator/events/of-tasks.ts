import type { Task } from '../tasks.ts'
import type { Category, NewEvent, Subject } from './log.ts'

/**
 * The events that tasks leave behind. Types are those of
 * https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/ data structures; which task leaves
 * which, and the texts, are inferred from what vCenter shows.
 */

interface Rule {
  type: string
  failed?: string
  text: (subject: Subject) => string
  /** What only this type has, of where the object was before and is now. */
  fields?: (before: Subject, now: Subject) => Record<string, unknown>
}

/** What was changed is in the task's own information; the event repeats none of it. */
export const emptySpec = { _typeName: 'VirtualMachineConfigSpec' }

const where = (subject: Subject): string =>
  `${subject.vm?.name} on ${subject.host?.name ?? 'unknown'} in ${subject.datacenter?.name}`
const hostIn = (subject: Subject): string => `${subject.host?.name} in ${subject.datacenter?.name}`

const rules: Record<string, Rule> = {
  PowerOnVM_Task: {
    type: 'VmPoweredOnEvent',
    failed: 'VmFailedToPowerOnEvent',
    text: subject => `Virtual machine ${where(subject)} is powered on`
  },
  PowerOffVM_Task: {
    type: 'VmPoweredOffEvent',
    failed: 'VmFailedToPowerOffEvent',
    text: subject => `Virtual machine ${where(subject)} is powered off`
  },
  SuspendVM_Task: {
    type: 'VmSuspendedEvent',
    failed: 'VmFailedToSuspendEvent',
    text: subject => `Virtual machine ${where(subject)} is suspended`
  },
  ResetVM_Task: {
    type: 'VmResettingEvent',
    failed: 'VmFailedToResetEvent',
    text: subject => `Virtual machine ${where(subject)} is reset`
  },
  ReconfigVM_Task: {
    type: 'VmReconfiguredEvent',
    text: subject => `Reconfigured ${where(subject)}`,
    fields: () => ({ configSpec: emptySpec })
  },
  CreateVM_Task: { type: 'VmCreatedEvent', text: subject => `Created virtual machine ${where(subject)}` },
  CloneVM_Task: {
    type: 'VmClonedEvent',
    failed: 'VmCloneFailedEvent',
    text: subject => `Cloned virtual machine ${where(subject)}`,
    fields: before => ({ sourceVm: before.vm })
  },
  RelocateVM_Task: {
    type: 'VmMigratedEvent',
    failed: 'VmFailedMigrateEvent',
    text: subject => `Migrated virtual machine ${where(subject)}`,
    fields: before => ({ sourceHost: before.host, sourceDatacenter: before.datacenter })
  },
  RegisterVM_Task: { type: 'VmRegisteredEvent', text: subject => `Registered ${where(subject)}` },
  Destroy_Task: { type: 'VmRemovedEvent', text: subject => `Removed ${where(subject)}` },
  UnregisterVM: { type: 'VmRemovedEvent', text: subject => `Removed ${where(subject)}` },
  Rename_Task: {
    type: 'VmRenamedEvent',
    text: subject => `Renamed ${where(subject)}`,
    fields: (before, now) => ({ oldName: before.vm?.name, newName: now.vm?.name })
  },
  EnterMaintenanceMode_Task: {
    type: 'EnteredMaintenanceModeEvent',
    failed: 'CanceledHostOperationEvent',
    text: subject => `Host ${hostIn(subject)} has entered maintenance mode`
  },
  ExitMaintenanceMode_Task: {
    type: 'ExitMaintenanceModeEvent',
    text: subject => `Host ${hostIn(subject)} has exited maintenance mode`
  },
  RebootHost_Task: {
    type: 'HostShutdownEvent',
    text: subject => `Reboot of ${hostIn(subject)}`,
    fields: () => ({ reason: 'reboot' })
  },
  ShutdownHost_Task: {
    type: 'HostShutdownEvent',
    text: subject => `Shut down of ${hostIn(subject)}`,
    fields: () => ({ reason: 'shutdown' })
  },
  DisconnectHost_Task: {
    type: 'HostDisconnectedEvent',
    text: subject => `Disconnected from ${hostIn(subject)}`,
    fields: () => ({ reason: 'userRequest' })
  },
  ReconnectHost_Task: { type: 'HostConnectedEvent', text: subject => `Connected to ${hostIn(subject)}` }
}

/** The event of a task's start: every task has one. */
export function startOf(task: Task, subject: Subject): NewEvent {
  return {
    type: 'TaskEvent',
    user: task.user,
    category: 'info',
    message: `Task: ${task.descriptionId} of ${task.entity.name}`,
    subject,
    task,
    chainId: chainOf(task)
  }
}

/** The event of its end, where there is one; of an object that is gone `now` says nothing. */
export function endOf(task: Task, before: Subject, now: Subject): NewEvent | undefined {
  const rule = rules[task.name]
  const subject = now.vm || now.host ? now : before
  // A folder that is renamed, or a machine that was not made, is no machine's event.
  if (!rule || (rule.type.startsWith('Vm') && !subject.vm)) return undefined
  const common = { user: task.user, subject, chainId: chainOf(task) }
  if (!task.error) {
    const fields = rule.fields?.(before, now) ?? {}
    return { ...common, type: rule.type, category: 'info', message: rule.text(subject), fields }
  }
  if (rule.failed === undefined) return undefined
  const category: Category = 'error'
  const message = `${task.descriptionId} of ${task.entity.name} failed: ${task.error.message}`
  return { ...common, type: rule.failed, category, message, fields: { reason: task.error } }
}

/** All types that tasks leave behind, with their categories. */
export function typesOfTaskEvents(): [string, Category][] {
  return Object.values(rules).flatMap(({ type, failed }): [string, Category][] => [
    [type, 'info'],
    ...(failed === undefined ? [] : [[failed, 'error'] satisfies [string, Category]])
  ])
}

/** What `TaskInfo.eventChainId` says as well. */
export function chainOf(task: Task): number {
  return Number(task.id.slice('task-'.length))
}
