import type { Entity, Host, VirtualMachine } from '../../inventory/index.ts'
import type { Effect, NewTask } from '../../tasks.ts'
import { sessionOf, type VimCall, type VimResult } from '../call.ts'
import { invalidName, invalidPowerState, invalidRequest, taskInProgress } from '../faults.ts'
import { powerStateNames } from '../objects/vm-config.ts'
import { moRef, unescapeName } from '../values.ts'
import { attempt } from './problems.ts'

/** Names of a task, and what else its method decides. */
export type TaskPlan = Pick<NewTask, 'name' | 'descriptionId' | 'cancelled'> & { cancelable?: boolean }

/**
 * Starts vCenter's task for a method and answers its reference. A fault that the effect throws is the task's.
 *
 * @throws TaskInProgress when the object is doing something else; nothing was started then
 */
export function startTask(call: VimCall, entity: Entity, plan: TaskPlan, effect: () => Effect): VimResult {
  refuseWhenBusy(call, entity)
  const started = call.state.tasks.start({
    cancelable: false,
    ...plan,
    entity: { type: entity.kind, id: entity.id, name: entity.name },
    user: sessionOf(call).user,
    effect: () => attempt(effect)
  })
  return { value: moRef('Task', started.id) }
}

export function refuseWhenBusy(call: VimCall, entity: Entity): void {
  const running = call.state.tasks.busyWith(entity.id)
  if (running) throw taskInProgress(running.id)
}

/** @throws InvalidPowerState */
export function requireOff(vm: VirtualMachine): void {
  if (vm.powerState !== 'POWERED_OFF') throw invalidPowerState('poweredOff', powerStateNames[vm.powerState])
}

export function machineOf({ state, target }: VimCall): VirtualMachine {
  const vm = state.inventory.vms.get(target.id)
  if (!vm) throw invalidRequest('The method needs a virtual machine.')
  return vm
}

export function hostOf({ state, target }: VimCall): Host {
  const host = state.inventory.hosts.get(target.id)
  if (!host) throw invalidRequest('The method needs a host.')
  return host
}

export function entityOf({ state, target }: VimCall): Entity {
  const entity = state.inventory.find(target.id)
  if (!entity) throw invalidRequest('The method needs an object of the inventory.')
  return entity
}

/** A name as a parameter gives it, with its escapes; 80 characters is the most. @throws InvalidName */
export function nameOf(value: unknown, field: string): string {
  if (typeof value !== 'string') throw invalidRequest(`${field} must be a string.`)
  const name = unescapeName(value)
  if (name.trim() === '' || name.length > 80) throw invalidName(value)
  return name
}
