import type { Entry } from '../operation.ts'
import { choice, filled, flag, list, mapOf, message, moment, optional, real, shape, text } from '../shape.ts'

/**
 * Storage policies, the appliance and vCenter's services.
 *
 * https://developer.broadcom.com/xapis/vsphere-automation-api/latest/appliance/
 */
const healthLevel = choice('orange gray green red yellow')
const healthItems = ['system', 'load', 'mem', 'storage', 'swap', 'database-storage', 'software-packages']

const policyChoice = shape({ type: choice('USE_SPECIFIED_POLICY USE_DEFAULT_POLICY'), 'policy?': filled })

const service = shape({
  name_key: text,
  description_key: text,
  startup_type: choice('MANUAL AUTOMATIC DISABLED'),
  state: choice('STARTING STOPPING STARTED STOPPED'),
  'health?': choice('DEGRADED HEALTHY HEALTHY_WITH_WARNINGS'),
  'health_messages?': list(message)
})

function health(item: string): Entry {
  return {
    name: `appliance health ${item}`,
    api: `GET /api/appliance/health/${item}`,
    result: healthLevel,
    errors: [500]
  }
}

export const platformEntries: Entry[] = [
  {
    name: 'storage policy list',
    api: 'GET /api/vcenter/storage/policies',
    filter: { 'policies[]': filled },
    result: list(shape({ policy: filled, name: text, description: text })),
    errors: [400, 500]
  },
  {
    name: 'storage policy compatible datastores',
    api: 'POST /api/vcenter/storage/policies/{policy}?action=check-compatibility',
    body: shape({ datastores: list(filled) }),
    wrap: false,
    result: shape({ compatible_datastores: list(shape({ datastore: filled })) }),
    errors: ['NOT_FOUND', 500]
  },
  {
    name: 'storage policy vms',
    api: 'GET /api/vcenter/storage/policies/{policy}/vm',
    result: mapOf(shape({ vm_home: flag, disks: list(filled) })),
    errors: ['NOT_FOUND', 500]
  },
  {
    name: 'vm storage policy get',
    api: 'GET /api/vcenter/vm/{vm}/storage/policy',
    result: shape({ 'vm_home?': filled, disks: mapOf(filled) }),
    errors: ['NOT_FOUND', 500]
  },
  {
    name: 'vm storage policy update',
    api: 'PATCH /api/vcenter/vm/{vm}/storage/policy',
    body: optional({ vm_home: policyChoice, disks: mapOf(policyChoice) }),
    errors: [400, 'NOT_FOUND', 500]
  },
  {
    name: 'appliance version',
    api: 'GET /api/appliance/system/version',
    result: shape({
      version: text,
      product: text,
      build: text,
      type: text,
      summary: text,
      releasedate: text,
      install_time: text
    }),
    errors: [500]
  },
  { name: 'appliance uptime', api: 'GET /api/appliance/system/uptime', result: real, errors: [500] },
  {
    name: 'appliance time',
    api: 'GET /api/appliance/system/time',
    result: shape({ seconds_since_epoch: real, date: text, time: text, timezone: text }),
    errors: [500]
  },
  ...healthItems.map(health),
  {
    name: 'appliance health applmgmt',
    api: 'GET /api/appliance/health/applmgmt',
    result: text,
    errors: [500]
  },
  {
    name: 'appliance health database',
    api: 'GET /api/appliance/health/database',
    result: shape({
      status: choice('UNHEALTHY DEGRADED HEALTHY'),
      messages: list(shape({ severity: choice('ERROR WARNING'), message }))
    }),
    errors: [500]
  },
  {
    name: 'appliance health last check',
    api: 'GET /api/appliance/health/system/lastcheck',
    result: moment,
    errors: [500]
  },
  {
    name: 'appliance health messages',
    api: 'GET /api/appliance/health/{item}/messages',
    result: list(shape({ id: text, 'time?': moment, message, 'resolution?': message })),
    errors: ['NOT_FOUND', 500]
  },
  { name: 'service list', api: 'GET /api/vcenter/services', result: mapOf(service), errors: [500] },
  {
    name: 'service get',
    api: 'GET /api/vcenter/services/{service}',
    result: service,
    errors: ['NOT_FOUND', 500]
  }
]
