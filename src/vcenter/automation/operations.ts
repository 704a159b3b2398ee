import type { Method } from '../transport/http.ts'

/**
 * How one dialect of the Automation API spells an operation. `/api` names actions in the query (`?action=start`);
 * the older `/rest` would be a second column, with its own paths.
 */
interface Spelling {
  method: Method
  path: string
  action?: string
}

export interface Operation {
  /** Words for errors, followed by the object: `get VM` 'vm-42'. */
  what: string
  effect: 'read' | 'write'
  api: Spelling
  /** Filters, repeatable: `?names=a&names=b`. */
  query?: readonly string[]
}

/**
 * The operations of the vSphere Automation API that the service uses.
 *
 * @see https://developer.broadcom.com/xapis/vsphere-automation-api/latest/
 */
export const operations = {
  listVms: {
    what: 'list VMs',
    effect: 'read',
    api: { method: 'GET', path: '/api/vcenter/vm' },
    query: ['vms', 'names', 'folders', 'datacenters', 'hosts', 'clusters', 'resource_pools', 'power_states']
  },
  listHosts: {
    what: 'list hosts',
    effect: 'read',
    api: { method: 'GET', path: '/api/vcenter/host' },
    query: ['hosts', 'names', 'folders', 'datacenters', 'clusters', 'connection_states']
  },
  listClusters: {
    what: 'list clusters',
    effect: 'read',
    api: { method: 'GET', path: '/api/vcenter/cluster' },
    query: ['clusters', 'names', 'folders', 'datacenters']
  },
  listDatastores: {
    what: 'list datastores',
    effect: 'read',
    api: { method: 'GET', path: '/api/vcenter/datastore' },
    query: ['datastores', 'names', 'types', 'folders', 'datacenters']
  },
  listNetworks: {
    what: 'list networks',
    effect: 'read',
    api: { method: 'GET', path: '/api/vcenter/network' },
    query: ['networks', 'names', 'types', 'folders', 'datacenters']
  },
  listDatacenters: {
    what: 'list datacenters',
    effect: 'read',
    api: { method: 'GET', path: '/api/vcenter/datacenter' },
    query: ['datacenters', 'names', 'folders']
  },
  getVm: { what: 'get VM', effect: 'read', api: { method: 'GET', path: '/api/vcenter/vm/{id}' } },
  getGuestIdentity: {
    what: 'get guest identity of VM',
    effect: 'read',
    api: { method: 'GET', path: '/api/vcenter/vm/{id}/guest/identity' }
  },
  getPower: {
    what: 'get power state of VM',
    effect: 'read',
    api: { method: 'GET', path: '/api/vcenter/vm/{id}/power' }
  },
  start: { what: 'power on VM', effect: 'write', api: powerAction('power', 'start') },
  stop: { what: 'power off VM', effect: 'write', api: powerAction('power', 'stop') },
  reset: { what: 'reset VM', effect: 'write', api: powerAction('power', 'reset') },
  suspend: { what: 'suspend VM', effect: 'write', api: powerAction('power', 'suspend') },
  shutdown: { what: 'shut down guest of VM', effect: 'write', api: powerAction('guest/power', 'shutdown') },
  reboot: { what: 'reboot guest of VM', effect: 'write', api: powerAction('guest/power', 'reboot') },
  updateCpu: {
    what: 'update CPU of VM',
    effect: 'write',
    api: { method: 'PATCH', path: '/api/vcenter/vm/{id}/hardware/cpu' }
  },
  updateMemory: {
    what: 'update memory of VM',
    effect: 'write',
    api: { method: 'PATCH', path: '/api/vcenter/vm/{id}/hardware/memory' }
  },
  deleteVm: { what: 'delete VM', effect: 'write', api: { method: 'DELETE', path: '/api/vcenter/vm/{id}' } }
} as const satisfies Record<string, Operation>

function powerAction(resource: string, action: string): Spelling {
  return { method: 'POST', path: `/api/vcenter/vm/{id}/${resource}`, action }
}

/**
 * An id as one segment of a path. `.` and `..` are refused: servers resolve them even when they are encoded, and
 * `DELETE /vm/..` would be another resource.
 */
export function pathSegment(id: string): string {
  if (id === '' || id === '.' || id === '..') throw new TypeError(`'${id}' is not an id of vCenter`)
  return encodeText(id)
}

/** Half of a surrogate pair has no bytes in UTF-8; it becomes U+FFFD, which no name of vCenter holds. */
export function encodeText(text: string): string {
  return encodeURIComponent(text.toWellFormed())
}
