import type { Play } from './requests.ts'

/** Ids of an inventory, read through the lists of the dialect that is played. */
export interface Known {
  on: string
  off: string
  suspended: string
  host: string
  cluster: string
  datastore: string
  network: string
  datacenter: string
  folder: string
  pool: string
}

/** One request per operation of the Automation API that the simulator has; a new one is a new line. */
export function playsOf(known: Known): Play[] {
  const { on, off, suspended, host, cluster, datastore, network, datacenter, folder, pool } = known
  return [
    { operation: 'session get' },
    { operation: 'system hello', body: { api_releases: ['8.0.3.0', '8.0.1.0'] } },
    { operation: 'vm list', query: { power_states: ['POWERED_ON', 'SUSPENDED'], hosts: host } },
    { operation: 'host list', query: { clusters: cluster, connection_states: 'CONNECTED' } },
    { operation: 'host list', query: { standalone: 'true' } },
    { operation: 'cluster list', query: { datacenters: datacenter } },
    { operation: 'cluster get', path: { cluster } },
    { operation: 'datastore list', query: { types: ['VMFS', 'NFS'] } },
    { operation: 'datastore get', path: { datastore } },
    { operation: 'network list', query: { networks: network } },
    { operation: 'datacenter list', query: { names: ['nowhere'] } },
    { operation: 'datacenter get', path: { datacenter } },
    { operation: 'folder list', query: { type: 'VIRTUAL_MACHINE', folders: folder } },
    { operation: 'resource pool list', query: { clusters: cluster } },
    { operation: 'resource pool get', path: { pool } },
    { operation: 'vm get', path: { vm: on } },
    { operation: 'vm get', path: { vm: off } },
    { operation: 'vm get', path: { vm: 'vm-none' }, fails: 'NOT_FOUND' },
    { operation: 'vm power get', path: { vm: off } },
    { operation: 'vm power get', path: { vm: suspended } },
    { operation: 'guest power get', path: { vm: on } },
    { operation: 'guest identity', path: { vm: on } },
    { operation: 'guest networking', path: { vm: on } },
    { operation: 'guest interfaces', path: { vm: on } },
    { operation: 'guest filesystems', path: { vm: on } },
    { operation: 'tools get', path: { vm: on } },
    { operation: 'guest identity', path: { vm: off }, fails: 'SERVICE_UNAVAILABLE' },
    { operation: 'hardware get', path: { vm: on } },
    { operation: 'cpu get', path: { vm: on } },
    { operation: 'memory get', path: { vm: on } },
    { operation: 'cpu update', path: { vm: off }, body: { count: 2 } },
    { operation: 'memory update', path: { vm: off }, body: { size_MiB: 4096 } },
    { operation: 'vm power start', path: { vm: on }, fails: 'ALREADY_IN_DESIRED_STATE' },
    { operation: 'vm power reset', path: { vm: off }, fails: 'NOT_ALLOWED_IN_CURRENT_STATE' },
    { operation: 'vm delete', path: { vm: on }, fails: 'NOT_ALLOWED_IN_CURRENT_STATE' },
    { operation: 'guest power reboot', path: { vm: on } },
    { operation: 'vm power reset', path: { vm: on } },
    { operation: 'vm power suspend', path: { vm: on } },
    { operation: 'vm power start', path: { vm: off } },
    { operation: 'vm power stop', path: { vm: off } },
    { operation: 'vm delete', path: { vm: off } },
    { operation: 'appliance version' },
    { operation: 'appliance health system' }
  ]
}
