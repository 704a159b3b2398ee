import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Exchange } from '../../src/simulator/index.ts'
import { basic, startBench } from '../simulator/helper.ts'
import { createContractCheck } from './check.ts'
import { createPlayer } from './playing.ts'
import { plays } from './plays/index.ts'
import { filledIn, requestOf } from './requests.ts'

const release = '8.0.3.0'

function isHeldAgainst(exchange: Exchange): boolean {
  const check = createContractCheck({ release })
  check.observe(exchange)
  return check.violations.length > 0
}

/** Every object in a JSON value. */
function objectsIn(value: unknown): Record<string, unknown>[] {
  if (Array.isArray(value)) return value.flatMap(objectsIn)
  if (typeof value !== 'object' || value === null) return []
  return [value as Record<string, unknown>, ...Object.values(value).flatMap(objectsIn)]
}

/** The body with an unknown field in one of its objects, for each of them in turn. */
function withInvented(body: string): string[] {
  return objectsIn(JSON.parse(body)).map((_, position) => {
    const copy: unknown = JSON.parse(body)
    Object.assign(objectsIn(copy)[position] ?? {}, { invented: 1 })
    return JSON.stringify(copy)
  })
}

/** Real exchanges, none of which is held against the contract. */
async function realExchanges(t: Parameters<typeof startBench>[0]): Promise<Exchange[]> {
  const seen: Exchange[] = []
  const bench = await startBench(t, { apiRelease: release, observe: exchange => seen.push(exchange) })
  const { user, password } = bench.simulator
  const player = createPlayer(bench, json => json)
  const login = { method: 'POST', path: '/api/session', body: undefined }
  await player.ask(login, basic(user, password), { keep: { session: [] } })
  const headers = { 'vmware-api-session-id': String(player.kept.get('session')) }
  for (const written of plays) {
    const play = filledIn(written, player.kept)
    const request = requestOf(play, 'api')
    if (request) await player.ask(request, headers, play)
  }
  return seen
}

test('an unknown field anywhere in a real request or answer is told', async t => {
  const exchanges = await realExchanges(t)
  let changed = 0
  for (const exchange of exchanges) {
    assert.ok(!isHeldAgainst(exchange), exchange.path)
    if (exchange.answerHeaders['content-type'] !== undefined) {
      for (const answerBody of withInvented(exchange.answerBody)) {
        changed += 1
        assert.ok(isHeldAgainst({ ...exchange, answerBody }), `${exchange.path} ${answerBody}`)
      }
    }
    for (const body of exchange.body === '' ? [] : withInvented(exchange.body)) {
      changed += 1
      assert.ok(isHeldAgainst({ ...exchange, body }), `${exchange.path} ${body}`)
    }
  }
  assert.ok(exchanges.length > 40 && changed > 150, `${exchanges.length} exchanges, ${changed} changes`)
})

test('another status, a content type too many and a cookie are told of every real exchange', async t => {
  for (const exchange of await realExchanges(t)) {
    const { answerHeaders, headers } = exchange
    const typed = answerHeaders['content-type'] !== undefined
    const broken: Exchange[] = [
      { ...exchange, status: 299 },
      { ...exchange, answerHeaders: typed ? {} : { 'content-type': 'application/json' } },
      { ...exchange, headers: { ...headers, cookie: 'a=b' } },
      { ...exchange, query: `${exchange.query}&unknown=1` }
    ]
    for (const [position, one] of broken.entries())
      assert.ok(isHeldAgainst(one), `${exchange.path} ${position}`)
  }
})
