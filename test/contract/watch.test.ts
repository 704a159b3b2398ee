import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Exchange } from '../../src/simulator/index.ts'
import { exchangeOf } from './exchange.ts'
import { list, stop } from './good-exchanges.ts'
import { watched } from './watch.ts'

/** What a test would do at its end. */
function endOfTest() {
  const hooks: (() => unknown)[] = []
  return {
    after: (hook?: unknown) => void hooks.push(hook as () => unknown),
    end: () => {
      for (const hook of hooks) hook()
    }
  }
}

test('a test whose exchanges are right passes, and what else observes is told', () => {
  const seen: Exchange[] = []
  const ending = endOfTest()
  const { observe, vms } = watched(ending, { vms: 3, observe: exchange => seen.push(exchange) })
  observe?.(exchangeOf(list))
  assert.equal(vms, 3)
  assert.equal(seen.length, 1)
  ending.end()
})

test('a test with a wrong exchange fails at its end, and names what was wrong', () => {
  const ending = endOfTest()
  const { observe } = watched(ending)
  let closed = false
  ending.after(() => (closed = true))
  observe?.(exchangeOf({ ...stop, status: 200 }))
  assert.throws(() => ending.end(), /vm power stop api: status 200, not 204/)
  assert.ok(closed, 'what else is to happen at the end has happened')
})

test('the release of the options is the release of the contract', () => {
  const ending = endOfTest()
  const { observe } = watched(ending, { apiRelease: '9.0.0.0' })
  observe?.(exchangeOf({ ...list, ask: 'GET /api/vcenter/host?host_uuids=a', answer: [] }))
  ending.end()
})
