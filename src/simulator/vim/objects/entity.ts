import type { Entity, Inventory } from '../../inventory/index.ts'
import type { State } from '../../state.ts'
import { ownRole } from '../authorization.ts'
import { alarmState } from './alarm.ts'
import { escapeName, moRef, type MoRef } from '../values.ts'

/** Properties of one object: each is worked out only when somebody asks. */
export type Properties = Record<string, () => unknown>

/** A reference to an object of the inventory. */
export function refOf(entity: Entity): MoRef {
  return moRef(entity.kind, entity.id)
}

/** References to objects of the inventory, without those that are gone. */
export function refsOf(inventory: Inventory, ids: readonly string[]): MoRef[] {
  return ids.flatMap(id => {
    const entity = inventory.find(id)
    return entity ? [refOf(entity)] : []
  })
}

/** What every managed entity has. The simulator has no tags of the VIM API and no custom fields. */
export function entityProperties(state: State, entity: Entity): Properties {
  return {
    name: () => escapeName(entity.name),
    parent: () => {
      const parent = entity.parent === undefined ? undefined : state.inventory.find(entity.parent)
      return parent && refOf(parent)
    },
    overallStatus: () => state.alarms.worstOf(entity),
    configStatus: () => 'green',
    alarmActionsEnabled: () => true,
    effectiveRole: () => [ownRole(state.settings)],
    disabledMethod: () => [],
    recentTask: () =>
      state.tasks
        .recent()
        .filter(task => task.entity.id === entity.id)
        .map(task => moRef('Task', task.id)),
    declaredAlarmState: () => state.alarms.of(entity).map(alarmState),
    triggeredAlarmState: () => state.alarms.triggeredBelow(entity).map(alarmState),
    configIssue: () => [],
    permission: () => [],
    tag: () => [],
    customValue: () => [],
    value: () => [],
    availableField: () => []
  }
}
