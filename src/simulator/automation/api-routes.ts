import { isAtLeast } from '../releases.ts'
import type { Route } from '../router.ts'
import { getCluster, getDatacenter, getDatastore } from './gets.ts'
import {
  getGuestFilesystems,
  getGuestIdentity,
  getGuestNetworking,
  getTools,
  listGuestInterfaces
} from './guest.ts'
import { getGuestPower, rebootGuestAction, shutdownGuestAction, standbyGuestAction } from './guest-power.ts'
import {
  getCpu,
  getDisk,
  getMemory,
  getNic,
  listDisks,
  listNics,
  updateCpu,
  updateMemory
} from './hardware.ts'
import {
  listClusters,
  listDatacenters,
  listDatastores,
  listFolders,
  listHosts,
  listNetworks
} from './lists.ts'
import type { Operation } from './operation.ts'
import { getResourcePool, listResourcePools } from './pools.ts'
import { createSession, deleteSession, getSession } from './session.ts'
import { hello } from './system.ts'
import { deleteVm, getVm, listVms } from './vm.ts'
import { getPower, resetVm, startVm, stopVm, suspendVm } from './vm-power.ts'

/** An operation's place in the `/api` dialect. */
export interface ApiRoute extends Route {
  operation: Operation
  /** For operations that older releases lack. */
  servedBy?: (release: string) => boolean
}

const vm = '/vcenter/vm/{vm}'

/** Paths below `/api`; whatever is not here, or in `notSimulated`, vCenter does not have either. */
export const apiRoutes: ApiRoute[] = [
  { method: 'POST', path: '/session', operation: createSession },
  { method: 'GET', path: '/session', operation: getSession },
  { method: 'DELETE', path: '/session', operation: deleteSession },

  { method: 'GET', path: '/vcenter/vm', operation: listVms },
  { method: 'GET', path: vm, operation: getVm },
  { method: 'DELETE', path: vm, operation: deleteVm },

  { method: 'GET', path: `${vm}/power`, operation: getPower },
  { method: 'POST', path: `${vm}/power`, action: 'start', operation: startVm },
  { method: 'POST', path: `${vm}/power`, action: 'stop', operation: stopVm },
  { method: 'POST', path: `${vm}/power`, action: 'suspend', operation: suspendVm },
  { method: 'POST', path: `${vm}/power`, action: 'reset', operation: resetVm },

  { method: 'GET', path: `${vm}/guest/power`, operation: getGuestPower },
  { method: 'POST', path: `${vm}/guest/power`, action: 'shutdown', operation: shutdownGuestAction },
  { method: 'POST', path: `${vm}/guest/power`, action: 'reboot', operation: rebootGuestAction },
  { method: 'POST', path: `${vm}/guest/power`, action: 'standby', operation: standbyGuestAction },
  { method: 'GET', path: `${vm}/guest/identity`, operation: getGuestIdentity },
  { method: 'GET', path: `${vm}/guest/networking`, operation: getGuestNetworking },
  { method: 'GET', path: `${vm}/guest/networking/interfaces`, operation: listGuestInterfaces },
  { method: 'GET', path: `${vm}/guest/local-filesystem`, operation: getGuestFilesystems },
  { method: 'GET', path: `${vm}/tools`, operation: getTools },

  { method: 'GET', path: `${vm}/hardware/cpu`, operation: getCpu },
  { method: 'PATCH', path: `${vm}/hardware/cpu`, operation: updateCpu },
  { method: 'GET', path: `${vm}/hardware/memory`, operation: getMemory },
  { method: 'PATCH', path: `${vm}/hardware/memory`, operation: updateMemory },
  { method: 'GET', path: `${vm}/hardware/disk`, operation: listDisks },
  { method: 'GET', path: `${vm}/hardware/disk/{disk}`, operation: getDisk },
  { method: 'GET', path: `${vm}/hardware/ethernet`, operation: listNics },
  { method: 'GET', path: `${vm}/hardware/ethernet/{nic}`, operation: getNic },

  { method: 'GET', path: '/vcenter/host', operation: listHosts },
  { method: 'GET', path: '/vcenter/cluster', operation: listClusters },
  { method: 'GET', path: '/vcenter/cluster/{cluster}', operation: getCluster },
  { method: 'GET', path: '/vcenter/datastore', operation: listDatastores },
  { method: 'GET', path: '/vcenter/datastore/{datastore}', operation: getDatastore },
  { method: 'GET', path: '/vcenter/network', operation: listNetworks },
  { method: 'GET', path: '/vcenter/datacenter', operation: listDatacenters },
  { method: 'GET', path: '/vcenter/datacenter/{datacenter}', operation: getDatacenter },
  { method: 'GET', path: '/vcenter/folder', operation: listFolders },
  { method: 'GET', path: '/vcenter/resource-pool', operation: listResourcePools },
  { method: 'GET', path: '/vcenter/resource-pool/{resource_pool}', operation: getResourcePool },

  {
    method: 'POST',
    path: '/vcenter/system',
    action: 'hello',
    operation: hello,
    servedBy: release => isAtLeast(release, '8.0.2.0')
  }
]

