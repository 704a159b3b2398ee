import assert from 'node:assert/strict'
import { createScopes } from '../../../src/access/scope/index.ts'
import type { Limits } from '../../../src/access/scope/limits.ts'
import { createCallHistories } from '../../../src/audit/history.ts'
import { openAuditReader } from '../../../src/audit/reader.ts'
import { createResultStore } from '../../../src/results/store.ts'
import type { Inventory } from '../../../src/simulator/index.ts'
import type { ListResult } from '../../../src/tools/lists/list-result.ts'
import { type Service, startService } from '../../helper.ts'
import { type Kind, type Oracle, createOracle, kinds } from './oracle.ts'
import { makeStrange } from './strange-inventory.ts'

const globs = ['app*', '*', '?pp-01', 'a/b', '*%*', '*\\*', 'é', 'a?b', 'a??b', 'APP*', 'db-0?', '']

/** Entries that a limit may have, most of them of something that is there. */
export type Entries = Record<Exclude<keyof Limits, 'vcenters'>, string[]>
export type Strange = Awaited<ReturnType<typeof startStrange>>

/** A service with a strange inventory and tags on objects of every kind. */
export async function startStrange(t: Parameters<typeof startService>[0], caps: Record<string, number>) {
  const service = await startService(t, { simulator: { caps, vms: 24 }, env: { VCENTER_RETRIES: '0' } })
  const { inventory } = service.simulator
  makeStrange(inventory)
  const tagged = await tagSome(service)
  const oracle = createOracle(inventory, tagged)
  const tag = [...tagged.keys()].find(entry => entry.startsWith('urn:')) ?? ''
  return { service, oracle, entries: entriesOf(inventory, oracle, tagged), start: placesIn(inventory), tag }
}

type Call = (tool: string, input: Record<string, unknown>) => Promise<Record<string, unknown>>

export function caller(service: Service, scope: readonly Limits[]): Call {
  const policy = { limitsOf: () => scope, vcentersOf: () => service.app.vcenters.names }
  const scoped = createScopes({ policy, log: { warn: () => undefined } })
  const results = createResultStore<ListResult>({ policy })
  const principal = { name: 'ann', role: 'team' }
  const { signal } = new AbortController()
  return async (tool, input) => {
    const reader = await openAuditReader()
    const histories = createCallHistories({ reader, policy, vcenters: service.app.vcenters.names })
    const answer = await service.app.tools.get(tool)?.run(input, {
      vcenter: scoped(clientOf(service), principal),
      principal,
      calls: histories.of(principal),
      signal,
      remainingMs: () => 20_000,
      progress: () => undefined,
      log: () => undefined,
      mayUse: () => true,
      results: results.of(principal, service.simulator.host)
    })
    return answer as Record<string, unknown>
  }
}

export function clientOf({ app, simulator }: Service) {
  return app.vcenters.get(simulator.host)?.client() ?? assert.fail('there is no client')
}

export async function allOf(call: Call, kind: Kind, verbose: boolean): Promise<string[]> {
  const ids: string[] = []
  for (let cursor: unknown; ;) {
    const page = await call(`list_${kind}`, { limit: 20, verbose, ...(cursor !== undefined && { cursor }) })
    const items = page['items'] as { id: string }[]
    ids.push(...items.map(({ id }) => id))
    cursor = page['next_cursor']
    if (cursor === undefined) {
      assert.equal(page['total'], ids.length)
      return ids
    }
  }
}

function placesIn(inventory: Inventory) {
  return [...inventory.vms.values()].map(vm => {
    const { name, template, parent, datacenter, host, resourcePool } = vm
    return [vm, { name, template, parent, datacenter, host, resourcePool }] as const
  })
}

function entriesOf(inventory: Inventory, oracle: Oracle, tagged: ReadonlyMap<string, string[]>): Entries {
  const refs = (objects: Iterable<{ id: string; name: string }>, byName: boolean) =>
    [...objects].flatMap(({ id, name }) => [id, oracle.pathOf(id), ...(byName ? [name] : [])])
  const clusters = [...inventory.computeResources.values()].filter(
    ({ kind }) => kind === 'ClusterComputeResource'
  )
  const folders = [...inventory.folders.values()].filter(({ id }) => id !== inventory.rootFolder)
  return {
    datacenters: [...refs(inventory.datacenters.values(), true), 'datacenter-99', 'Nowhere', '/Europe'],
    clusters: [...refs(clusters, true), 'domain-c99', 'none', '/Amsterdam/host'],
    folders: [...refs(folders, false), 'group-v99', '/Amsterdam', '/Nowhere/vm'],
    resource_pools: [...refs(inventory.resourcePools.values(), true), 'resgroup-99', 'none'],
    tags: [...tagged.keys(), 'Zone/nobody', 'Nothing/x'],
    vm_names: globs
  }
}

async function tagSome(service: Service): Promise<Map<string, string[]>> {
  const { inventory } = service.simulator
  const client = clientOf(service)
  const category = await client.createCategory({
    body: { name: 'Zone', description: '', cardinality: 'MULTIPLE', associable_types: [] }
  })
  const other = await client.createCategory({
    body: { name: 'Zone 2', description: '', cardinality: 'MULTIPLE', associable_types: [] }
  })
  const tagged = new Map<string, string[]>()
  for (const [index, name] of ['a', 'b/c'].entries()) {
    for (const owner of [category, other]) {
      const tag = await client.createTag({ body: { name, description: '', category_id: owner } })
      if (owner === other) continue
      const objects = [
        ...kinds.flatMap(kind => [...inventory[kind].values()].filter((_each, at) => at % 3 === index)),
        ...[...inventory.folders.values()].slice(5, 8)
      ]
      await client.attachTagToObjects({
        tag,
        body: { object_ids: objects.map(({ kind: type, id }) => ({ type, id })) }
      })
      const ids = objects.map(({ id }) => id)
      tagged.set(`Zone/${name}`, ids).set(tag, ids)
    }
  }
  return tagged
}
