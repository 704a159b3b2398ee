import type { VimMethod } from './method.ts'

/**
 * Triggered alarms.
 *
 * @see https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/
 */
export const alarmMethods = {
  getTriggeredAlarms: {
    does: 'list triggered alarms of {id}',
    effect: 'read',
    kind: 'get',
    member: 'ManagedEntity.triggeredAlarmState',
    privileges: ['System.View']
  },
  getAlarms: {
    does: 'read alarms',
    effect: 'read',
    kind: 'bulk',
    member: 'Alarm.info',
    privileges: ['System.View']
  },
  acknowledgeAlarm: {
    does: 'acknowledge alarm {id}',
    effect: 'write',
    kind: 'call',
    member: 'AlarmManager.AcknowledgeAlarm',
    privileges: ['Alarm.Acknowledge']
  }
} as const satisfies Record<string, VimMethod>
