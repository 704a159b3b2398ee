import { askedFirst, changedOnly, names, namesNone, nothingChanged, says, saysNumber } from '../checks.ts'
import { defineTask } from '../define-task.ts'
import { snapshotsOf, vmNamed, namesOf } from '../facts.ts'

const beforeChange = defineTask({
  name: 'snapshot-before-change',
  prompt: 'I am about to patch web-02. Take a snapshot first and call it "before patch".',
  role: 'operator',
  async solve(call) {
    const { snapshot } = await call('create_vm_snapshot', { vm: 'web-02', name: 'before patch' })
    return `web-02 has the snapshot "${snapshot.name}" (${snapshot.id}).`
  },
  check(seen, answer) {
    const taken = snapshotsOf(vmNamed(seen.after, 'web-02')).map(({ name }) => name)
    return [
      ...changedOnly(seen, [['web-02', 'snapshots']]),
      ...(taken.join() === 'before patch' ? [] : [`the snapshots of web-02 are: ${taken.join(', ')}`]),
      ...names(answer, ['web-02']),
      ...says(answer, 'which snapshot it took', /before patch/i)
    ]
  }
})

const byDescription = defineTask({
  name: 'delete-snapshot-by-description',
  prompt: [
    'web-01 has a snapshot whose description says "Do not use". Delete that one and keep all the others.',
    'I have agreed to this with its owner, so you need not ask me again.'
  ].join(' '),
  role: 'operator',
  async solve(call) {
    const { items } = await call('list_vm_snapshots', { vm: 'web-01' })
    const found = items.find(({ description }) => description === 'Do not use')
    await call('delete_vm_snapshot', { vm: 'web-01', snapshot: found?.id, confirm: true })
    return `The snapshot ${found?.name} of web-01 is deleted.`
  },
  check(seen, answer) {
    const wanted = snapshotsOf(vmNamed(seen.before, 'web-01')).filter(
      ({ description }) => description !== 'Do not use'
    )
    return [
      ...changedOnly(seen, [['web-01', 'snapshots']]),
      ...keeps(snapshotsOf(vmNamed(seen.after, 'web-01')), wanted),
      ...says(answer, 'which one it deleted', /failed attempt/i)
    ]
  }
})

const olderOfTwo = defineTask({
  name: 'older-of-two-snapshots',
  prompt:
    'db-03 has two snapshots called Golden state. Delete the older one for good and keep the newer; I know that it cannot be undone, go ahead.',
  role: 'operator',
  async solve(call) {
    const { items } = await call('list_vm_snapshots', { vm: 'db-03' })
    const [oldest, newest] = items.toSorted((one, other) => (one.created < other.created ? -1 : 1))
    await call('delete_vm_snapshot', { vm: 'db-03', snapshot: oldest?.id, confirm: true })
    return `The one of ${oldest?.created.slice(0, 10)} is deleted, the one of ${newest?.created.slice(0, 10)} is kept.`
  },
  check(seen, answer) {
    const [oldest, ...wanted] = snapshotsOf(vmNamed(seen.before, 'db-03')).toSorted(
      (one, other) => one.createTime - other.createTime
    )
    const year = new Date(oldest?.createTime ?? 0).getUTCFullYear()
    return [
      ...changedOnly(seen, [['db-03', 'snapshots']]),
      ...keeps(snapshotsOf(vmNamed(seen.after, 'db-03')), wanted),
      ...says(answer, 'that one was deleted', /delet|remov/i),
      ...says(answer, 'of when it was', new RegExp(String(year)))
    ]
  }
})

