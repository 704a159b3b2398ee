import { type Static, Type } from '@sinclair/typebox'
import type { TriggeredAlarm } from '../../vcenter/types.ts'

/** A triggered alarm, and the object that it is triggered on. */
export const alarmRow = Type.Object({
  id: Type.String(),
  name: Type.String({ description: 'of the alarm; its id where its definition may not be read' }),
  status: Type.String({ description: 'yellow or red' }),
  object_type: Type.String(),
  object: Type.String({ description: 'id' }),
  object_name: Type.Optional(Type.String()),
  since: Type.String({ description: 'ISO 8601' }),
  acknowledged: Type.Boolean()
})

export type AlarmRow = Static<typeof alarmRow>

/** `names`: of the objects, by id. */
export function alarmRowOf(alarm: TriggeredAlarm, names: ReadonlyMap<string, string>): AlarmRow {
  const { type, value } = alarm.entity
  const name = names.get(value)
  return {
    id: alarm.key,
    name: alarm.name ?? alarm.alarm.value,
    status: alarm.overallStatus,
    object_type: type,
    object: value,
    ...(name !== undefined && { object_name: name }),
    since: alarm.time,
    acknowledged: alarm.acknowledged ?? false
  }
}
