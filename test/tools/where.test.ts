import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { CodedError } from '../../src/errors.ts'
import type { Row, Table } from '../../src/tools/lists/column.ts'
import { brief, bulk } from '../../src/tools/lists/columns.ts'
import { createListResult } from '../../src/tools/lists/list-result.ts'
import { ask } from '../../src/tools/lists/query.ts'
import { conditionOf } from '../../src/tools/lists/where.ts'
import type { VcenterClient } from '../../src/vcenter/types.ts'

const table: Table = {
  tool: 'list_things',
  type: 'VirtualMachine',
  columns: {
    state: brief('text', 'state'),
    size: brief('integer', 'size'),
    on: brief('flag', 'on'),
    host: bulk('text', 'host')
  }
}

const word = fc.stringMatching(/^[a-cA-C ]{0,4}$/)
const row = fc.record(
  { id: word, name: word, state: word, size: fc.integer({ min: -3, max: 3 }), on: fc.boolean() },
  { requiredKeys: ['id', 'name'], noNullPrototype: true }
) as fc.Arbitrary<Row>

const operators = ['=', '!=', '<', '<=', '>', '>=', '~'] as const
const condition = fc.oneof(
  fc.tuple(fc.constantFrom('id', 'name', 'state'), fc.constantFrom(...operators), word),
  fc.tuple(
    fc.constant('size'),
    fc.constantFrom(...operators.slice(0, 6)),
    fc.integer({ min: -3, max: 3 }).map(String)
  ),
  fc.tuple(fc.constant('on'), fc.constantFrom(...operators.slice(0, 2)), fc.constantFrom('true', 'false'))
)

/** What a condition says, read word by word. */
function holds(each: Row, column: string, operator: string, value: string): boolean {
  const cell = each[column]
  if (cell === undefined) return operator === '!='
  if (operator === '~') return String(cell).toLowerCase() === value.toLowerCase()
  const other = typeof cell === 'number' ? Number(value) : value
  const own = typeof cell === 'number' ? cell : String(cell)
  const isSame = own === other
  const isLess = own < other
  const answers: Record<string, boolean> = {
    '=': isSame,
    '!=': !isSame,
    '<': isLess,
    '<=': isLess || isSame,
    '>': !isLess && !isSame,
    '>=': !isLess
  }
  return answers[operator] ?? assert.fail()
}

test('a condition holds for the rows that its words say, however it is spaced', () => {
  const space = fc.constantFrom('', ' ', '\t ')
  fc.assert(
    fc.property(fc.array(row), condition, space, space, (rows, [column, operator, value], before, after) => {
      const text = `${before}${column}${after}${operator}${before}"${value}"${after}`
      const read = conditionOf(text, table)
      assert.equal(read.column, column)
      assert.deepEqual(
        rows.filter(each => read.holds(each)),
        rows.filter(each => holds(each, column, operator, value))
      )
    })
  )
})

test('whatever a condition looks like, it is read or refused as invalid_argument with the syntax', () => {
  const pieces = fc.constantFrom(
    'size',
    'state',
    'on',
    'Size',
    '__proto__',
    '=',
    '!',
    '<',
    '~',
    ' ',
    '"',
    "'",
    '1',
    '*',
    'true',
    '(none)'
  )
  const texts = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.array(pieces).map(all => all.join(''))
  )
  fc.assert(
    fc.property(texts, fc.array(row, { maxLength: 3 }), (text, rows) => {
      try {
        const { holds: met } = conditionOf(text, table)
        for (const each of rows) assert.equal(typeof met(each), 'boolean')
      } catch (error) {
        assert.ok(error instanceof CodedError, String(error))
        assert.equal(error.code, 'invalid_argument')
        assert.match(error.options.hint ?? '', /memory_mib >= 16384/)
      }
    }),
    { numRuns: 2_000 }
  )
})

function refusalOf(text: string): string {
  try {
    conditionOf(text, table)
  } catch (error) {
    if (error instanceof CodedError) return `${error.message} ${error.options.hint}`
  }
  return assert.fail(`${text} is read`)
}

