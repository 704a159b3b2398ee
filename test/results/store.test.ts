import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import { test } from 'node:test'
import type { Limits } from '../../src/access/scope/limits.ts'
import { createResultStore, type ResultStoreOptions } from '../../src/results/store.ts'

const ann = { name: 'ann', role: 'viewer' }
const bob = { name: 'bob', role: 'viewer' }

function storeWith(options: Partial<ResultStoreOptions> = {}) {
  const scopes = new Map<string, readonly Limits[]>()
  const vcenters = ['vc-1', 'vc-2']
  const policy = {
    limitsOf: ({ role }: { role: string }) => scopes.get(role),
    vcentersOf: () => vcenters
  }
  return { store: createResultStore<{ size: number }>({ policy, ...options }), scopes, vcenters }
}

test('a result is found by its id, by the caller that made it, with the vCenter it is of', () => {
  const { store, scopes, vcenters } = storeWith()
  const result = { size: 3 }
  const id = store.of(ann, 'vc-1').keep('list_vms', result) ?? assert.fail()
  assert.equal(store.of({ ...ann }, 'vc-1').find(id), result)
  assert.equal(store.of(bob, 'vc-1').find(id), undefined, 'another principal')
  assert.equal(store.of({ ...ann, role: 'admin' }, 'vc-1').find(id), undefined, 'another role')
  assert.equal(store.of(ann, 'vc-2').find(id), undefined, 'another vCenter')
  assert.equal(store.of(ann, 'vc-2').vcenterOf(id), 'vc-1')
  assert.equal(store.of(bob, 'vc-2').vcenterOf(id), undefined)
  scopes.set('viewer', [{ vm_names: ['a-*'] }])
  assert.equal(store.of(ann, 'vc-1').find(id), undefined, 'another scope')
  assert.equal(store.of(ann, 'vc-2').vcenterOf(id), undefined)
  scopes.delete('viewer')
  assert.equal(store.of(ann, 'vc-1').find(id), result)
  vcenters.shift()
  assert.equal(store.of(ann, 'vc-2').vcenterOf(id), undefined, 'a vCenter it may not know of any more')
})

test('ids name their list, are never the same and hold 128 bits that nobody can guess', () => {
  const { store } = storeWith({ mostOfPrincipal: 2_000, mostResults: 2_000 })
  const ids = Array.from({ length: 1_000 }, () => store.of(ann, 'vc-1').keep('list_vms', { size: 1 }))
  assert.equal(new Set(ids).size, 1_000)
  for (const id of ids) assert.match(id ?? '', /^list_vms\.[\w-]{22}$/)
})

test('of one principal the least recently used result goes first, and none of others', () => {
  const { store } = storeWith({ mostOfPrincipal: 2 })
  const [own, others] = [store.of(ann, 'vc-1'), store.of(bob, 'vc-1')]
  const foreign = others.keep('list_vms', { size: 1 }) ?? ''
  const [first, second] = [own.keep('list_vms', { size: 1 }) ?? '', own.keep('list_vms', { size: 1 }) ?? '']
  assert.ok(own.find(first))
  const third = store.of(ann, 'vc-2').keep('list_hosts', { size: 1 }) ?? ''
  assert.ok(own.find(first))
  assert.equal(own.find(second), undefined)
  assert.ok(store.of(ann, 'vc-2').find(third))
  assert.ok(others.find(foreign))
})

test('results in all and rows in all are bounded, and a result beyond all rows is not kept', () => {
  const { store } = storeWith({ mostResults: 3, mostRows: 10 })
  const of = (name: string) => store.of({ name, role: 'viewer' }, 'vc-1')
  const ids = ['a', 'b', 'c', 'd'].map(name => [name, of(name).keep('list_vms', { size: 1 }) ?? ''] as const)
  const found = () => ids.filter(([name, id]) => of(name).find(id)).map(([name]) => name)
  assert.deepEqual(found(), ['b', 'c', 'd'])
  assert.ok(of('e').keep('list_vms', { size: 9 }))
  assert.deepEqual(found(), ['d'])
  assert.equal(of('e').keep('list_vms', { size: 11 }), undefined)
  assert.deepEqual(found(), ['d'])
})

test('a result expires some time after its last use', async () => {
  const { store } = storeWith({ idleMs: 300 })
  const own = store.of(ann, 'vc-1')
  const [used, unused] = [own.keep('list_vms', { size: 1 }) ?? '', own.keep('list_vms', { size: 1 }) ?? '']
  await pause(200)
  assert.ok(own.find(used))
  await pause(200)
  assert.ok(own.find(used))
  assert.equal(own.find(unused), undefined)
  await pause(400)
  assert.equal(own.find(used), undefined)
})
