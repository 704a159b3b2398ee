import type { Inventory, VirtualMachine } from '../../inventory/index.ts'
import { allSnapshots, homeBytesOf } from '../../inventory/snapshot-files.ts'
import type { State } from '../../state.ts'
import { dataObject, dateTime, escapeName, moRef } from '../values.ts'

/** `guest.net`: one entry per adapter that the guest has set up. */
export function netOf(inventory: Inventory, vm: VirtualMachine): unknown[] {
  return vm.nics
    .filter(nic => nic.address !== undefined)
    .map(nic =>
      dataObject('GuestNicInfo', {
        network: escapeName(inventory.networks.get(nic.network)?.name ?? ''),
        ipAddress: [nic.address],
        macAddress: nic.mac,
        connected: nic.connected,
        deviceConfigId: Number(nic.key),
        ipConfig: dataObject('NetIpConfigInfo', {
          ipAddress: [
            dataObject('NetIpConfigInfoIpAddress', {
              ipAddress: nic.address,
              prefixLength: 16,
              state: 'preferred'
            })
          ]
        })
      })
    )
}

/** Bytes by datastore. */
export function storageOf(state: State, vm: VirtualMachine): unknown {
  const home = homeBytesOf(allSnapshots(vm))
  const usage = new Map([[vm.datastore, { committed: home, uncommitted: 0 }]])
  for (const { datastore, committed, capacity } of vm.disks) {
    const sum = usage.get(datastore) ?? { committed: 0, uncommitted: 0 }
    sum.committed += committed
    sum.uncommitted += Math.max(0, capacity - committed)
    usage.set(datastore, sum)
  }
  return dataObject('VirtualMachineStorageInfo', {
    perDatastoreUsage: [...usage].map(([id, { committed, uncommitted }]) =>
      dataObject('VirtualMachineUsageOnDatastore', {
        datastore: moRef('Datastore', id),
        committed,
        uncommitted,
        unshared: committed
      })
    ),
    timestamp: dateTime(state.now())
  })
}
