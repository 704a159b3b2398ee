import type { Datastore } from '../../inventory/index.ts'
import type { State } from '../../state.ts'
import { dataObject, escapeName, moRef } from '../values.ts'
import { refOf, type Properties } from './entity.ts'

const typeNames = { VMFS: 'VMFS', NFS: 'NFS', NFS41: 'NFS41', VSAN: 'vsan' }

/** Sizes in bytes; capacity and free space mean something only while the datastore is accessible. */
export function datastoreProperties({ inventory }: State, datastore: Datastore): Properties {
  return {
    summary: () =>
      dataObject('DatastoreSummary', {
        datastore: refOf(datastore),
        name: escapeName(datastore.name),
        url: datastore.url,
        capacity: datastore.capacity,
        freeSpace: datastore.freeSpace,
        uncommitted: uncommitted(inventory.vmsOf(datastore.id), datastore.id),
        accessible: datastore.accessible,
        multipleHostAccess: datastore.hosts.length > 1,
        type: typeNames[datastore.type],
        maintenanceMode: 'normal'
      }),
    host: () =>
      datastore.hosts.map(host =>
        dataObject('DatastoreHostMount', {
          key: moRef('HostSystem', host),
          mountInfo: dataObject('HostMountInfo', {
            path: datastore.url.slice('ds://'.length),
            accessMode: 'readWrite',
            mounted: datastore.accessible,
            accessible: datastore.accessible
          })
        })
      ),
    vm: () => inventory.vmsOf(datastore.id).map(refOf)
  }
}

function uncommitted(vms: ReturnType<State['inventory']['vmsOf']>, datastore: string): number {
  let total = 0
  for (const vm of vms) {
    for (const disk of vm.disks)
      if (disk.datastore === datastore) total += Math.max(0, disk.capacity - disk.committed)
  }
  return total
}
