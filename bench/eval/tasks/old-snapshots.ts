import { names, namesNone, nothingChanged, saysAmount, saysNumber } from '../checks.ts'
import { defineTask } from '../define-task.ts'
import { snapshotsOf, vmsIn, namesOf } from '../facts.ts'
import { addSnapshot, bytesOf, oldSnapshotsOf } from '../staging.ts'

const olderThanWeek = defineTask({
  name: 'snapshots-older-than-a-week',
  prompt: 'Which VMs have snapshots older than a week, and how many GiB do those snapshots take in total?',
  role: 'viewer',
  async solve(call) {
    const { items, total_bytes } = await call('list_snapshots', { older_than_days: 7 })
    const vms = [...new Set(items.map(({ vm_name }) => vm_name))]
    return `${vms.join(', ')}; in total ${(total_bytes / 2 ** 30).toFixed(1)} GiB`
  },
  check(seen, answer) {
    const withSnapshots = vmsIn(seen.before, vm => vm.snapshots.length > 0)
    const old = withSnapshots.filter(vm => oldSnapshotsOf(vm, 7, seen.now).length > 0)
    const bytes = old
      .flatMap(vm => oldSnapshotsOf(vm, 7, seen.now))
      .reduce((sum, each) => sum + bytesOf(each), 0)
    return [
      ...names(answer, namesOf(old)),
      ...namesNone(
        answer,
        withSnapshots.filter(vm => !old.includes(vm)).map(({ name }) => name)
      ),
      ...saysAmount(answer, 'what they take', bytes),
      ...nothingChanged(seen)
    ]
  }
})

const largestSnapshot = defineTask({
  name: 'largest-snapshot',
  prompt:
    'Which single snapshot takes the most space? Its name, its VM and its size in GiB, nothing about the others.',
  role: 'viewer',
  prepare({ inventory, now }) {
    addSnapshot(inventory, 'mail-06', { name: 'before the move', days: 48, gib: 71 }, now)
  },
  async solve(call) {
    const { items } = await call('list_snapshots', { order_by: 'largest', limit: 1 })
    return items
      .map(each => `${each.name} of ${each.vm_name}: ${(each.size_bytes / 2 ** 30).toFixed(1)} GiB`)
      .join('')
  },
  check(seen, answer) {
    const all = vmsIn(seen.before).flatMap(vm =>
      snapshotsOf(vm).map(snapshot => ({ vm, bytes: bytesOf(snapshot), snapshot }))
    )
    const [largest, ...others] = all.toSorted((one, other) => other.bytes - one.bytes)
    return [
      ...names(answer, [largest?.vm.name ?? '', largest?.snapshot.name ?? '']),
      ...namesNone(
        answer,
        others.map(({ vm }) => vm.name).filter(name => name !== largest?.vm.name)
      ),
      ...saysAmount(answer, 'its size', largest?.bytes ?? 0),
      ...nothingChanged(seen)
    ]
  }
})

const mostSnapshots = defineTask({
  name: 'most-snapshots',
  prompt: 'Which VM has the most snapshots, and how many are there? Name only that one.',
  role: 'viewer',
  async solve(call) {
    const { items } = await call('list_snapshots', {})
    const byVm = [...Map.groupBy(items, ({ vm_name }) => vm_name)]
    const [most] = byVm.toSorted(([, one], [, other]) => other.length - one.length)
    return most ? `${most[0]} has ${most[1].length}` : 'No VM has any.'
  },
  check(seen, answer) {
    const [most, ...others] = vmsIn(seen.before, vm => vm.snapshots.length > 0).toSorted(
      (one, other) => snapshotsOf(other).length - snapshotsOf(one).length
    )
    return [
      ...names(answer, [most?.name ?? '']),
      ...namesNone(answer, namesOf(others)),
      ...saysNumber(answer, 'how many there are', most ? snapshotsOf(most).length : 0),
      ...nothingChanged(seen)
    ]
  }
})

export const oldSnapshotTasks = [olderThanWeek, largestSnapshot, mostSnapshots]
