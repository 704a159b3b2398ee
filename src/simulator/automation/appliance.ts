import { buildOf, versionOf } from '../releases.ts'
import { message, notFound } from './errors.ts'
import { param, type Operation } from './operation.ts'

/** The appliance itself: https://developer.broadcom.com/xapis/vsphere-automation-api/latest/appliance/ */

/** The simulated appliance came up that long before the simulator did, in seconds. */
const earlier = 40 * 86_400

export const getVersion: Operation = {
  ok: 200,
  run: ({ state: { settings } }) => {
    const version = versionOf(settings.apiRelease)
    return {
      version: `${settings.apiRelease}0`,
      product: 'VMware vCenter Server',
      build: buildOf(settings.apiRelease),
      type: 'vCenter Server with an embedded Platform Services Controller',
      summary: `vCenter ${version}`,
      releasedate: 'June 25, 2024',
      install_time: '2024-07-01T08:00:00.000Z'
    }
  }
}

/** Seconds. */
export const getUptime: Operation = {
  ok: 200,
  run: ({ state }) => earlier + Math.max(0, Math.round((state.now() - state.started) / 10) / 100)
}

export const getTime: Operation = {
  ok: 200,
  run: ({ state }) => {
    const now = new Date(state.now())
    return {
      seconds_since_epoch: now.getTime() / 1000,
      date: now.toUTCString().slice(0, 16).replace(',', ''),
      time: now.toISOString().slice(11, 19),
      timezone: 'UTC'
    }
  }
}

/** The items whose health is a colour; a big inventory does not change it. */
export const healthItems = [
  'system',
  'load',
  'mem',
  'storage',
  'swap',
  'database-storage',
  'software-packages'
] as const

export function getHealth(item: (typeof healthItems)[number]): Operation {
  return { ok: 200, run: () => (item === 'software-packages' ? 'gray' : 'green') }
}

export const getManagementHealth: Operation = { ok: 200, run: () => 'green' }

export const getDatabaseHealth: Operation = { ok: 200, run: () => ({ status: 'HEALTHY', messages: [] }) }

/** Health is looked at once a minute. */
export const getLastCheck: Operation = {
  ok: 200,
  run: ({ state }) => new Date(Math.floor(state.now() / 60_000) * 60_000).toISOString()
}

/** There is something to say where the item is not green. */
export const listHealthMessages: Operation = {
  ok: 200,
  run: call => {
    const item = param(call, 'item')
    if (!healthItems.some(known => known === item)) throw notFound('health item', item)
    if (item !== 'software-packages') return []
    const text = 'The update repository was not reachable.'
    return [
      {
        id: 'com.vmware.appliance.health.software-packages.0',
        time: new Date(call.state.started).toISOString(),
        message: message('com.vmware.appliance.health.software_packages.unknown', text)
      }
    ]
  }
}

const services = ['vpxd', 'vapi-endpoint', 'content-library', 'vsphere-ui', 'sps', 'vsan-health', 'updatemgr']

/** Keyed by the service's name. */
export const listServices: Operation = {
  ok: 200,
  maps: [''],
  run: () => Object.fromEntries(services.map(service => [service, describeService(service)]))
}

export const getService: Operation = {
  ok: 200,
  run: call => {
    const service = param(call, 'service')
    if (!services.includes(service)) throw notFound('service', service)
    return describeService(service)
  }
}

function describeService(service: string) {
  return {
    name_key: `cis.${service}.ServiceName`,
    description_key: `cis.${service}.ServiceDescription`,
    startup_type: 'AUTOMATIC',
    state: 'STARTED',
    health: 'HEALTHY',
    health_messages: []
  }
}
