import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import type { Exchange } from '../../src/simulator/index.ts'
import { at, basic, startBench, until, type Bench, type Reply } from '../simulator/helper.ts'
import { entries } from './automation/index.ts'
import { createContractCheck, type ContractCheck } from './check.ts'
import type { Dialect } from './operation.ts'
import { lacking, plays } from './plays/index.ts'
import { vimPlays } from './plays/vim.ts'
import { filledIn, requestOf, type Awaited, type Kept, type Play, type Request } from './requests.ts'

const releases = ['8.0.1.0', '8.0.2.0', '8.0.3.0', '9.0.0.0']
const dialects: Dialect[] = ['api']

/** Sends a request until it answers what is awaited, and keeps what is to be kept. */
async function ask(
  bench: Bench,
  { method, path, body }: Request,
  headers: Record<string, string>,
  then: { kept: Map<string, string>; keep?: Kept; awaits?: Awaited; unwrap: (json: unknown) => unknown }
): Promise<Reply> {
  const { kept, keep = {}, awaits, unwrap } = then
  const send = () => bench.call(method, path, { body, headers })
  let reply = await send()
  if (awaits && reply.status === 200) {
    await until(async () => {
      reply = await send()
      return at(unwrap(reply.json), ...awaits.at) === awaits.is
    })
  }
  for (const [name, way] of Object.entries(keep)) {
    const value = at(unwrap(reply.json), ...way)
    if (typeof value === 'string') kept.set(name, value)
    else kept.delete(name)
  }
  return reply
}

function errorTypeOf({ json }: Reply): string {
  const type = at(json, 'error_type') ?? at(json, 'type')
  return String(type).split('.').at(-1)?.toUpperCase() ?? ''
}

/** Starts a simulator whose every exchange is checked, but for those with a 501: it says itself to lack that. */
async function observed(t: TestContext, release: string): Promise<{ bench: Bench; check: ContractCheck }> {
  const check = createContractCheck({ release })
  const observe = (exchange: Exchange) => {
    if (exchange.status !== 501) check.observe(exchange)
  }
  return { bench: await startBench(t, { apiRelease: release, observe }), check }
}

/** What is wrong with the outcome of a play, besides what the contract says of it; `''` for nothing. */
function outcome(play: Play, dialect: Dialect, reply: Reply, check: ContractCheck, release: string): string {
  const { operation, fails } = play
  const told = `${operation} ${dialect} ${JSON.stringify(play)} ${reply.status} ${reply.text}`
  if (fails !== undefined) return errorTypeOf(reply) === fails ? '' : told
  if (operation === 'system hello' && release === '8.0.1.0') return reply.status === 404 ? '' : told
  return check.covered.has(`${operation} ${dialect}`) && reply.status < 300 ? '' : told
}

const neverKept = plays
  .filter(one => lacking.includes(one.operation))
  .flatMap(one => Object.keys(one.keep ?? {}))

/** Lacking in the simulator, or in need of what something lacking would have made. */
function cannotBe(play: Play): boolean {
  const words = JSON.stringify(play)
  return lacking.includes(play.operation) || neverKept.some(name => words.includes(`$${name}"`))
}

for (const release of releases) {
  for (const dialect of dialects) {
    test(`the simulator of ${release} answers every operation in /${dialect} as the contract says`, async t => {
      const { bench, check } = await observed(t, release)
      const { user, password } = bench.simulator
      const unwrap = (json: unknown) => (dialect === 'api' ? json : at(json, 'value'))
      const kept = new Map<string, string>()
      const login = requestOf({ operation: 'session create' }, dialect)
      assert.ok(login)
      await ask(bench, login, basic(user, password), { kept, unwrap, keep: { session: [] } })
      const headers = { 'vmware-api-session-id': kept.get('session') ?? '' }
      const wrong: string[] = []
      for (const written of plays) {
        const play = filledIn(written, kept)
        const request = requestOf(play, dialect)
        if (!request || cannotBe(play)) continue
        const reply = await ask(bench, request, headers, { ...play, kept, unwrap })
        const told = outcome(play, dialect, reply, check, release)
        if (told !== '') wrong.push(told)
      }
      assert.deepEqual([...check.violations, ...wrong], [])
    })
  }

  test(`the simulator of ${release} answers VI/JSON as the contract says`, async t => {
    const { bench, check } = await observed(t, release)
    const { user: userName, password } = bench.simulator
    const base = '/sdk/vim25/8.0.1.0'
    const login = await bench.call('POST', `${base}/SessionManager/SessionManager/Login`, {
      body: { userName, password }
    })
    const headers = { 'vmware-api-session-id': String(login.headers['vmware-api-session-id']) }
    const kept = new Map<string, string>()
    for (const name of ['vm', 'host', 'cluster'])
      kept.set(name, String(at((await bench.api('GET', `/api/vcenter/${name}`)).json, 0, name)))
    const wrong: string[] = []
    for (const written of vimPlays) {
      const play = filledIn(written, kept)
      const request = { method: play.body ? 'POST' : 'GET', path: `${base}/${play.at}`, body: play.body }
      const reply = await ask(bench, request, headers, { ...play, kept, unwrap: json => json })
      const right = play.fails === undefined ? reply.status < 300 : at(reply.json, '_typeName') === play.fails
      if (!right) wrong.push(`${JSON.stringify(play)} ${reply.status} ${reply.text}`)
    }
    assert.deepEqual([...check.violations, ...wrong], [])
  })
}

test('every operation of the contract is played', () => {
  const played = new Set(['session create', ...plays.map(play => play.operation)])
  const missing = entries.map(({ name }) => name).filter(name => !played.has(name))
  assert.deepEqual(missing, [])
})

test('an operation that the simulator has gained has left the list of those it lacks', async t => {
  const { bench } = await observed(t, '8.0.3.0')
  for (const play of plays.filter(({ operation }) => lacking.includes(operation))) {
    const request = requestOf(play, 'api')
    assert.ok(request)
    const { status, text } = await bench.api(request.method, request.path, request.body)
    const unknown = status === 404 && text.includes('operationsForUrlNotFound')
    assert.ok(status === 501 || unknown, `${play.operation}: ${status} ${text}`)
  }
})
