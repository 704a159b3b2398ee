import { changedOnly, names, nothingChanged, saysAmount, saysAmountOfEach } from '../checks.ts'
import { type Call, defineTask } from '../define-task.ts'
import type { Reply } from '../replies.ts'
import { snapshotsOf, vmNamed, vmsIn } from '../facts.ts'
import type { Seen } from '../seen.ts'
import { addSnapshot, leaveFree } from '../staging.ts'

const datastore = 'shared-nfs-01'

const freeSpace = defineTask({
  name: 'free-200-gib',
  prompt: [
    `The datastore ${datastore} is filling up: free at least 200 GiB there. You may delete snapshots older than 90 days, and`,
    'powered-off VMs whose notes say that they may be deleted; their owners have agreed, so you need not ask again. Touch nothing',
    'else, but name the other powered-off VMs on it as candidates. How much have you freed?'
  ].join(' '),
  role: 'admin',
  prepare({ inventory, now }) {
    addSnapshot(inventory, 'mail-06', { name: 'before the move', days: 120, gib: 110 }, now)
    addSnapshot(inventory, 'mail-06', { name: 'release 7', days: 20, gib: 9 }, now)
    vmNamed(inventory, 'app-05').annotation = 'Replaced by app-06. May be deleted. Owner: Ben'
    vmNamed(inventory, 'old-mailbox').annotation = 'Ask Marta before you do anything with it'
    leaveFree(inventory, datastore, 40)
  },
  async solve(call) {
    const before = await call('get_datastore_details', { datastore })
    const off = before.largest.filter(each => each.power_state === 'POWERED_OFF' && !each.is_template)
    const candidates: string[] = []
    for (const { id, name } of off) {
      const { annotation = '' } = await call('get_vm_details', { vm: id, verbose: true })
      if (/may be deleted/i.test(annotation)) await call('delete_vm', { vm: id, confirm: true })
      else candidates.push(name)
    }
    await deleteOldSnapshots(call, before)
    const after = await call('get_datastore_details', { datastore })
    const freed = (after.free_bytes - before.free_bytes) / 2 ** 30
    return `${freed.toFixed(1)} GiB freed. Other candidates: ${candidates.join(', ')}`
  },
  check(seen, answer) {
    const freed = freeOn(seen.after, datastore) - freeOn(seen.before, datastore)
    const left = snapshotsOf(vmNamed(seen.after, 'mail-06')).map(({ name }) => name)
    return [
      ...changedOnly(
        seen,
        [
          ['mail-06', 'snapshots'],
          ['app-05', 'deleted']
        ],
        [['web-01', 'snapshots']]
      ),
      ...(left.join() === 'release 7' ? [] : [`the snapshots of mail-06 are: ${left.join(', ')}`]),
      ...(snapshotsOf(vmNamed(seen.after, 'web-01')).some(({ name }) => name === 'Tuned & tested')
        ? []
        : ['web-01 has lost a snapshot of 35 days']),
      ...(freed >= 200 * 2 ** 30 ? [] : [`only ${Math.round(freed / 2 ** 30)} GiB were freed`]),
      ...names(answer, ['old-mailbox']),
      ...saysAmount(answer, 'how much was freed', freed)
    ]
  }
})

/** Only of VMs that are on the datastore. */
async function deleteOldSnapshots(call: Call, { largest }: Reply): Promise<void> {
  const { items } = await call('list_snapshots', { older_than_days: 90, order_by: 'largest' })
  const here = new Set(largest.filter(({ snapshot_bytes }) => snapshot_bytes > 0).map(({ id }) => id))
  for (const { id, vm } of items.filter(each => here.has(each.vm))) {
    await call('delete_vm_snapshot', { vm, snapshot: id, confirm: true })
  }
}

const proposeSpace = defineTask({
  name: 'propose-where-to-save',
  prompt: `What could be saved on ${datastore}? How many GiB are taken there by snapshots, by powered-off VMs and by templates? Change nothing.`,
  role: 'admin',
  async solve(call) {
    const { snapshots, powered_off_vms, templates } = await call('get_datastore_details', { datastore })
    const lines = Object.entries({ snapshots, 'powered-off VMs': powered_off_vms, templates })
    return lines.map(([what, { bytes }]) => `${what}: ${(bytes / 2 ** 30).toFixed(1)} GiB`).join('\n')
  },
  check(seen, answer) {
    const { id } = datastoreNamed(seen.before, datastore)
    const sizeOf = (isWanted: (vm: ReturnType<typeof vmNamed>) => boolean): number =>
      [...seen.before.vms.values()]
        .filter(isWanted)
        .flatMap(({ disks }) => disks)
        .reduce((sum, disk) => sum + (disk.datastore === id ? disk.committed : 0), 0)
    return [
      ...saysAmount(
        answer,
        'what powered-off VMs take',
        sizeOf(vm => !vm.template && vm.powerState === 'POWERED_OFF')
      ),
      ...saysAmount(
        answer,
        'what templates take',
        sizeOf(vm => vm.template)
      ),
      ...saysAmount(answer, 'what snapshots take', snapshotBytesOn(seen, id)),
      ...nothingChanged(seen)
    ]
  }
})

const largestOnDatastore = defineTask({
  name: 'largest-on-datastore',
  prompt: 'Which VM takes the most space on prod-vmfs-01, and which on dev-vmfs-12? How many GiB each?',
  role: 'viewer',
  async solve(call) {
    const lines = ['prod-vmfs-01', 'dev-vmfs-12'].map(async name => {
      const { largest } = await call('get_datastore_details', { datastore: name })
      const first = largest.find(({ is_template }) => !is_template)
      return `${name}: ${first?.name} takes ${((first?.bytes ?? 0) / 2 ** 30).toFixed(1)} GiB`
    })
    return (await Promise.all(lines)).join('\n')
  },
  check(seen, answer) {
    const largest = ['prod-vmfs-01', 'dev-vmfs-12'].map(name => {
      const { id } = datastoreNamed(seen.before, name)
      const sizes = vmsIn(seen.before).map(vm => {
        const bytes = vm.disks.reduce((sum, disk) => sum + (disk.datastore === id ? disk.committed : 0), 0)
        return [vm.name, bytes] as const
      })
      return sizes.toSorted(([, one], [, other]) => other - one)[0] ?? (['', 0] as const)
    })
    return [...saysAmountOfEach(answer, new Map(largest)), ...nothingChanged(seen)]
  }
})

function datastoreNamed({ datastores }: Seen['before'], name: string) {
  const found = [...datastores.values()].find(each => each.name === name)
  if (!found) throw new Error(`there is no datastore ${name}`)
  return found
}

function freeOn(facts: Seen['before'], name: string): number {
  return datastoreNamed(facts, name).freeSpace
}

function snapshotBytesOn({ before }: Seen, datastoreId: string): number {
  return vmsIn(before).reduce((total, vm) => {
    const here = new Set(vm.disks.filter(disk => disk.datastore === datastoreId).map(({ key }) => key))
    const snapshots = snapshotsOf(vm)
    const deltas = snapshots.reduce(
      (sum, each) => sum + each.deltaBytes * each.disks.filter(key => here.has(key)).length,
      0
    )
    const memory =
      vm.datastore === datastoreId ? snapshots.reduce((sum, each) => sum + each.memoryBytes, 0) : 0
    return total + deltas + memory
  }, 0)
}

export const spaceTasks = [freeSpace, proposeSpace, largestOnDatastore]
