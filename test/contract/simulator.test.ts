import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { at, basic, listOf, startBench, until, type Bench, type Reply } from '../simulator/helper.ts'
import { createContractCheck, type ContractCheck } from './check.ts'
import type { Dialect } from './operation.ts'
import { playsOf, type Known } from './plays.ts'
import { requestOf, type Play } from './requests.ts'
import { vimPlaysOf, type VimPlay } from './vim-plays.ts'

const releases = ['8.0.1.0', '8.0.2.0', '8.0.3.0', '9.0.0.0']
const dialects: Dialect[] = ['api']

interface Stage {
  bench: Bench
  check: ContractCheck
  /** Sends a play and gives back the value, unwrapped. */
  send: (play: Play) => Promise<Reply>
  known: Known
}

async function stage(t: TestContext, release: string, dialect: Dialect): Promise<Stage> {
  const check = createContractCheck({ release })
  const bench = await startBench(t, { apiRelease: release, observe: check.observe })
  const { user, password } = bench.simulator
  const login = requestOf({ operation: 'session create' }, dialect)
  assert.ok(login)
  const { json } = await bench.call(login.method, login.path, { headers: basic(user, password) })
  const session = String(dialect === 'api' ? json : at(json, 'value'))

  async function send(play: Play): Promise<Reply> {
    const request = requestOf(play, dialect)
    assert.ok(request, `${play.operation} exists in ${dialect}`)
    const { method, path, body } = request
    return bench.call(method, path, { body, headers: { 'vmware-api-session-id': session } })
  }

  async function first(operation: string, id: string, query = {}): Promise<string> {
    const reply = await send({ operation, query })
    const [item] = listOf(dialect === 'api' ? reply.json : at(reply.json, 'value'))
    return String(at(item, id))
  }

  const known: Known = {
    on: await runningGuest(first, send),
    off: await first('vm list', 'vm', { power_states: 'POWERED_OFF' }),
    suspended: await first('vm list', 'vm', { power_states: 'SUSPENDED' }),
    host: await first('host list', 'host'),
    cluster: await first('cluster list', 'cluster'),
    datastore: await first('datastore list', 'datastore'),
    network: await first('network list', 'network'),
    datacenter: await first('datacenter list', 'datacenter'),
    folder: await first('folder list', 'folder', { type: 'VIRTUAL_MACHINE' }),
    pool: await first('resource pool list', 'resource_pool')
  }
  return { bench, check, send, known }
}

/** A VM that is on; its guest answers. */
async function runningGuest(
  first: (operation: string, id: string, query?: object) => Promise<string>,
  send: (play: Play) => Promise<Reply>
): Promise<string> {
  const vm = await first('vm list', 'vm', { power_states: 'POWERED_ON' })
  await until(async () => (await send({ operation: 'guest identity', path: { vm } })).status === 200)
  return vm
}

function errorTypeOf({ json }: Reply): unknown {
  const type = at(json, 'error_type') ?? at(json, 'type')
  return String(type).split('.').at(-1)?.toUpperCase()
}

for (const release of releases) {
  for (const dialect of dialects) {
    test(`The simulator of ${release} answers every operation in /${dialect} as the contract says`, async t => {
      const { send, known, check } = await stage(t, release, dialect)
      for (const play of playsOf(known)) {
        if (!requestOf(play, dialect)) continue
        const reply = await send(play)
        if (play.fails !== undefined) assert.equal(errorTypeOf(reply), play.fails, JSON.stringify(play))
        else if (play.operation !== 'system hello' || release !== '8.0.1.0')
          assert.ok(
            check.covered.has(`${play.operation} ${dialect}`),
            `${JSON.stringify(play)} ${reply.text}`
          )
      }
      assert.deepEqual(check.violations, [])
    })
  }

  test(`The simulator of ${release} answers VI/JSON as the contract says`, async t => {
    const check = createContractCheck({ release })
    const bench = await startBench(t, { apiRelease: release, observe: check.observe })
    const { user, password } = bench.simulator
    const vims = `/sdk/vim25/8.0.1.0/`
    const login = await bench.call('POST', `${vims}SessionManager/SessionManager/Login`, {
      body: { userName: user, password }
    })
    const headers = { 'vmware-api-session-id': String(login.headers['vmware-api-session-id']) }
    const vm = at((await bench.api('GET', '/api/vcenter/vm')).json, 0, 'vm')
    const host = at((await bench.api('GET', '/api/vcenter/host')).json, 0, 'host')
    const cluster = at((await bench.api('GET', '/api/vcenter/cluster')).json, 0, 'cluster')
    for (const play of vimPlaysOf({ vm: String(vm), host: String(host), cluster: String(cluster) })) {
      const reply = await sendVim(bench, `${vims}${play.at}`, play, headers)
      if (play.fails !== undefined) assert.equal(at(reply.json, '_typeName'), play.fails)
      else assert.equal(reply.status, 200, `${play.at} ${reply.text}`)
    }
    assert.deepEqual(check.violations, [])
  })
}

function sendVim(bench: Bench, path: string, play: VimPlay, headers: Record<string, string>): Promise<Reply> {
  return bench.call(play.body ? 'POST' : 'GET', path, { body: play.body, headers })
}
