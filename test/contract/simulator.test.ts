import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { at, basic, startBench, type Bench, type Reply } from '../simulator/helper.ts'
import { entries } from './automation/index.ts'
import { createContractCheck, type ContractCheck } from './check.ts'
import type { Dialect } from './operation.ts'
import { createPlayer, type Asked } from './playing.ts'
import { plays } from './plays/index.ts'
import { vimPlays } from './plays/vim.ts'
import { filledIn, requestOf, type Play } from './requests.ts'
import data from './vim25.json' with { type: 'json' }

const releases = ['8.0.1.0', '8.0.2.0', '8.0.3.0', '9.0.0.0']
const dialects: Dialect[] = ['api', 'rest']
const base = '/sdk/vim25/8.0.1.0'

/** What the plays of VI/JSON take from the Automation API. */
const given = [
  ['vm', 'vm?power_states=POWERED_OFF', 'vm'],
  ['on', 'vm?power_states=POWERED_ON', 'vm'],
  ['host', 'host', 'host'],
  ['alone', 'host?standalone=true&connection_states=CONNECTED', 'host'],
  ['cluster', 'cluster', 'cluster'],
  ['store', 'datastore?types=VMFS', 'name']
] as const

async function observed(t: TestContext, release: string): Promise<{ bench: Bench; check: ContractCheck }> {
  const check = createContractCheck({ release })
  return { bench: await startBench(t, { apiRelease: release, observe: check.observe }), check }
}

function errorTypeOf({ json }: Reply): string {
  const type = at(json, 'error_type') ?? at(json, 'type')
  return String(type).split('.').at(-1)?.toUpperCase() ?? ''
}

/** What is wrong with the outcome of a play, besides what the contract says of it; `''` for nothing. */
function outcome(play: Play, dialect: Dialect, asked: Asked, check: ContractCheck, release: string): string {
  const { operation, fails } = play
  const { reply, held } = asked
  const told = `${operation} ${dialect} ${JSON.stringify(play)} ${reply.status} ${reply.text}`
  if (fails !== undefined) return errorTypeOf(reply) === fails ? '' : told
  if (operation === 'system hello' && release === '8.0.1.0') return reply.status === 404 ? '' : told
  return check.covered.has(`${operation} ${dialect}`) && reply.status < 300 && held ? '' : told
}

for (const release of releases) {
  for (const dialect of dialects) {
    test(`the simulator of ${release} answers every operation in /${dialect} as the contract says`, async t => {
      const { bench, check } = await observed(t, release)
      const { user, password } = bench.simulator
      const unwrap = (json: unknown) => (dialect === 'api' ? json : at(json, 'value'))
      const { kept, ask } = createPlayer(bench, unwrap)
      const login = requestOf({ operation: 'session create' }, dialect)
      assert.ok(login)
      await ask(login, basic(user, password), { keep: { session: [] } })
      const headers = { 'vmware-api-session-id': String(kept.get('session')) }
      const wrong: string[] = []
      for (const written of plays) {
        const play = filledIn(written, kept)
        const request = requestOf(play, dialect)
        if (!request) continue
        const told = outcome(play, dialect, await ask(request, headers, play), check, release)
        if (told !== '') wrong.push(told)
      }
      assert.deepEqual([...check.violations, ...wrong], [])
    })
  }

  test(`the simulator of ${release} answers VI/JSON as the contract says`, async t => {
    const { bench, check } = await observed(t, release)
    const { user: userName, password } = bench.simulator
    const { kept, ask } = createPlayer(bench, json => json)
    const login = await bench.call('POST', `${base}/SessionManager/SessionManager/Login`, {
      body: { userName, password }
    })
    const headers = { 'vmware-api-session-id': String(login.headers['vmware-api-session-id']) }
    for (const [name, path, field] of given)
      kept.set(name, String(at((await bench.api('GET', `/api/vcenter/${path}`)).json, 0, field)))
    kept.set('user', userName)
    const wrong: string[] = []
    for (const written of vimPlays) {
      const play = filledIn(written, kept)
      const request = { method: play.body ? 'POST' : 'GET', path: `${base}/${play.at}`, body: play.body }
      const { reply, held } = await ask(request, headers, play)
      const right = play.fails === undefined ? reply.status < 300 : at(reply.json, '_typeName') === play.fails
      if (!right || !held) wrong.push(`${JSON.stringify(play)} ${reply.status} ${reply.text}`)
    }
    assert.deepEqual([...check.violations, ...wrong], [])
  })
}

test('every operation of the contract is played', () => {
  const played = new Set(['session create', ...plays.map(play => play.operation)])
  const missing = entries.map(({ name }) => name).filter(name => !played.has(name))
  assert.deepEqual(missing, [])
})

test('every method of the VI data is played', () => {
  const played = new Set(['Login', ...vimPlays.map(({ at: place }) => place.split('/')[2])])
  assert.deepEqual(
    Object.keys(data.methods).filter(name => !played.has(name.split('.')[1])),
    []
  )
})
