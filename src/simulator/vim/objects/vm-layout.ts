import type { Disk, Snapshot, VirtualMachine } from '../../inventory/index.ts'
import { allSnapshots, branchesOf, deltaBytesOf, settingsBytes } from '../../inventory/snapshot-files.ts'
import type { State } from '../../state.ts'
import { dataObject, dateTime, moRef } from '../values.ts'

interface File {
  name: string
  type: 'config' | 'diskExtent' | 'snapshotData' | 'snapshotMemory'
  size: number
}

/**
 * Files with their sizes in bytes, the configuration file first; which of them make up each disk now, and which made it
 * up when each snapshot was taken, from its own file to the newest delta.
 *
 * https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/data-structures/VirtualMachineFileLayoutEx
 */
export function layoutOf(state: State, vm: VirtualMachine): unknown {
  const files: File[] = [{ name: vm.file, type: 'config', size: 3072 }]
  const keyOf = (file: File): number => files.push(file) - 1
  const all = allSnapshots(vm)
  const own = new Map(vm.disks.map(disk => [disk.key, keyOf(ownFile(disk, all))]))
  const layouts: unknown[] = []

  /** The chains of all disks where a snapshot was taken; each step adds the deltas that lead there. */
  function walk(snapshot: Snapshot, chains: ReadonlyMap<string, number[]>): void {
    const held = vm.disks.filter(({ key }) => snapshot.disks.includes(key))
    const directory = vm.file.slice(0, -'.vmx'.length)
    const name = `${directory}-Snapshot${snapshot.number}`
    const { memoryBytes } = snapshot
    layouts.push(
      dataObject('VirtualMachineFileLayoutExSnapshotLayout', {
        key: moRef('VirtualMachineSnapshot', snapshot.id),
        dataKey: keyOf({ name: `${name}.vmsn`, type: 'snapshotData', size: settingsBytes }),
        memoryKey:
          memoryBytes === 0 ? -1 : keyOf({ name: `${name}.vmem`, type: 'snapshotMemory', size: memoryBytes }),
        disk: held.map(disk => diskLayout(disk, chains.get(disk.key) ?? []))
      })
    )
    for (const child of snapshot.children) walk(child, grown(chains, snapshot, child.number))
    if (vm.currentSnapshot === snapshot.id) now = grown(chains, snapshot, 0)
  }

  function grown(chains: ReadonlyMap<string, number[]>, snapshot: Snapshot, branch: number) {
    const size = Math.floor(snapshot.deltaBytes / Math.max(1, branchesOf(vm, snapshot)))
    const deltas = vm.disks.map((disk): [string, number[]] => {
      const chain = chains.get(disk.key) ?? []
      if (!snapshot.disks.includes(disk.key)) return [disk.key, chain]
      const name = disk.file.replace(
        /\.vmdk$/,
        `-${String(snapshot.number * 100 + branch).padStart(6, '0')}.vmdk`
      )
      return [disk.key, [...chain, keyOf({ name, type: 'diskExtent', size })]]
    })
    return new Map(deltas)
  }

  const base = new Map([...own].map(([key, file]): [string, number[]] => [key, [file]]))
  let now: ReadonlyMap<string, number[]> = base
  for (const root of vm.snapshots) walk(root, base)
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
    disk: vm.disks.map(disk => diskLayout(disk, now.get(disk.key) ?? [])),
    snapshot: layouts.length === 0 ? undefined : layouts,
    timestamp: dateTime(state.now())
  })
}

function ownFile(disk: Disk, all: readonly Snapshot[]): File {
  return { name: disk.file, type: 'diskExtent', size: disk.committed - deltaBytesOf(all, disk) }
}

function diskLayout({ key }: Disk, chain: readonly number[]): unknown {
  return dataObject('VirtualMachineFileLayoutExDiskLayout', {
    key: Number(key),
    chain: chain.map(file => dataObject('VirtualMachineFileLayoutExDiskUnit', { fileKey: [file] }))
  })
}