/** Operations of vCenter that the simulator lacks: method, path and, where there is one, action. */
const absent: [string, string, string?][] = [
  ['POST', '/vcenter/vm'],
  ['POST', '/vcenter/vm', 'clone'],
  ['POST', '/vcenter/vm', 'instant-clone'],
  ['POST', '/vcenter/vm', 'register'],
  ['POST', vm, 'relocate'],
  ['POST', vm, 'unregister'],
  ['POST', `${vm}/console/tickets`],
  ['GET', `${vm}/guest/networking/routes`],
  ['GET', `${vm}/hardware`],
  ['PATCH', `${vm}/hardware`],
  ['POST', `${vm}/hardware`, 'upgrade'],
  ['GET', `${vm}/hardware/boot`],
  ['PATCH', `${vm}/hardware/boot`],
  ['GET', `${vm}/hardware/boot/device`],
  ['PUT', `${vm}/hardware/boot/device`],
  ['POST', `${vm}/hardware/disk`],
  ['PATCH', `${vm}/hardware/disk/{disk}`],
  ['DELETE', `${vm}/hardware/disk/{disk}`],
  ['POST', `${vm}/hardware/ethernet`],
  ['PATCH', `${vm}/hardware/ethernet/{nic}`],
  ['DELETE', `${vm}/hardware/ethernet/{nic}`],
  ['POST', `${vm}/hardware/ethernet/{nic}`, 'connect'],
  ['POST', `${vm}/hardware/ethernet/{nic}`, 'disconnect'],
  ['GET', `${vm}/hardware/cdrom`],
  ['POST', `${vm}/hardware/cdrom`],
  ['GET', `${vm}/hardware/cdrom/{cdrom}`],
  ['PATCH', `${vm}/tools`],
  ['POST', `${vm}/tools`, 'upgrade'],
  ['GET', `${vm}/storage/policy`],
  ['PATCH', `${vm}/storage/policy`],
  ['POST', '/vcenter/host'],
  ['DELETE', '/vcenter/host/{host}'],
  ['POST', '/vcenter/host/{host}', 'connect'],
  ['POST', '/vcenter/host/{host}', 'disconnect'],
  ['GET', '/vcenter/datastore/{datastore}/default-policy'],
  ['POST', '/vcenter/datacenter'],
  ['DELETE', '/vcenter/datacenter/{datacenter}'],
  ['POST', '/vcenter/resource-pool'],
  ['PATCH', '/vcenter/resource-pool/{resource_pool}'],
  ['DELETE', '/vcenter/resource-pool/{resource_pool}'],
  ['GET', '/vcenter/storage/policies'],
  ['GET', '/vcenter/services'],
  ['GET', '/vcenter/tagging/associations'],
  ['GET', '/cis/tagging/tag'],
  ['GET', '/cis/tagging/category'],
  ['GET', '/cis/tasks/{task}'],
  ['POST', '/cis/tasks', 'list'],
  ['GET', '/content/library'],
  ['GET', '/content/library/{library}'],
  ['GET', '/content/library/item'],
  ['GET', '/appliance/system/version'],
  ['GET', '/appliance/system/uptime'],
  ['GET', '/appliance/health/{item}']
]

export const notSimulated: Route[] = absent.map(([method, path, action]) =>
  action === undefined ? { method, path } : { method, path, action }
)
