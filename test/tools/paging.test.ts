import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { CodedError } from '../../src/errors.ts'
import { ordered } from '../../src/tools/order.ts'
import type { ToolContext } from '../../src/tools/define-tool.ts'
import { defineList } from '../../src/tools/lists/define-list.ts'

interface Item {
  id: string
  name: string
}

interface Page {
  items: Item[]
  returned: number
  total: number
  next_cursor?: string
}

/** Of a list that reads nothing and keeps nothing, only the context that decides on keeping is used. */
const context = { mayUse: () => false } as unknown as ToolContext

interface PageRequest {
  limit?: number | undefined
  cursor?: string | undefined
  verbose?: boolean
}

function pageOfItems(all: readonly Item[], request: PageRequest, filters = {}): Promise<Page> {
  const list = defineList({
    name: 'list_items',
    title: 'List items',
    description: '',
    rest: 'GET /items',
    filters: {},
    columns: {},
    type: 'VirtualMachine',
    idOf: (each: Item) => each.id,
    read: async () => all
  })
  return list.run({ ...request, ...filters }, context) as unknown as Promise<Page>
}

const item = fc.record({ id: fc.string({ minLength: 1 }), name: fc.string() })
const items = fc.uniqueArray(item, { selector: each => each.id, maxLength: 60 })

test('walking all pages shows every item once and in one order, whatever the names', async () => {
  await fc.assert(
    fc.asyncProperty(items, fc.integer({ min: 1, max: 10 }), async (all, limit) => {
      const seen: string[] = []
      let cursor: string | undefined
      do {
        const page = await pageOfItems(all, { limit, cursor }, { filter: 1 })
        assert.equal(page.total, all.length)
        assert.equal(page.returned, page.items.length)
        seen.push(...page.items.map(each => each.id))
        cursor = page.next_cursor
      } while (cursor !== undefined)
      assert.equal(new Set(seen).size, all.length)
      assert.equal(seen.length, all.length)
    })
  )
})

test('what is there all the time is shown exactly once, whatever comes and goes between the pages', async () => {
  const changes = fc.array(fc.record({ come: items, go: fc.nat() }), { minLength: 1, maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(items, changes, fc.integer({ min: 1, max: 7 }), async (all, steps, limit) => {
      const seen: string[] = []
      const gone = new Set<string>()
      let current: Item[] = all
      let cursor: string | undefined
      for (let number = 0; number === 0 || cursor !== undefined; number += 1) {
        const page = await pageOfItems(current, { limit, cursor })
        seen.push(...page.items.map(each => each.id))
        cursor = page.next_cursor
        const { come, go } = steps[number % steps.length] ?? { come: [], go: 0 }
        const leaving = number < steps.length ? current[go % Math.max(1, current.length)] : undefined
        if (leaving) gone.add(leaving.id)
        const known = new Set([...seen, ...[...all, ...current].map(each => each.id)])
        const coming = number < steps.length ? come.filter(each => !known.has(each.id)) : []
        current = [...coming, ...current.filter(each => each !== leaving)]
      }
      for (const { id } of all) {
        const times = seen.filter(each => each === id).length
        assert.ok(gone.has(id) ? times <= 1 : times === 1, `${id} was shown ${times} times`)
      }
      assert.equal(new Set(seen).size, seen.length)
    })
  )
})

const five = ['Eve', 'adam', 'Bob', 'carl', 'Dan'].map((name, index) => ({ id: `vm-${index}`, name }))

async function namesOn(all: readonly Item[], request: PageRequest): Promise<string[]> {
  return (await pageOfItems(all, request)).items.map(each => each.name)
}

test('items are sorted by name without regard to case, the same on every machine', async () => {
  assert.deepEqual(await namesOn(five, {}), ['adam', 'Bob', 'carl', 'Dan', 'Eve'])
})

test('an item that goes or comes between two pages neither hides nor repeats another', async () => {
  const first = await pageOfItems(five, { limit: 2 })
  const changed = [...five.filter(each => each.name !== 'Bob'), { id: 'vm-9', name: 'aaron' }]
  assert.deepEqual(await namesOn(changed, { limit: 2, cursor: first.next_cursor }), ['carl', 'Dan'])
})

test('the last page has no cursor', async () => {
  assert.equal((await pageOfItems(five, { limit: 5 })).next_cursor, undefined)
  assert.deepEqual(await pageOfItems([], {}), { items: [], returned: 0, total: 0 })
})

test('a cursor of other filters, or one made up, is refused', async () => {
  const { next_cursor: cursor } = await pageOfItems(five, { limit: 2 }, { host: 'host-1' })
  assert.ok(cursor)
  assert.equal((await pageOfItems(five, { cursor }, { host: 'host-1', cluster: undefined })).returned, 3)
  for (const [bad, filters] of [
    [cursor, { list: 'vms', host: 'host-2' }],
    [cursor, { list: 'hosts', host: 'host-1' }],
    ['bm9wZQ', { list: 'vms', host: 'host-1' }],
    ['WzEsMiwzXQ', { list: 'vms' }],
    ['%%%', { list: 'vms' }]
  ] as const) {
    await assert.rejects(pageOfItems(five, { cursor: bad }, filters), isInvalidArgument)
  }
})

function isInvalidArgument(error: unknown): boolean {
  return error instanceof CodedError && error.code === 'invalid_argument'
}

test('a page without a limit, and a page with a high one, are shorter when the rows are verbose', async () => {
  const many = Array.from({ length: 300 }, (_, index) => ({ id: `vm-${index}`, name: `vm ${index}` }))
  async function sizes(limit?: number): Promise<number[]> {
    const pages = [false, true].map(verbose => pageOfItems(many, { limit, verbose }))
    return (await Promise.all(pages)).map(page => page.returned)
  }
  assert.deepEqual(await sizes(), [50, 25])
  assert.deepEqual(await sizes(200), [200, 100])
  assert.deepEqual(await sizes(7), [7, 7])
})

test('a list of 50,000 is in the same order as a short one, and the event loop turns while it is sorted', async () => {
  const many = Array.from({ length: 50_000 }, (_, index) => {
    const number = (index * 7919) % 50_000
    return { id: `vm-${number}`, name: `vm ${String(number).padStart(5, '0')}` }
  })
  let turns = 0
  let done = false
  function onTurn(): void {
    turns += 1
    if (!done) setImmediate(onTurn)
  }
  setImmediate(onTurn)
  const page = await pageOfItems(many, { limit: 200 })
  done = true
  assert.ok(turns >= 5, `${turns} turns`)
  const { next_cursor: cursor } = page
  const next = await pageOfItems(many, { limit: 200, cursor })
  assert.deepEqual(
    [...page.items, ...next.items].map(each => each.id),
    Array.from({ length: 400 }, (_, index) => `vm-${index}`)
  )
})

test('the order of a list is made once, for all of its pages', async () => {
  const list = [{ name: 'b' }, { name: 'a' }]
  const idOf = ({ name }: { name: string }) => name
  assert.equal(await ordered(list, idOf), await ordered(list, idOf))
})
