import type { Allocation, Datacenter, Folder, Network, ResourcePool } from '../../inventory/index.ts'
import type { State } from '../../state.ts'
import { dataObject, escapeName, moRef } from '../values.ts'
import { refOf, refsOf, type Properties } from './entity.ts'

/** Folders, datacenters, resource pools and networks. */

export function folderProperties({ inventory }: State, folder: Folder): Properties {
  const childTypes = {
    DATACENTER: ['Folder', 'Datacenter'],
    DATASTORE: ['Folder', 'Datastore', 'StoragePod'],
    HOST: ['Folder', 'ComputeResource'],
    NETWORK: ['Folder', 'Network', 'DistributedVirtualSwitch'],
    VIRTUAL_MACHINE: ['Folder', 'VirtualMachine', 'VirtualApp']
  }
  return {
    childEntity: () => refsOf(inventory, folder.children),
    childType: () => childTypes[folder.type]
  }
}

export function datacenterProperties({ inventory }: State, datacenter: Datacenter): Properties {
  const within = <T extends { id: string; datacenter: string }>(map: Map<string, T>): string[] =>
    [...map.values()].filter(item => item.datacenter === datacenter.id).map(item => item.id)
  return {
    vmFolder: () => moRef('Folder', datacenter.vmFolder),
    hostFolder: () => moRef('Folder', datacenter.hostFolder),
    datastoreFolder: () => moRef('Folder', datacenter.datastoreFolder),
    networkFolder: () => moRef('Folder', datacenter.networkFolder),
    datastore: () => refsOf(inventory, within(inventory.datastores)),
    network: () => refsOf(inventory, within(inventory.networks))
  }
}

export function poolProperties({ inventory }: State, pool: ResourcePool): Properties {
  return {
    owner: () => refsOf(inventory, [pool.owner])[0],
    resourcePool: () => refsOf(inventory, pool.children),
    vm: () => inventory.vmsOf(pool.id).map(refOf),
    config: () =>
      dataObject('ResourceConfigSpec', {
        entity: refOf(pool),
        cpuAllocation: allocation(pool.cpu),
        memoryAllocation: allocation(pool.memory)
      })
  }
}

export function networkProperties({ inventory }: State, network: Network): Properties {
  const common = { network: refOf(network), name: escapeName(network.name), accessible: true }
  return {
    host: () => refsOf(inventory, network.hosts),
    vm: () => inventory.vmsOf(network.id).map(refOf),
    key: () => network.id,
    summary: () =>
      network.kind === 'OpaqueNetwork'
        ? dataObject('OpaqueNetworkSummary', {
            ...common,
            opaqueNetworkId: network.opaqueId,
            opaqueNetworkType: 'nsx.LogicalSwitch'
          })
        : dataObject('NetworkSummary', { ...common, ipPoolName: '' })
  }
}

/** `ResourceAllocationInfo` of a pool or a machine. */
export function allocation({ reservation, limit, level, shares }: Allocation): Record<string, unknown> {
  return dataObject('ResourceAllocationInfo', {
    reservation,
    expandableReservation: true,
    limit,
    shares: dataObject('SharesInfo', { shares, level: level.toLowerCase() })
  })
}
