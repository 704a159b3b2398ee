import { optionalRef, refParameter, referred, sessionOf, type Method } from '../call.ts'
import { invalidArgument, objectNotFound } from '../faults.ts'
import { alarmState } from '../objects/alarm.ts'
import { moRef } from '../values.ts'

/** https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/ AlarmManager */

/** Alarms are defined on the root folder: for any other object there is none. */
const getAlarm: Method = {
  parameters: ['entity'],
  run: call => {
    const { alarms, inventory } = call.state
    const reference = optionalRef(call.parameters['entity'], 'entity')
    const entity = reference && referred(call, call.parameters['entity'], 'entity')
    if (entity && entity.id !== inventory.rootFolder) return { value: [] }
    return { value: alarms.definitions.map(alarm => moRef('Alarm', alarm.id)) }
  }
}

const getAlarmState: Method = {
  parameters: ['entity!'],
  run: call => ({
    value: call.state.alarms.of(referred(call, call.parameters['entity'], 'entity')).map(alarmState)
  })
}

/** That an alarm which is not triggered on the object is InvalidArgument is inferred. */
const acknowledgeAlarm: Method = {
  parameters: ['alarm!', 'entity!'],
  privilege: 'Alarm.Acknowledge',
  run: call => {
    const { alarms } = call.state
    const alarm = refParameter(call.parameters['alarm'], 'alarm')
    if (!alarms.definitions.some(definition => definition.id === alarm.value)) {
      throw objectNotFound('Alarm', alarm.value)
    }
    const entity = referred(call, call.parameters['entity'], 'entity')
    if (!alarms.acknowledge(alarm.value, entity, sessionOf(call).user)) throw invalidArgument('alarm')
    return {}
  }
}

export const alarmManagerMethods: Record<string, Method> = {
  GetAlarm: getAlarm,
  GetAlarmState: getAlarmState,
  AcknowledgeAlarm: acknowledgeAlarm
}
