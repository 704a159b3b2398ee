import type { Entry } from '../operation.ts'
import { choice, flag, shape } from '../shape.ts'
import { powerState } from './inventory.ts'

/** Power of a VM and of its guest: https://developer.broadcom.com/xapis/vsphere-automation-api/latest/vcenter/vm/power/ */
const busy = ['NOT_FOUND', 'ERROR', 'RESOURCE_BUSY']

/** `/rest` writes the action as a path segment. */
function power(action: string, errors: string[]): Entry {
  return {
    name: `vm power ${action}`,
    api: `POST /api/vcenter/vm/{vm}/power?action=${action}`,
    rest: `POST /rest/vcenter/vm/{vm}/power/${action}`,
    errors: [...busy, ...errors]
  }
}

/** Here `/rest` keeps `?action=`. */
function guestPower(action: string, errors: string[]): Entry {
  return {
    name: `guest power ${action}`,
    api: `POST /api/vcenter/vm/{vm}/guest/power?action=${action}`,
    errors: [...busy, 'NOT_ALLOWED_IN_CURRENT_STATE', 'UNSUPPORTED', ...errors]
  }
}

export const powerEntries: Entry[] = [
  {
    name: 'vm power get',
    api: 'GET /api/vcenter/vm/{vm}/power',
    result: shape({ state: powerState, 'clean_power_off?': flag }),
    errors: ['NOT_FOUND', 'ERROR', 'RESOURCE_INACCESSIBLE']
  },
  power('start', [
    'ALREADY_IN_DESIRED_STATE',
    'UNSUPPORTED',
    'RESOURCE_IN_USE',
    'UNABLE_TO_ALLOCATE_RESOURCE',
    'RESOURCE_INACCESSIBLE'
  ]),
  power('stop', ['ALREADY_IN_DESIRED_STATE']),
  power('suspend', ['ALREADY_IN_DESIRED_STATE', 'NOT_ALLOWED_IN_CURRENT_STATE']),
  power('reset', ['NOT_ALLOWED_IN_CURRENT_STATE']),
  {
    name: 'guest power get',
    api: 'GET /api/vcenter/vm/{vm}/guest/power',
    result: shape({
      state: choice('RUNNING SHUTTING_DOWN RESETTING STANDBY NOT_RUNNING UNAVAILABLE'),
      operations_ready: flag
    }),
    errors: ['NOT_FOUND', 500]
  },
  guestPower('shutdown', ['ALREADY_IN_DESIRED_STATE']),
  guestPower('reboot', []),
  guestPower('standby', ['ALREADY_IN_DESIRED_STATE'])
]
