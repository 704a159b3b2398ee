import type { Inventory, VirtualMachine } from '../../inventory/index.ts'
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
  const usage = new Map<string, { committed: number; uncommitted: number }>()
  for (const { datastore, committed, capacity } of vm.disks) {
    const sum = usage.get(datastore) ?? { committed: 0, uncommitted: 0 }
    sum.committed += committed
    sum.uncommitted += capacity - committed
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

/** Files with their sizes in bytes; the configuration file first. */
export function layoutOf(state: State, vm: VirtualMachine): unknown {
  const files = [
    { name: vm.file, type: 'config', size: 3072 },
    ...vm.disks.map(disk => ({ name: disk.file, type: 'diskExtent', size: disk.committed }))
  ]
  return dataObject('VirtualMachineFileLayoutEx', {
    file: files.map(({ name, type, size }, key) =>
      dataObject('VirtualMachineFileLayoutExFileInfo', {
        key,
        name,
        type,
        size,
        uniqueSize: size,
        accessible: true
      })
    ),
    disk: vm.disks.map((disk, index) =>
      dataObject('VirtualMachineFileLayoutExDiskLayout', {
        key: Number(disk.key),
        chain: [dataObject('VirtualMachineFileLayoutExDiskUnit', { fileKey: [index + 1] })]
      })
    ),
    timestamp: dateTime(state.now())
  })
}
