import { Type } from '@sinclair/typebox'
import type { Entry } from '../operation.ts'
import { choice, filled, flag, list, shape, text, whole } from '../shape.ts'

/** https://developer.broadcom.com/xapis/vsphere-automation-api/latest/vcenter/ */
export const powerState = choice('POWERED_OFF POWERED_ON SUSPENDED')
const connectionState = choice('CONNECTED DISCONNECTED NOT_RESPONDING')
const datastoreType = choice('VMFS NFS NFS41 CIFS VSAN VFFS VVOL')
const networkType = choice('STANDARD_PORTGROUP DISTRIBUTED_PORTGROUP OPAQUE_NETWORK')
const folderType = choice('DATACENTER DATASTORE HOST NETWORK VIRTUAL_MACHINE')

const tooMany = 'UNABLE_TO_ALLOCATE_RESOURCE'

export const inventoryEntries: Entry[] = [
  {
    name: 'vm list',
    api: 'GET /api/vcenter/vm',
    filter: {
      'vms[]': filled,
      'names[]': filled,
      'folders[]': filled,
      'datacenters[]': filled,
      'hosts[]': filled,
      'clusters[]': filled,
      'resource_pools[]': filled,
      'power_states[]': powerState
    },
    result: list(
      shape({
        vm: filled,
        name: text,
        power_state: powerState,
        'cpu_count?': whole,
        'memory_size_MiB?': whole
      })
    ),
    errors: ['INVALID_ARGUMENT', tooMany]
  },
  {
    name: 'host list',
    api: 'GET /api/vcenter/host',
    filter: {
      'hosts[]': filled,
      'names[]': filled,
      'folders[]': filled,
      'datacenters[]': filled,
      standalone: flag,
      'clusters[]': filled,
      'connection_states[]': connectionState,
      'host_uuids[]@9.0': filled
    },
    result: list(
      shape({
        host: filled,
        name: text,
        connection_state: connectionState,
        'power_state?': choice('POWERED_ON POWERED_OFF STANDBY')
      })
    ),
    errors: ['INVALID_ARGUMENT', tooMany]
  },
  {
    name: 'cluster list',
    api: 'GET /api/vcenter/cluster',
    filter: { 'clusters[]': filled, 'names[]': filled, 'folders[]': filled, 'datacenters[]': filled },
    result: list(shape({ cluster: filled, name: text, ha_enabled: flag, drs_enabled: flag })),
    errors: [tooMany]
  },
  {
    name: 'cluster get',
    api: 'GET /api/vcenter/cluster/{cluster}',
    result: shape({ name: text, resource_pool: filled }),
    errors: ['NOT_FOUND']
  },
  {
    name: 'datastore list',
    api: 'GET /api/vcenter/datastore',
    filter: {
      'datastores[]': filled,
      'names[]': filled,
      'types[]': datastoreType,
      'folders[]': filled,
      'datacenters[]': filled
    },
    result: list(
      shape({ datastore: filled, name: text, type: datastoreType, 'free_space?': whole, 'capacity?': whole })
    ),
    errors: ['INVALID_ARGUMENT', tooMany]
  },
  {
    name: 'datastore get',
    api: 'GET /api/vcenter/datastore/{datastore}',
    result: shape({
      name: text,
      type: datastoreType,
      accessible: flag,
      'free_space?': whole,
      multiple_host_access: flag,
      thin_provisioning_supported: flag
    }),
    errors: ['NOT_FOUND']
  },
  {
    name: 'datastore default policy',
    api: 'GET /api/vcenter/datastore/{datastore}/default-policy',
    // Unset for a datastore without one; that this is written as null is inferred.
    result: Type.Union([filled, Type.Null()]),
    errors: ['NOT_FOUND', 500]
  },
  {
    name: 'network list',
    api: 'GET /api/vcenter/network',
    filter: {
      'networks[]': filled,
      'names[]': filled,
      'types[]': networkType,
      'folders[]': filled,
      'datacenters[]': filled
    },
    result: list(shape({ network: filled, name: text, type: networkType })),
    errors: ['INVALID_ARGUMENT', tooMany]
  },
  {
    name: 'datacenter list',
    api: 'GET /api/vcenter/datacenter',
    filter: { 'datacenters[]': filled, 'names[]': filled, 'folders[]': filled },
    result: list(shape({ datacenter: filled, name: text })),
    errors: [tooMany]
  },
  {
    name: 'datacenter get',
    api: 'GET /api/vcenter/datacenter/{datacenter}',
    result: shape({
      name: text,
      datastore_folder: filled,
      host_folder: filled,
      network_folder: filled,
      vm_folder: filled
    }),
    errors: ['NOT_FOUND', 'ERROR']
  },
  {
    name: 'datacenter create',
    api: 'POST /api/vcenter/datacenter',
    body: shape({ name: filled, 'folder?': filled }),
    result: filled,
    ok: 201,
    errors: ['ALREADY_EXISTS', 'INVALID_ARGUMENT', 'NOT_FOUND', 'ERROR']
  },
  {
    name: 'datacenter delete',
    api: 'DELETE /api/vcenter/datacenter/{datacenter}',
    query: { force: flag },
    errors: ['RESOURCE_IN_USE', 'NOT_FOUND', 'ERROR']
  },
  {
    name: 'folder list',
    api: 'GET /api/vcenter/folder',
    filter: {
      'folders[]': filled,
      'names[]': filled,
      type: folderType,
      'parent_folders[]': filled,
      'datacenters[]': filled
    },
    result: list(shape({ folder: filled, name: text, type: folderType })),
    errors: ['INVALID_ARGUMENT', tooMany]
  }
]
