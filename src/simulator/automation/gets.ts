import { notFound } from './errors.ts'
import { param, type Operation } from './operation.ts'

/** The gets that exist: there is none for a host or a network, and a datastore's shows no capacity. */

export const getCluster: Operation = {
  ok: 200,
  run: call => {
    const id = param(call, 'cluster')
    const cluster = call.state.inventory.computeResources.get(id)
    if (cluster?.kind !== 'ClusterComputeResource') throw notFound('cluster', id)
    return { name: cluster.name, resource_pool: cluster.resourcePool }
  }
}

export const getDatacenter: Operation = {
  ok: 200,
  run: call => {
    const id = param(call, 'datacenter')
    const datacenter = call.state.inventory.datacenters.get(id)
    if (!datacenter) throw notFound('datacenter', id)
    return {
      name: datacenter.name,
      datastore_folder: datacenter.datastoreFolder,
      host_folder: datacenter.hostFolder,
      network_folder: datacenter.networkFolder,
      vm_folder: datacenter.vmFolder
    }
  }
}

export const getDatastore: Operation = {
  ok: 200,
  nullable: ['free_space'],
  run: call => {
    const id = param(call, 'datastore')
    const datastore = call.state.inventory.datastores.get(id)
    if (!datastore) throw notFound('datastore', id)
    return {
      name: datastore.name,
      type: datastore.type,
      accessible: datastore.accessible,
      ...(datastore.accessible ? { free_space: datastore.freeSpace } : {}),
      multiple_host_access: datastore.hosts.length > 1,
      thin_provisioning_supported: true
    }
  }
}
