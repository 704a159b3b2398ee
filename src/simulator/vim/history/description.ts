import { typesOfTaskEvents } from '../../events/of-tasks.ts'
import { dataObject } from '../values.ts'

const otherTypes: Record<string, 'info' | 'warning' | 'error'> = {
  TaskEvent: 'info',
  UserLoginSessionEvent: 'info',
  UserLogoutSessionEvent: 'info',
  BadUsernameSessionEvent: 'error',
  AlarmStatusChangedEvent: 'info',
  EnteringMaintenanceModeEvent: 'info',
  DrsVmMigratedEvent: 'info',
  VmGuestShutdownEvent: 'info',
  VmGuestRebootEvent: 'info',
  VmGuestStandbyEvent: 'info'
}

/**
 * The `EventDescription` of the types that this log can hold. The formats are empty: the texts of events come
 * with them.
 * https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/data-structures/EventDescription/
 */
export function eventDescription(): unknown {
  const categories = ['info', 'warning', 'error', 'user']
  const types = new Map([...Object.entries(otherTypes), ...typesOfTaskEvents()])
  return dataObject('EventDescription', {
    category: categories.map(key => dataObject('ElementDescription', { label: key, summary: key, key })),
    eventInfo: [...types].map(([key, category]) =>
      dataObject('EventDescriptionEventDetail', {
        key,
        category,
        formatOnDatacenter: '',
        formatOnComputeResource: '',
        formatOnHost: '',
        formatOnVm: '',
        fullFormat: ''
      })
    )
  })
}
