import { capped, many, passes } from './filters.ts'
import type { Call, Operation } from './operation.ts'

/**
 * Lists of hosts, clusters, datastores, networks, datacenters and folders.
 * https://developer.broadcom.com/xapis/vsphere-automation-api/latest/vcenter/
 *
 * That the `folders` and `parent_folders` filters look at the direct parent only is inferred.
 */

export const listHosts: Operation = {
  ok: 200,
  nullable: ['power_state'],
  filter: [
    many('hosts'),
    many('names'),
    many('folders'),
    many('datacenters'),
    many('clusters'),
    { name: 'standalone', boolean: true },
    many('connection_states', ['CONNECTED', 'DISCONNECTED', 'NOT_RESPONDING']),
    { name: 'host_uuids', many: true, since: '9.0.0.0' }
  ],
  run: call => {
    const { inventory, settings } = call.state
    const standalone = call.query.get('standalone')?.[0]
    const matching = [...inventory.hosts.values()].filter(host => {
      const compute = inventory.computeResources.get(host.parent)
      const alone = compute?.kind === 'ComputeResource'
      return (
        passes(call, 'hosts', host.id) &&
        passes(call, 'names', host.name) &&
        passes(call, 'folders', compute?.parent) &&
        passes(call, 'datacenters', host.datacenter) &&
        passes(call, 'clusters', alone ? undefined : host.parent) &&
        passes(call, 'connection_states', host.connectionState) &&
        passes(call, 'host_uuids', host.uuid) &&
        (standalone === undefined || alone === (standalone === 'true'))
      )
    })
    return capped(matching, settings.caps.hosts, 'hosts').map(host => ({
      host: host.id,
      name: host.name,
      connection_state: host.connectionState,
      // "only relevant when the connection state is CONNECTED"
      ...(host.connectionState === 'CONNECTED' ? { power_state: 'POWERED_ON' } : {})
    }))
  }
}

export const listClusters: Operation = {
  ok: 200,
  filter: [many('clusters'), many('names'), many('folders'), many('datacenters')],
  run: call => {
    const { inventory, settings } = call.state
    const matching = [...inventory.computeResources.values()].filter(
      cluster => cluster.kind === 'ClusterComputeResource' && inPlace(call, 'clusters', cluster)
    )
    return capped(matching, settings.caps.clusters, 'clusters').map(cluster => ({
      cluster: cluster.id,
      name: cluster.name,
      ha_enabled: cluster.haEnabled,
      drs_enabled: cluster.drsEnabled
    }))
  }
}

export const listDatastores: Operation = {
  ok: 200,
  nullable: ['free_space', 'capacity'],
  filter: [
    many('datastores'),
    many('names'),
    many('types', ['VMFS', 'NFS', 'NFS41', 'CIFS', 'VSAN', 'VFFS', 'VVOL']),
    many('folders'),
    many('datacenters')
  ],
  run: call => {
    const { inventory, settings } = call.state
    const matching = [...inventory.datastores.values()].filter(
      datastore => inPlace(call, 'datastores', datastore) && passes(call, 'types', datastore.type)
    )
    return capped(matching, settings.caps.datastores, 'datastores').map(datastore => ({
      datastore: datastore.id,
      name: datastore.name,
      type: datastore.type,
      ...(datastore.accessible ? { free_space: datastore.freeSpace, capacity: datastore.capacity } : {})
    }))
  }
}

export const listNetworks: Operation = {
  ok: 200,
  filter: [
    many('networks'),
    many('names'),
    many('types', ['STANDARD_PORTGROUP', 'DISTRIBUTED_PORTGROUP', 'OPAQUE_NETWORK']),
    many('folders'),
    many('datacenters')
  ],
  run: call => {
    const { inventory, settings } = call.state
    const matching = [...inventory.networks.values()].filter(
      network => inPlace(call, 'networks', network) && passes(call, 'types', network.type)
    )
    return capped(matching, settings.caps.networks, 'networks').map(network => ({
      network: network.id,
      name: network.name,
      type: network.type
    }))
  }
}

export const listDatacenters: Operation = {
  ok: 200,
  filter: [many('datacenters'), many('names'), many('folders')],
  run: call => {
    const { inventory, settings } = call.state
    const matching = [...inventory.datacenters.values()].filter(datacenter =>
      inPlace(call, 'datacenters', { ...datacenter, datacenter: datacenter.id })
    )
    return capped(matching, settings.caps.datacenters, 'datacenters').map(datacenter => ({
      datacenter: datacenter.id,
      name: datacenter.name
    }))
  }
}

export const listFolders: Operation = {
  ok: 200,
  filter: [
    many('folders'),
    many('names'),
    // The only filter of its kind in the singular, and with one value.
    { name: 'type', values: ['DATACENTER', 'DATASTORE', 'HOST', 'NETWORK', 'VIRTUAL_MACHINE'] },
    many('parent_folders'),
    many('datacenters')
  ],
  run: call => {
    const { inventory, settings } = call.state
    const matching = [...inventory.folders.values()].filter(
      folder =>
        passes(call, 'folders', folder.id) &&
        passes(call, 'names', folder.name) &&
        passes(call, 'type', folder.type) &&
        passes(call, 'parent_folders', folder.parent) &&
        passes(call, 'datacenters', folder.datacenter)
    )
    return capped(matching, settings.caps.folders, 'folders').map(folder => ({
      folder: folder.id,
      name: folder.name,
      type: folder.type
    }))
  }
}

function inPlace(
  call: Call,
  ids: string,
  item: { id: string; name: string; parent: string; datacenter: string }
): boolean {
  return (
    passes(call, ids, item.id) &&
    passes(call, 'names', item.name) &&
    passes(call, 'folders', item.parent) &&
    passes(call, 'datacenters', item.datacenter)
  )
}
