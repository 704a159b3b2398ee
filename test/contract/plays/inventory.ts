import type { Play } from '../requests.ts'

export const inventoryPlays: Play[] = [
  { operation: 'session get' },
  { operation: 'system hello', body: { api_releases: ['8.0.3.0', '8.0.1.0'] } },
  { operation: 'datacenter list', keep: { datacenter: [0, 'datacenter'] } },
  { operation: 'cluster list', query: { datacenters: '$datacenter' }, keep: { cluster: [0, 'cluster'] } },
  { operation: 'cluster get', path: { cluster: '$cluster' }, keep: { root: ['resource_pool'] } },
  {
    operation: 'vm list',
    query: { power_states: 'POWERED_ON', clusters: '$cluster' },
    keep: { on: [0, 'vm'], other: [1, 'vm'], third: [2, 'vm'] }
  },
  {
    operation: 'vm list',
    query: { power_states: 'POWERED_OFF', clusters: ['$cluster'] },
    keep: { off: [0, 'vm'], off2: [1, 'vm'] }
  },
  { operation: 'vm list', query: { power_states: 'SUSPENDED' }, keep: { suspended: [0, 'vm'] } },
  { operation: 'host list', query: { clusters: '$cluster' }, keep: { host: [0, 'host'] } },
  {
    operation: 'host list',
    query: { standalone: 'true', connection_states: 'CONNECTED' },
    keep: { alone: [0, 'host'] }
  },
  { operation: 'vm list', query: { power_states: ['POWERED_ON', 'SUSPENDED'], hosts: '$host' } },
  { operation: 'datacenter list', query: { names: ['nowhere'] } },
  {
    operation: 'datacenter get',
    path: { datacenter: '$datacenter' },
    keep: { folder: ['vm_folder'], hosts: ['host_folder'] }
  },
  { operation: 'datacenter get', path: { datacenter: 'datacenter-none' }, fails: 'NOT_FOUND' },
  {
    operation: 'datastore list',
    query: { types: ['VMFS', 'NFS'], datacenters: '$datacenter' },
    keep: { datastore: [0, 'datastore'] }
  },
  { operation: 'datastore get', path: { datastore: '$datastore' } },
  { operation: 'datastore default policy', path: { datastore: '$datastore' } },
  { operation: 'network list', query: { types: 'STANDARD_PORTGROUP' }, keep: { network: [0, 'network'] } },
  { operation: 'folder list', query: { type: 'VIRTUAL_MACHINE', folders: '$folder' } },
  { operation: 'resource pool list', query: { clusters: '$cluster' } },
  { operation: 'resource pool get', path: { resource_pool: '$root' } },
  { operation: 'resource pool create', body: { name: 'made', parent: '$root' }, keep: { pool: [] } },
  { operation: 'resource pool update', path: { resource_pool: '$pool' }, body: { name: 'changed' } },
  { operation: 'resource pool delete', path: { resource_pool: '$pool' } },
  { operation: 'resource pool delete', path: { resource_pool: '$root' }, fails: 'UNSUPPORTED' },
  { operation: 'host disconnect', path: { host: '$alone' } },
  { operation: 'host disconnect', path: { host: '$alone' }, fails: 'ALREADY_IN_DESIRED_STATE' },
  { operation: 'host connect', path: { host: '$alone' } },
  { operation: 'host delete', path: { host: '$host' }, fails: 'RESOURCE_IN_USE' },
  {
    operation: 'host create',
    body: {
      hostname: 'esx-made.example',
      user_name: 'root',
      password: 'x',
      folder: '$hosts',
      thumbprint_verification: 'NONE'
    },
    keep: { made: [] }
  },
  { operation: 'host delete', path: { host: '$made' } },
  { operation: 'folder list', query: { type: 'DATACENTER' }, keep: { top: [0, 'folder'] } },
  { operation: 'datacenter create', body: { name: 'made', folder: '$top' }, keep: { built: [] } },
  { operation: 'datacenter delete', path: { datacenter: '$built' }, query: { force: 'true' } },
  { operation: 'datacenter delete', path: { datacenter: '$datacenter' }, fails: 'RESOURCE_IN_USE' }
]
