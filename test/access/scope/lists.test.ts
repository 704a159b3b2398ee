import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import type { Limits } from '../../../src/access/scope/limits.ts'
import type { Inventory } from '../../../src/simulator/index.ts'
import type { Service } from '../../helper.ts'
import { kinds } from './oracle.ts'
import { type Entries, type Strange, allOf, caller, clientOf, startStrange } from './strange-service.ts'

const names = ['app', 'app-01', 'App-01', 'a/b', '100%', 'back\\slash', 'é', 'e\u0301', 'a😀b', 'x y']

interface Position {
  vm: number
  folder: number
  pool: number
  name: string
  template: boolean
}

test('whatever a scope is and wherever things are, lists and details show what an oracle says', async t => {
  const strange = await startStrange(t, {})
  await fc.assert(property(strange), { numRuns: 60 })
})

test('the same beyond the caps of vCenter, where lists are read in other ways', async t => {
  const caps = { vms: 16, hosts: 5, datastores: 5, networks: 5, clusters: 2, datacenters: 2 }
  const strange = await startStrange(t, caps)
  await fc.assert(property(strange), { numRuns: 25 })
})

test('whatever goes wrong on the way, nothing outside of a scope is shown', async t => {
  const strange = await startStrange(t, { vms: 16, hosts: 5, networks: 5 })
  const { service, oracle, entries } = strange
  const faults = fc.constantFrom<Parameters<Service['simulator']['fail']>[1]>(
    { status: 403, body: { error_type: 'UNAUTHORIZED', messages: [] } },
    { status: 404, body: { error_type: 'NOT_FOUND', messages: [] } },
    { status: 404 },
    { status: 500, body: { error_type: 'ERROR', messages: [] } },
    { status: 503 },
    { status: 200, body: [] },
    { status: 200, body: {} },
    { status: 200, body: { objects: [] } },
    { status: 200, body: null },
    { status: 204 },
    { reset: 'before' },
    { answer: 'cut' },
    { answer: 'wrong-type' },
    { answer: 'login-page' }
  )
  const places = fc.constantFrom(/\/api\/vcenter\//, /\/tagging\//, /\/sdk\//, /folder|pool/, /./)
  let answered = 0
  await fc.assert(
    fc.asyncProperty(
      scopeOf(entries),
      faults,
      places,
      fc.constantFrom(0.05, 0.1, 0.2, 0.4),
      async (scope, fault, path, share) => {
        service.simulator.fail({ path, share, times: 2 }, fault)
        const call = caller(service, scope)
        for (const kind of kinds) {
          const expected = oracle.visible(kind, scope)
          const shown = await allOf(call, kind, true).catch(() => undefined)
          if (shown) answered += 1
          for (const id of shown ?? []) assert.ok(expected.has(id), `${kind} ${id}`)
        }
        service.simulator.clearFaults()
        await allOf(caller(service, [{ vm_names: ['*'] }]), 'vms', false)
      }
    ),
    { numRuns: 40 }
  )
  // chance decides how often nothing went wrong; never would prove nothing
  assert.ok(answered > 0)
})

function property({ service, oracle, entries, start, tag }: Strange) {
  return fc.asyncProperty(
    fc.array(position, { maxLength: 8 }),
    scopeOf(entries),
    fc.nat(),
    async (positions, scope, chosen) => {
      const { inventory } = service.simulator
      for (const [vm, at] of start) inventory.change(vm, at)
      place(inventory, positions)
      // a change by the service itself: long lists are kept for seconds otherwise
      await clientOf(service).detachTagFromObjects({ tag, body: { object_ids: [] } })
      const call = caller(service, scope)
      for (const kind of kinds) {
        const expected = [...oracle.visible(kind, scope)].toSorted()
        const verbose = positions.length % 2 === 0
        assert.deepEqual((await allOf(call, kind, verbose)).toSorted(), expected, kind)
      }
      const visible = oracle.visible('vms', scope)
      const some = [...inventory.vms.values()].slice(0, 4).map(({ id }) => id)
      for (const vm of [...some, ...[...visible].slice(0, 2)]) {
        const seen = await call('get_vm_details', { vm }).then(
          answer => answer['id'],
          (error: { code?: string }) => error.code
        )
        assert.equal(seen, visible.has(vm) ? vm : 'not_found', vm)
      }
      for (const [kind, filter] of [
        ['hosts', 'host'],
        ['datacenters', 'datacenter']
      ] as const) {
        const objects = [...inventory[kind].values()]
        const { id } = objects[chosen % objects.length] ?? assert.fail()
        const expected = [...visible].filter(vm => inventory.vms.get(vm)?.[filter] === id)
        const listed = await call('list_vms', { [filter]: id, limit: 100 }).then(
          answer => (answer['items'] as { id: string }[]).map(each => each.id).toSorted(),
          (error: { code?: string }) => error.code
        )
        assert.deepEqual(listed, oracle.visible(kind, scope).has(id) ? expected.toSorted() : 'not_found')
      }
      const usage = await call('get_datastore_usage', {})
      const stores = oracle.visible('datastores', scope)
      assert.equal(Number(usage['total']) + Number(usage['inaccessible']), stores.size)
      const summary = await call('get_resource_utilization_summary', {})
      const all = summary['all'] as { vms: { total: number }; hosts: { total: number } }
      assert.equal(all.vms.total, visible.size)
      assert.equal(all.hosts.total, oracle.visible('hosts', scope).size)
    }
  )
}

const position: fc.Arbitrary<Position> = fc.record({
  vm: fc.nat(),
  folder: fc.nat(),
  pool: fc.nat(),
  name: fc.constantFrom(...names),
  template: fc.boolean()
})

/** Where a VM runs goes with its pool: a pool belongs to a cluster or a host. */
function place(inventory: Inventory, positions: readonly Position[]): void {
  const vms = [...inventory.vms.values()]
  const folders = [...inventory.folders.values()].filter(({ type }) => type === 'VIRTUAL_MACHINE')
  const pools = [...inventory.resourcePools.values()]
  for (const each of positions) {
    const vm = vms[each.vm % vms.length]
    const pool = pools[each.pool % pools.length]
    const candidates = folders.filter(({ datacenter }) => datacenter === pool?.datacenter)
    const folder = candidates[each.folder % candidates.length]
    const [host] = inventory.computeResources.get(pool?.owner ?? '')?.hosts ?? []
    if (!vm || !pool || !folder?.datacenter || host === undefined) continue
    inventory.change(vm, {
      name: each.name,
      template: each.template,
      parent: folder.id,
      datacenter: folder.datacenter,
      host,
      resourcePool: each.template ? undefined : pool.id
    })
  }
}

function scopeOf(entries: Entries): fc.Arbitrary<Limits[]> {
  const limit = (name: keyof Entries) =>
    fc.option(fc.array(fc.constantFrom(...entries[name]), { minLength: 1, maxLength: 3 }), {
      nil: undefined,
      freq: 2
    })
  const limits = fc
    .record({
      datacenters: limit('datacenters'),
      clusters: limit('clusters'),
      folders: limit('folders'),
      resource_pools: limit('resource_pools'),
      tags: limit('tags'),
      vm_names: limit('vm_names')
    })
    .map(
      each => Object.fromEntries(Object.entries(each).filter(([, value]) => value !== undefined)) as Limits
    )
    .filter(each => Object.keys(each).length > 0)
  return fc.array(limits, { minLength: 1, maxLength: 3 })
}
