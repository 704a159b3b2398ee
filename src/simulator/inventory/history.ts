import type { Role } from './cast.ts'
import { addDeltas } from './snapshot-files.ts'
import type { Snapshot, VirtualMachine } from './types.ts'

const oneDay = 24 * 60 * 60 * 1000

/** Gives a virtual machine the snapshots its role asks for. */
export function addHistory(
  vm: VirtualMachine,
  history: NonNullable<Role['history']>,
  now: number,
  nextId: () => string
): void {
  let number = 0
  const taken = (
    name: string,
    description: string,
    days: number,
    changes: Partial<Snapshot> = {}
  ): Snapshot => {
    number += 1
    return {
      id: nextId(),
      number,
      name,
      description,
      createTime: now - days * oneDay,
      // Without memory a snapshot remembers a machine that is off, whatever the machine did meanwhile.
      state: 'POWERED_OFF',
      quiesced: false,
      cpu: { ...vm.cpu },
      memory: { ...vm.memory },
      disks: vm.disks.map(({ key }) => key),
      deltaBytes: 0,
      memoryBytes: 0,
      children: [],
      ...changes
    }
  }

  switch (history) {
    case 'tree': {
      const root = taken('Before upgrade', 'Taken before the upgrade to 22.04', 412)
      const upgraded = taken('After upgrade', '', 411)
      const tuned = taken('Tuned & tested', 'New kernel settings', 35)
      const attempt = taken('Failed attempt', 'Do not use', 410)
      root.children.push(upgraded, attempt)
      upgraded.children.push(tuned)
      vm.snapshots.push(root)
      vm.currentSnapshot = tuned.id
      break
    }
    case 'quiesced': {
      const nightly = taken('nightly-backup', 'Created by the backup job', 1, { quiesced: true })
      vm.snapshots.push(nightly)
      vm.currentSnapshot = nightly.id
      break
    }
    case 'memory': {
      const running = taken('With memory', '', 12, {
        state: 'POWERED_ON',
        memoryBytes: vm.memory.sizeMib * 1024 ** 2
      })
      vm.snapshots.push(running)
      vm.currentSnapshot = running.id
      break
    }
    case 'old': {
      const first = taken('Golden state', 'Keep', 803)
      const second = taken('Golden state', 'The same name again, as vCenter allows', 620)
      first.children.push(second)
      vm.snapshots.push(first)
      vm.currentSnapshot = second.id
      break
    }
  }
  addDeltas(vm, now)
}