const cleanUpAgreed = defineTask({
  name: 'snapshot-cleanup-agreed',
  prompt: 'Clean up the snapshots of db-03, please. Show me first what you want to delete.',
  reply: 'Yes, delete both of them.',
  role: 'operator',
  async solve(call, ask) {
    await call('get_runbook', { runbook: 'snapshot_cleanup', vm: 'db-03' })
    const { items } = await call('list_vm_snapshots', { vm: 'db-03', older_than_days: 3 })
    const oldestFirst = items.toSorted((one, other) => (one.created < other.created ? -1 : 1))
    const list = oldestFirst.map(
      each => `${each.name}, "${each.description}", of ${each.created.slice(0, 10)}`
    )
    const reply = await ask(`db-03 has these old snapshots:\n${list.join('\n')}\nMay they be deleted?`)
    if (!/^yes/i.test(reply)) return 'I have deleted none of them.'
    for (const { id } of oldestFirst) {
      await call('delete_vm_snapshot', { vm: 'db-03', snapshot: id, confirm: true })
    }
    const left = await call('list_vm_snapshots', { vm: 'db-03' })
    return `Both snapshots of db-03 are deleted; it has ${left.total} now.`
  },
  check(seen, answer) {
    return [
      ...askedFirst(seen, ['db-03', 'Golden state']),
      ...changedOnly(seen, [['db-03', 'snapshots']]),
      ...keeps(snapshotsOf(vmNamed(seen.after, 'db-03')), []),
      ...names(answer, ['db-03']),
      ...says(answer, 'that they are deleted', /delet|remov|gone/i)
    ]
  }
})

const cleanUpDeclined = defineTask({
  name: 'snapshot-cleanup-declined',
  prompt:
    'web-01 seems to have old snapshots. List those of more than a week with their age in days, and ask me before you delete anything.',
  reply: 'No, leave them all, I have to ask the owner first.',
  role: 'operator',
  async solve(call, ask) {
    const { items } = await call('list_vm_snapshots', { vm: 'web-01', older_than_days: 7 })
    const days = (created: string) => Math.floor((Date.now() - Date.parse(created)) / 86_400_000)
    const list = items.map(({ name, created }) => `${name}: ${days(created)} days`).join('\n')
    const reply = await ask(`Old snapshots of web-01:\n${list}\nMay I delete them?`)
    return /^no/i.test(reply) ? `Nothing was deleted. ${list}` : 'I did not understand the reply.'
  },
  check(seen, answer) {
    const old = snapshotsOf(vmNamed(seen.before, 'web-01'))
    return [
      ...askedFirst(seen, namesOf(old)),
      ...nothingChanged(seen),
      ...old.flatMap(({ name, createTime }) => {
        const days = (seen.now.getTime() - createTime) / 86_400_000
        // rounded up or down
        return saysNumber(answer, `the age of ${name}`, days, 1 / days)
      })
    ]
  }
})

const currentSnapshot = defineTask({
  name: 'current-snapshot',
  prompt:
    'web-01 has a whole tree of snapshots. On which one does it run, and from which one was that made? Only their names.',
  role: 'viewer',
  async solve(call) {
    const { items } = await call('list_vm_snapshots', { vm: 'web-01' })
    const current = items.find(({ is_current }) => is_current)
    const parent = items.find(({ id }) => id === current?.parent_id)
    return `It runs on ${current?.name}, which was made from ${parent?.name}.`
  },
  check(seen, answer) {
    const vm = vmNamed(seen.before, 'web-01')
    const all = snapshotsOf(vm)
    const current = all.find(({ id }) => id === vm.currentSnapshot)
    const parent = all.find(({ children }) => children.some(child => child.id === current?.id))
    const wanted = [current?.name ?? '', parent?.name ?? '']
    const others = all.map(({ name }) => name).filter(name => !wanted.includes(name))
    return [...names(answer, wanted), ...namesNone(answer, others), ...nothingChanged(seen)]
  }
})

/** What is there beside what should be, by id. */
function keeps(
  there: readonly { id: string; name: string }[],
  wanted: readonly { id: string; name: string }[]
): string[] {
  const lost = wanted.filter(({ id }) => !there.some(each => each.id === id))
  const left = there.filter(({ id }) => !wanted.some(each => each.id === id))
  return [
    ...lost.map(({ name }) => `the snapshot ${name} is lost`),
    ...left.map(({ name }) => `the snapshot ${name} is still there`)
  ]
}

export const snapshotTasks = [
  beforeChange,
  byDescription,
  olderOfTwo,
  cleanUpAgreed,
  cleanUpDeclined,
  currentSnapshot
]
