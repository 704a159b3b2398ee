import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { digestOf } from '../src/access/tokens.ts'
import { startSimulator } from '../src/simulator/index.ts'
import { watched } from './contract/watch.ts'
import { startService, temporaryDirectory } from './helper.ts'
import { addressOf, spawnService } from './process.ts'

const [first, second] = ['first-token-of-the-bot-0123456789', 'second-token-of-the-bot-0123456789']

function entries(...tokens: string[]): string {
  return JSON.stringify(
    Object.fromEntries(tokens.map(token => [`sha256:${digestOf(token)}`, { name: 'bot', role: 'viewer' }]))
  )
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

test('tokens are added and revoked while calls go on, by writing the file or by swapping a link to it', async t => {
  const directory = temporaryDirectory(t)
  const path = join(directory, 'tokens.json')
  writeFileSync(join(directory, 'version-1'), entries(first))
  symlinkSync(join(directory, 'version-1'), path)
  const service = await startService(t, { env: { TOKENS_FILE: path } })
  const statusOf = async (token: string) =>
    (await service.app.inject({ url: '/api/v1/datacenters', headers: bearer(token) })).statusCode
  assert.deepEqual([await statusOf(first), await statusOf(second)], [200, 401])

  const calls = Array.from({ length: 50 }, () => statusOf(first))
  // as Kubernetes changes a mounted secret
  writeFileSync(join(directory, 'version-2'), entries(first, second))
  symlinkSync(join(directory, 'version-2'), `${path}.new`)
  renameSync(`${path}.new`, path)
  await becomes(() => statusOf(second), 200)
  assert.ok((await Promise.all(calls)).every(status => status === 200))

  writeFileSync(path, entries(second))
  await becomes(() => statusOf(first), 401)
  writeFileSync(path, '{ broken')
  service.app.reloadTokens()
  assert.equal(await statusOf(second), 200, 'a file that cannot be used takes nobody out')
})

test('SIGHUP reads the tokens again at once, and the service goes on', async t => {
  const simulator = await startSimulator(watched(t))
  t.after(() => simulator.close())
  const path = join(temporaryDirectory(t), 'tokens.json')
  writeFileSync(path, entries(first), { mode: 0o600 })
  const service = await spawnService(t, {
    VCENTER_HOST: simulator.host,
    VCENTER_USER: simulator.user,
    VCENTER_PASSWORD: simulator.password,
    VCENTER_CA_BUNDLE: simulator.caFile,
    TOKENS_FILE: path
  })
  const address = await addressOf(service)
  const statusOf = async (token: string) =>
    (await fetch(`${address}/api/v1/datacenters`, { headers: bearer(token) })).status
  assert.equal(await statusOf(first), 200)
  // the signal handler comes with the last lines of the start
  await becomes(async () => (service.output().includes('Server listening') ? 200 : 0), 200)
  writeFileSync(path, entries(second))
  service.child.kill('SIGHUP')
  await becomes(() => statusOf(second), 200, 1500)
  assert.equal(await statusOf(first), 401)
  assert.match(service.output(), /TOKENS_FILE was read again: 1 tokens/)
  assert.doesNotMatch(service.output(), /of-the-bot/)
  service.child.kill('SIGTERM')
  assert.deepEqual(await service.exited, [0, null])
})

test('SIGHUP while the service starts does not end it', async t => {
  const simulator = await startSimulator(watched(t))
  t.after(() => simulator.close())
  const fifo = join(temporaryDirectory(t), 'password')
  await promisify(execFile)('mkfifo', ['-m', '600', fifo])
  const service = await spawnService(t, {
    VCENTER_HOST: simulator.host,
    VCENTER_USER: simulator.user,
    VCENTER_PASSWORD_FILE: fifo,
    VCENTER_CA_BUNDLE: simulator.caFile,
    TOKENS_TO_ROLES: entries(first)
  })
  // opens when the service reads the configuration, and holds it there
  const writing = await open(fifo, 'w')
  service.child.kill('SIGHUP')
  await writing.writeFile(simulator.password)
  await writing.close()
  const { status } = await fetch(`${await addressOf(service)}/api/v1/datacenters`, { headers: bearer(first) })
  assert.equal(status, 200)
})

test('a token is refused outside of its networks and after its time in the very words of an unknown one', async t => {
  const token = 'token-of-the-other-network-0123456789'
  const key = `sha256:${digestOf(token)}`
  const answers = []
  for (const limits of [{ cidr: ['192.0.2.0/24'] }, { expires: '2020-01-01' }]) {
    const service = await startService(t, {
      env: { TOKENS_TO_ROLES: JSON.stringify({ [key]: { name: 'bot', role: 'viewer', ...limits } }) }
    })
    for (const each of [token, 'nobody-has-ever-configured-this-one']) {
      const { statusCode, headers, body } = await service.app.inject({
        url: '/api/v1/vms',
        headers: bearer(each)
      })
      answers.push([statusCode, headers['www-authenticate'], body.replace(/"request_id":"[^"]+"/, '')])
    }
  }
  for (const answer of answers) assert.deepEqual(answer, answers[0])
  assert.equal(answers[0]?.[0], 401)
})

test('only a trusted proxy says where a caller comes from', async t => {
  const token = 'token-of-one-network-only-0123456789'
  const TOKENS_TO_ROLES = JSON.stringify({
    [`sha256:${digestOf(token)}`]: { name: 'bot', role: 'viewer', cidr: ['192.0.2.0/24'] }
  })
  const headers = { ...bearer(token), 'x-forwarded-for': '192.0.2.7' }
  const plain = await startService(t, { env: { TOKENS_TO_ROLES } })
  assert.equal((await plain.app.inject({ url: '/api/v1/datacenters', headers })).statusCode, 401)
  const behind = await startService(t, { env: { TOKENS_TO_ROLES, TRUSTED_PROXIES: '127.0.0.0/8' } })
  assert.equal((await behind.app.inject({ url: '/api/v1/datacenters', headers })).statusCode, 200)
  assert.equal(behind.audit().at(-1)?.address, '192.0.2.7')
  // what the caller wrote itself stands before what the proxy added
  const forged = { ...headers, 'x-forwarded-for': '192.0.2.7, 198.51.100.1' }
  assert.equal((await behind.app.inject({ url: '/api/v1/datacenters', headers: forged })).statusCode, 401)
  const elsewhere = { url: '/api/v1/datacenters', headers, remoteAddress: '198.51.100.1' }
  assert.equal((await behind.app.inject(elsewhere)).statusCode, 401)
})

test('whoever has a network of IPv6 has one budget of guesses', async t => {
  const { app } = await startService(t)
  const guess = (remoteAddress: string) =>
    app.inject({ url: '/api/v1/vms', headers: bearer('a-guess'), remoteAddress })
  for (let host = 1; host <= 10; host += 1) assert.equal((await guess(`2001:db8::${host}`)).statusCode, 401)
  assert.equal((await guess('2001:db8::ffff')).statusCode, 429)
  assert.equal((await guess('2001:db8:0:1::1')).statusCode, 401, 'others are not shut out')
})

test('npm run token makes a token and an entry that fit together', async () => {
  const run = promisify(execFile)
  const args = ['scripts/token.ts', '--name', 'ci-bot', '--role', 'viewer', '--cidr', '10.0.0.0/8']
  const { stdout } = await run(process.execPath, args)
  const token = /vmp_[A-Za-z0-9_-]{43}/.exec(stdout)?.[0] ?? ''
  const entry = JSON.parse(stdout.slice(stdout.indexOf('{'))) as Record<string, unknown>
  assert.deepEqual(entry, {
    [`sha256:${digestOf(token)}`]: { name: 'ci-bot', role: 'viewer', cidr: ['10.0.0.0/8'] }
  })
  await assert.rejects(
    run(process.execPath, ['scripts/token.ts', '--name', 'x']),
    /--name and --role are needed/
  )
})

test('npm run token makes nothing that the service would refuse', async () => {
  const run = promisify(execFile)
  for (const [option, value, mistake] of [
    ['--name', 'two words', /name has the wrong form/],
    ['--expires', '2027-02-30', /no date that exists/],
    ['--cidr', '10.0.0.0/99', /no network/]
  ] as const) {
    const args = ['scripts/token.ts', '--name', 'n', '--role', 'viewer', option, value]
    await assert.rejects(run(process.execPath, args), mistake)
  }
})

async function becomes(status: () => Promise<number>, wanted: number, withinMs = 5000): Promise<void> {
  const deadline = performance.now() + withinMs
  while ((await status()) !== wanted) {
    assert.ok(performance.now() < deadline, `it never became ${wanted}`)
    await pause(50)
  }
}
