import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname } from 'node:path'
import { test } from 'node:test'

const script = new URL('../../scripts/simulator.ts', import.meta.url).pathname

interface Ended {
  code: number
  out: string
  error: string
}

function run(...args: string[]): Promise<Ended> {
  return new Promise(resolve => {
    const child = execFile(process.execPath, [script, ...args], (_failure, out, error) => {
      resolve({ code: child.exitCode ?? -1, out, error })
    })
  })
}

test('it prints what a client needs and stops on SIGTERM with 0', async () => {
  const child = spawn(process.execPath, [script, '--port', '0', '--vms', '5', '--password', "it's"])
  let out = ''
  child.stdout.setEncoding('utf8')
  while (!out.includes('Ctrl-C')) {
    const [chunk] = (await once(child.stdout, 'data')) as [string]
    out += chunk
  }
  assert.match(out, /^Simulated vCenter with 5 virtual machines/)
  const [, url] = /URL +(https:\/\/127\.0\.0\.1:\d+)/.exec(out) ?? []
  const [, caFile = ''] = /CA file +(\S+)/.exec(out) ?? []
  assert.match(out, /user +administrator@vsphere\.local/)
  assert.ok(out.includes(String.raw`-u 'administrator@vsphere.local:it'\''s' -X POST ${url}/api/session`))
  assert.ok(existsSync(caFile))
  const exit = once(child, 'exit')
  child.kill('SIGTERM')
  assert.deepEqual(await exit, [0, null])
  assert.equal(existsSync(dirname(caFile)), false)
})

test('help is text on standard output and 0', async () => {
  const { code, out } = await run('--help')
  assert.equal(code, 0)
  for (const option of ['port', 'vms', 'hosts', 'datastores', 'seed', 'user', 'password', 'api-release']) {
    assert.ok(out.includes(`--${option} `), option)
  }
})

test('bad options are one line on standard error and 2', async () => {
  for (const args of [
    ['--vms', 'many'],
    ['--nothing'],
    ['--hosts', '2'],
    ['--api-release', '8'],
    ['extra']
  ]) {
    const { code, out, error } = await run(...args)
    assert.deepEqual([code, out], [2, ''], args.join(' '))
    assert.match(error, /^simulator: [^\n]+\n$/)
  }
})

test('a port in use is one line on standard error and 1', async t => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const { code, error } = await run('--port', String(port), '--vms', '5')
  assert.deepEqual([code, error], [1, `simulator: port ${port} is in use\n`])
})
