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
import { getResourcePool, listResourcePools } from './pools.ts'
import { createSession, deleteSession, getSession } from './session.ts'
import { apiOnly, both, segment, type RouteRow } from './spelling.ts'
import { hello } from './system.ts'
import { deleteVm, getVm, listVms } from './vm.ts'
import { getPower, resetVm, startVm, stopVm, suspendVm } from './vm-power.ts'

/**
 * Every operation the simulator has, with its place in both dialects. Whatever is not here, or in absent.ts,
 * vCenter does not have either.
 * https://developer.broadcom.com/xapis/vsphere-automation-api/latest/
 */
export const routes: readonly RouteRow[] = [
  { operation: createSession, api: 'POST /session', rest: 'POST /com/vmware/cis/session' },
  { operation: getSession, api: 'GET /session', rest: 'POST /com/vmware/cis/session?~action=get' },
  { operation: deleteSession, api: 'DELETE /session', rest: 'DELETE /com/vmware/cis/session' },

  both('GET /vcenter/vm', listVms),
  both('GET /vcenter/vm/{vm}', getVm),
  both('DELETE /vcenter/vm/{vm}', deleteVm),

  both('GET /vcenter/vm/{vm}/power', getPower),
  segment('POST /vcenter/vm/{vm}/power?action=start', startVm),
  segment('POST /vcenter/vm/{vm}/power?action=stop', stopVm),
  segment('POST /vcenter/vm/{vm}/power?action=suspend', suspendVm),
  segment('POST /vcenter/vm/{vm}/power?action=reset', resetVm),

  both('GET /vcenter/vm/{vm}/guest/power', getGuestPower),
  both('POST /vcenter/vm/{vm}/guest/power?action=shutdown', shutdownGuestAction),
  both('POST /vcenter/vm/{vm}/guest/power?action=reboot', rebootGuestAction),
  both('POST /vcenter/vm/{vm}/guest/power?action=standby', standbyGuestAction),
  both('GET /vcenter/vm/{vm}/guest/identity', getGuestIdentity),
  both('GET /vcenter/vm/{vm}/guest/networking', getGuestNetworking),
  both('GET /vcenter/vm/{vm}/guest/networking/interfaces', listGuestInterfaces),
  both('GET /vcenter/vm/{vm}/guest/local-filesystem', getGuestFilesystems),
  both('GET /vcenter/vm/{vm}/tools', getTools),

  both('GET /vcenter/vm/{vm}/hardware/cpu', getCpu),
  both('PATCH /vcenter/vm/{vm}/hardware/cpu', updateCpu),
  both('GET /vcenter/vm/{vm}/hardware/memory', getMemory),
  both('PATCH /vcenter/vm/{vm}/hardware/memory', updateMemory),
  both('GET /vcenter/vm/{vm}/hardware/disk', listDisks),
  both('GET /vcenter/vm/{vm}/hardware/disk/{disk}', getDisk),
  both('GET /vcenter/vm/{vm}/hardware/ethernet', listNics),
  both('GET /vcenter/vm/{vm}/hardware/ethernet/{nic}', getNic),

  both('GET /vcenter/host', listHosts),
  both('GET /vcenter/cluster', listClusters),
  both('GET /vcenter/cluster/{cluster}', getCluster),
  both('GET /vcenter/datastore', listDatastores),
  both('GET /vcenter/datastore/{datastore}', getDatastore),
  both('GET /vcenter/network', listNetworks),
  both('GET /vcenter/datacenter', listDatacenters),
  both('GET /vcenter/datacenter/{datacenter}', getDatacenter),
  both('GET /vcenter/folder', listFolders),
  both('GET /vcenter/resource-pool', listResourcePools),
  both('GET /vcenter/resource-pool/{resource_pool}', getResourcePool),

  apiOnly('POST /vcenter/system?action=hello', hello)
]
