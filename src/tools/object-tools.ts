/**
 * For each argument that names an object, the tool that shows it and the one that lists what there is; the narrowest
 * object first.
 */
export const objectTools = {
  snapshot: { reader: 'list_vm_snapshots', lister: 'list_vm_snapshots' },
  vm: { reader: 'get_vm_details', lister: 'list_vms' },
  host: { reader: 'get_host_details', lister: 'list_hosts' },
  datastore: { reader: 'get_datastore_details', lister: 'list_datastores' },
  cluster: { reader: 'get_resource_utilization_summary', lister: 'list_clusters' },
  datacenter: { reader: 'list_datacenters', lister: 'list_datacenters' }
} as const

export type ObjectArgument = keyof typeof objectTools
