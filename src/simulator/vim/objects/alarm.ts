import type { AlarmDefinition } from '../../alarms/definitions.ts'
import type { AlarmStatus } from '../../alarms/states.ts'
import type { State } from '../../state.ts'
import { countersOf, nameOf } from '../perf/counters.ts'
import { dataObject, dateTime, moRef } from '../values.ts'
import type { Properties } from './entity.ts'

/** https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/ Alarm, AlarmInfo, AlarmState */

export function alarmProperties(state: State, alarm: AlarmDefinition): Properties {
  return {
    info: () => alarmInfo(state, alarm),
    value: () => [],
    availableField: () => []
  }
}

export function alarmState({ alarm, entity, status, time, acknowledged }: AlarmStatus): unknown {
  return dataObject('AlarmState', {
    key: `${alarm.id}.${entity.id}`,
    entity: moRef(entity.kind, entity.id),
    alarm: moRef('Alarm', alarm.id),
    overallStatus: status,
    time: dateTime(time),
    acknowledged: acknowledged !== undefined,
    acknowledgedByUser: acknowledged?.user,
    acknowledgedTime: acknowledged && dateTime(acknowledged.time)
  })
}

/** Every alarm that vCenter brings along is defined on the root folder. */
function alarmInfo(state: State, alarm: AlarmDefinition): unknown {
  return dataObject('AlarmInfo', {
    name: alarm.name,
    systemName: alarm.systemName,
    description: alarm.description,
    enabled: true,
    expression: dataObject('OrAlarmExpression', { expression: [expressionOf(state, alarm)] }),
    actionFrequency: 0,
    setting: dataObject('AlarmSetting', { toleranceRange: 0, reportingFrequency: 300 }),
    key: '',
    alarm: moRef('Alarm', alarm.id),
    entity: moRef('Folder', state.inventory.rootFolder),
    lastModifiedTime: dateTime(0),
    lastModifiedUser: '',
    creationEventId: 0
  })
}

function expressionOf({ settings }: State, { type, limits, state }: AlarmDefinition): unknown {
  if (limits) {
    const counter = countersOf(settings.seed).find(candidate => nameOf(candidate) === limits.counter)
    return dataObject('MetricAlarmExpression', {
      operator: 'isAbove',
      type,
      metric: dataObject('PerfMetricId', { counterId: counter?.key ?? 0, instance: '' }),
      yellow: limits.yellow,
      yellowInterval: 300,
      red: limits.red,
      redInterval: 300
    })
  }
  return dataObject('StateAlarmExpression', {
    operator: 'isEqual',
    type,
    statePath: state?.path,
    red: state?.red
  })
}