test('a mistake is told with the closest column, the operators or the kind of value', () => {
  assert.match(
    refusalOf('sise > 1'),
    /list_things has no column 'sise'\. Did you mean 'size'\? Columns: id, name, /
  )
  assert.match(refusalOf('size => 1'), /unknown operator =>.*\(= != < <= > >= ~\)/)
  assert.match(refusalOf('size like 1'), /is no condition/)
  assert.match(refusalOf('size > big'), /needs a number/)
  assert.match(refusalOf('size ~ 1*'), /needs a number, and no ~/)
  assert.match(refusalOf('on = yes'), /needs true or false/)
  assert.match(refusalOf('on > true'), /needs true or false/)
  assert.match(refusalOf('state ='), /lacks a value; \(none\) stands for none/)
})

test('globs, quotes, (none) and texts as they are shown', () => {
  const meets = (text: string, value?: string) =>
    conditionOf(text, table).holds({
      id: 'x',
      name: 'x',
      ...(value !== undefined && { state: value })
    })
  assert.ok(meets('state ~ WEB-*', 'web-01'))
  assert.ok(meets('state ~ web-0?', 'Web-01'))
  assert.ok(!meets('state ~ web', 'web-01'))
  assert.ok(meets("state = 'a = b'", 'a = b'))
  assert.ok(meets('state = "=x"', '=x'))
  assert.ok(meets('state = "(none)"', '(none)'), 'in quotes it is that text')
  assert.ok(!meets('state = "(none)"'))
  assert.ok(meets('state = (none)'))
  assert.ok(!meets('state = (none)', 'x'))
  assert.ok(meets('state != (none)', 'x'))
  assert.ok(!meets('state ~ *'))
  assert.ok(meets('state = kiosk', 'kio\u200bsk\u202e'))
})

/** A client that must not be asked. */
const nobody = { vcenter: {} as VcenterClient, signal: new AbortController().signal }

test('conditions are ANDed, the order is stable and absent values come last, whatever the rows', async () => {
  const orders = fc.uniqueArray(fc.constantFrom('-size', 'size', 'state', '-on', 'name'), {
    selector: each => each.replace('-', ''),
    maxLength: 3
  })
  await fc.assert(
    fc.asyncProperty(
      fc.array(row),
      fc.array(condition, { maxLength: 3 }),
      orders,
      async (rows, conditions, order) => {
        const where = conditions.map(([column, operator, value]) => `${column} ${operator} "${value}"`)
        const result = createListResult(table, rows.length, () => rows)
        const { rows: found, total } = await ask(result, { where, order, limit: 1_000 }, nobody)
        const expected = rows.filter(each =>
          conditions.every(([column, operator, value]) => holds(each, column, operator, value))
        )
        assert.equal(total, expected.length)
        const [first] = order
        if (first === undefined) assert.deepEqual(found, expected)
        else {
          const values = found.map(each => each[first.replace('-', '')])
          const known = values.filter(value => value !== undefined)
          assert.deepEqual(values.slice(0, known.length), known)
          for (const [index, value] of known.slice(1).entries()) {
            const before = known[index] as typeof value
            const [one, other] = [before, value].map(each =>
              typeof each === 'string' ? each.toLowerCase() : each
            )
            assert.ok(first.startsWith('-') ? (one ?? 0) >= (other ?? 0) : (one ?? 0) <= (other ?? 0))
          }
        }
      }
    )
  )
})

/** Each is tried at all places of each name, and again for each of them. */
const slow = { where: Array.from({ length: 10 }, () => `name ~ *a?${'a'.repeat(38)}b?`), order: [], limit: 1 }

function long(size: number) {
  const rows = Array.from({ length: size }, (_, index) => ({
    id: `vm-${index}`,
    name: `${'a'.repeat(76)}b1`
  }))
  return createListResult(table, size, () => rows)
}

test('conditions that take long leave others their turn', async () => {
  const asked = ask(long(1_000), slow, nobody)
  let turns = 0
  const others = setInterval(() => (turns += 1), 1)
  assert.equal((await asked).total, 1_000)
  clearInterval(others)
  assert.ok(turns >= 3, `${turns} turns`)
})

test('conditions that take long end with the call', async () => {
  const call = new AbortController()
  const asked = ask(long(8_000), slow, { ...nobody, signal: call.signal })
  setTimeout(() => call.abort(new Error('over')), 20)
  await assert.rejects(asked, /over/)
})
