import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { CodedError } from '../../src/errors.ts'
import { pageOf } from '../../src/tools/paging.ts'

const items = fc.uniqueArray(fc.record({ id: fc.string({ minLength: 1 }), name: fc.string() }), {
  selector: item => item.id,
  maxLength: 60
})

test('walking all pages shows every item once and in one order, whatever the names', () => {
  fc.assert(
    fc.property(items, fc.integer({ min: 1, max: 10 }), (all, limit) => {
      const seen: string[] = []
      let cursor: string | undefined
      do {
        const page = pageOf(
          all,
          { limit, ...(cursor !== undefined && { cursor }) },
          { list: 'vms', filter: 1 }
        )
        assert.equal(page.total, all.length)
        assert.equal(page.returned, page.items.length)
        seen.push(...page.items.map(item => item.id))
        cursor = page.next_cursor
      } while (cursor !== undefined)
      assert.equal(new Set(seen).size, all.length)
      assert.equal(seen.length, all.length)
    })
  )
})

const five = ['Eve', 'adam', 'Bob', 'carl', 'Dan'].map((name, index) => ({ id: `vm-${index}`, name }))

test('items are sorted by name without regard to case, the same on every machine', () => {
  assert.deepEqual(
    pageOf(five, {}, { list: 'vms' }).items.map(item => item.name),
    ['adam', 'Bob', 'carl', 'Dan', 'Eve']
  )
})

test('an item that goes or comes between two pages neither hides nor repeats another', () => {
  const first = pageOf(five, { limit: 2 }, { list: 'vms' })
  const changed = [...five.filter(item => item.name !== 'Bob'), { id: 'vm-9', name: 'aaron' }]
  const second = pageOf(changed, { limit: 2, cursor: first.next_cursor }, { list: 'vms' })
  assert.deepEqual(
    second.items.map(item => item.name),
    ['carl', 'Dan']
  )
})

test('the last page has no cursor', () => {
  assert.equal(pageOf(five, { limit: 5 }, { list: 'vms' }).next_cursor, undefined)
  assert.deepEqual(pageOf([], {}, { list: 'vms' }), { items: [], returned: 0, total: 0 })
})

test('a cursor of other filters, or one made up, is refused', () => {
  const cursor = pageOf(five, { limit: 2 }, { list: 'vms', host: 'host-1' }).next_cursor as string
  assert.deepEqual(
    pageOf(five, { cursor }, { list: 'vms', host: 'host-1', cluster: undefined }).items.length,
    3
  )
  for (const [bad, filters] of [
    [cursor, { list: 'vms', host: 'host-2' }],
    [cursor, { list: 'hosts', host: 'host-1' }],
    ['bm9wZQ', { list: 'vms', host: 'host-1' }],
    ['WzEsMiwzXQ', { list: 'vms' }],
    ['%%%', { list: 'vms' }]
  ] as const) {
    assert.throws(() => pageOf(five, { cursor: bad }, filters), isInvalidArgument)
  }
})

function isInvalidArgument(error: unknown): boolean {
  return error instanceof CodedError && error.code === 'invalid_argument'
}

test('a page without a limit, and a page with a high one, are shorter when the rows are verbose', () => {
  const many = Array.from({ length: 300 }, (_, index) => ({ id: `vm-${index}`, name: `vm ${index}` }))
  const sizes = (limit?: number) =>
    [false, true].map(verbose => pageOf(many, { limit, verbose }, { list: 'vms' }).returned)
  assert.deepEqual(sizes(), [50, 25])
  assert.deepEqual(sizes(200), [200, 100])
  assert.deepEqual(sizes(7), [7, 7])
})
