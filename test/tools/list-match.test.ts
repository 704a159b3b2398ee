import assert from 'node:assert/strict'
import { test } from 'node:test'
import { callRest } from '../faces.ts'
import { startService } from '../helper.ts'

interface List {
  items: { id: string; name: string }[]
  total: number
  next_cursor?: string
}

test('match finds by a glob on the name in any case, or on the id', async t => {
  const service = await startService(t)
  const list = async (args: Record<string, unknown>, tool = 'list_vms') =>
    (await callRest(service, 'viewer', tool, args)).body as unknown as List
  const all = (await list({ limit: 200 })).items
  const expected = (pattern: RegExp) => all.filter(({ name }) => pattern.test(name)).map(({ name }) => name)
  const names = async (match: string) => (await list({ match })).items.map(({ name }) => name)
  assert.deepEqual(await names('WEB-*'), expected(/^web-/i))
  assert.deepEqual(await names('*-0?'), expected(/-0.$/))
  assert.deepEqual(await names('東京-*'), expected(/^東京-/))
  assert.deepEqual(
    (await list({ match: 'vm-1001' })).items.map(({ id }) => id),
    ['vm-1001']
  )
  assert.deepEqual(await list({ match: 'nothing-*' }), { items: [], returned: 0, total: 0 })
  assert.ok((await list({ match: 'esx-*' }, 'list_hosts')).total > 0)
})

test('match goes with everything else that a list can do, and belongs to its cursor', async t => {
  const service = await startService(t, { simulator: { vms: 300 } })
  const call = (args: Record<string, unknown>) => callRest(service, 'viewer', 'list_vms', args)
  const first = (await call({ match: 'app-*', limit: 5 })).body as unknown as List
  const counted = (await call({ match: 'app-*', count_only: true })).body
  assert.equal(counted['total'], first.total)
  const next = (await call({ match: 'app-*', limit: 5, cursor: first.next_cursor })).body as unknown as List
  assert.ok(next.items.every(({ name }) => name.startsWith('app-')))
  assert.notDeepEqual(next.items[0], first.items[0])
  const other = await call({ match: 'web-*', cursor: first.next_cursor })
  assert.equal(other.body['code'], 'invalid_argument')
  const largest = (await call({ match: 'app-*', top: 'memory_mib', limit: 3 })).body as unknown as List
  assert.ok(largest.items.every(({ name }) => name.startsWith('app-')))
})
