import { type Static, Type } from '@sinclair/typebox'
import { guardOf, isNothing, optional } from '../../guards.ts'
import { isObject } from '../../../objects.ts'
import { reference as referenceSchema, type ManagedObjectReference } from '../answers.ts'
import { vimMethods } from '../methods/index.ts'
import { readObjects } from '../property-collector.ts'
import type { Vim } from '../vim-api.ts'
import { propertyOf } from '../invocations.ts'
import type { VimCaller } from '../vim-caller.ts'
import { reference } from '../vim-values.ts'

const alarmState = Type.Object({
  key: Type.String(),
  entity: referenceSchema,
  alarm: referenceSchema,
  /** `gray`, `green`, `yellow`, `red`. */
  overallStatus: Type.String(),
  time: Type.String(),
  acknowledged: Type.Optional(Type.Boolean()),
  acknowledgedByUser: Type.Optional(Type.String()),
  acknowledgedTime: Type.Optional(Type.String())
})
const isAlarmStates = guardOf(Type.Array(alarmState))

/** With the name of its definition, which is absent when that may not be read. */
export type TriggeredAlarm = Static<typeof alarmState> & { name?: string; description?: string }

export interface AlarmCalls {
  /** Of an object and all below it; of the whole inventory when no object is named. */
  listTriggeredAlarms(given?: { object?: ManagedObjectReference }): Promise<TriggeredAlarm[]>
  /** `alarm` is the id of the definition (`alarm-12`), `entity` the object on which it is triggered. */
  acknowledgeAlarm(given: { alarm: string; entity: ManagedObjectReference }): Promise<void>
}

/** @see https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/ (AlarmManager, AlarmState) */
export function alarmCalls(vim: VimCaller): AlarmCalls {
  return {
    listTriggeredAlarms: ({ object } = {}) =>
      vim.reading(`alarms ${JSON.stringify(object)}`, within => readTriggeredAlarms(within, object)),
    acknowledgeAlarm: ({ alarm, entity }) =>
      vim.ask(
        vimMethods.acknowledgeAlarm,
        { alarm: reference('Alarm', alarm), entity: reference(entity.type, entity.value) },
        isNothing,
        alarm
      )
  }
}

async function readTriggeredAlarms(
  vim: Vim,
  object: ManagedObjectReference | undefined
): Promise<TriggeredAlarm[]> {
  const { type, value } = object ?? vim.service.rootFolder
  const property = propertyOf(vimMethods.getTriggeredAlarms, value, type)
  const states = (await vim.get(property, optional(isAlarmStates))) ?? []
  if (states.length === 0) return []
  const ids = [...new Set(states.map(({ alarm }) => alarm.value))]
  const alarms = await readObjects(vim, 'Alarm', ids, ['info'])
  const words = new Map(alarms.map(({ id, properties }) => [id, wordsOf(properties['info'])]))
  return states.map(state => ({ ...state, ...words.get(state.alarm.value) }))
}

function wordsOf(info: unknown): { name?: string; description?: string } {
  const { name, description } = isObject(info) ? info : {}
  return {
    ...(typeof name === 'string' && { name }),
    ...(typeof description === 'string' && description !== '' && { description })
  }
}
