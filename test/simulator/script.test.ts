import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { Agent, request } from 'node:https'
import { createServer } from 'node:net'
import { dirname } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { readOptions } from '../../scripts/simulator-options.ts'
import { startSimulator } from '../../src/simulator/index.ts'
import { basic } from './helper.ts'

const script = new URL('../../scripts/simulator.ts', import.meta.url).pathname

const optionsFile = new URL('../../scripts/simulator-options.ts', import.meta.url)

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

async function started(...args: string[]) {
  const child = spawn(process.execPath, [script, '--port', '0', '--vms', '5', ...args])
  let out = ''
  child.stdout.setEncoding('utf8')
  while (!out.includes('Ctrl-C')) {
    const [chunk] = (await once(child.stdout, 'data')) as [string]
    out += chunk
  }
  return { child, out }
}

test('it prints what a client needs and stops on SIGTERM with 0', async () => {
  const { child, out } = await started('--password', "it's")
  assert.match(out, /^Simulated vCenter with 5 virtual machines/)
  const [, url] = /URL +(https:\/\/127\.0\.0\.1:\d+)/.exec(out) ?? []
  const [, caFile = ''] = /CA file +(\S+)/.exec(out) ?? []
  assert.match(out, /user +administrator@vsphere\.local/)
  assert.ok(out.includes(String.raw`-u 'administrator@vsphere.local:it'\''s' -X POST ${url}/api/session`))
  assert.ok(existsSync(caFile))
  assert.doesNotMatch(out, /control/)
  const exit = once(child, 'exit')
  child.kill('SIGTERM')
  assert.deepEqual(await exit, [0, null])
  assert.equal(existsSync(dirname(caFile)), false)
})

test('every option reaches the simulator', async t => {
  const plain =
    '--control-port 0 --api-release 8.0.1.0 --rest-removed --max-sessions 1 --idle-s 1 --cap vms=4 --cap hosts=3'
  const fault = '{"match":{"path":"/api/vcenter/network"},"fault":{"status":418}}'
  const slow = ['--latency', '30-40', '--task-ms', '5']
  const { child, out } = await started(...plain.split(' '), ...slow, '--fault', fault)
  t.after(() => child.kill('SIGKILL'))
  const [, url = ''] = /URL +(\S+)/.exec(out) ?? []
  const [, caFile = ''] = /CA file +(\S+)/.exec(out) ?? []
  const [, control = ''] = /control +(\S+)/.exec(out) ?? []
  const agent = new Agent({ ca: readFileSync(caFile) })
  t.after(() => agent.destroy())
  const ask = async (path: string, method: string, headers: Record<string, string>) => {
    const [response] = await once(request(`${url}${path}`, { method, agent, headers }).end(), 'response')
    let text = ''
    for await (const chunk of response) text += chunk
    return { status: response.statusCode as number, text }
  }
  const login = basic('administrator@vsphere.local', 'VMware1!')
  const opened = await ask('/api/session', 'POST', login)
  assert.equal((await ask('/api/session', 'POST', login)).status, 503, '--max-sessions')
  const session = { 'vmware-api-session-id': String(JSON.parse(opened.text)) }
  const before = performance.now()
  assert.equal((await ask('/api/vcenter/vm', 'GET', session)).status, 500, '--cap')
  assert.ok(performance.now() - before >= 29, '--latency')
  assert.equal((await ask('/api/vcenter/host', 'GET', session)).status, 500, '--cap again')
  assert.equal((await ask('/api/vcenter/network', 'GET', session)).status, 418, '--fault')
  assert.match((await ask('/rest/vcenter/vm', 'GET', session)).text, /httpNotFound/, '--rest-removed')
  const state = (await (await fetch(`${control}/state`)).json()) as Record<string, unknown>
  assert.deepEqual([state['release'], state['vms'], state['sessions']], ['8.0.1.0', 5, 1])
  await sleep(1100)
  assert.equal((await ask('/api/session', 'GET', session)).status, 401, '--idle-s')
})

test('times are given in seconds, and what the account may do as names', () => {
  const read = (...args: string[]) => readOptions(args)
  const times = read('--idle-s', '1', '--lifetime-s', '2', '--task-kept-s', '3')
  assert.deepEqual([times?.sessionIdleMs, times?.sessionLifetimeMs, times?.taskKeptMs], [1000, 2000, 3000])
  assert.equal(times?.privileges, undefined)
  const privileges = ['System.Read', 'VirtualMachine.Interact.PowerOn']
  assert.deepEqual(read('--privileges', privileges.join(','))?.privileges, privileges)
  assert.deepEqual(read('--privileges', '')?.privileges, [])
  assert.throws(() => read('--privileges', 'System.Read, all'), /^RangeError: --privileges must look like/)
})

test('help is text on standard output and 0', async () => {
  const { code, out } = await run('--help')
  assert.equal(code, 0)
  const known = readFileSync(optionsFile, 'utf8').matchAll(/^ {6}'?([a-z-]+)'?: \{ type: /gm)
  const options = [...known].map(match => match[1])
  assert.ok(options.length >= 19)
  for (const option of options) {
    assert.ok(out.includes(`--${option} `), option)
  }
})

test('bad options are refused in one line', async () => {
  for (const args of [
    ['--vms', 'many'],
    ['--nothing'],
    ['--hosts', '2'],
    ['--api-release', '8'],
    ['--api-release', '8.0.9.0'],
    ['--latency', '50-20'],
    ['--latency', 'slow'],
    ['--idle-s', '-1'],
    ['--lifetime-s', '1.5'],
    ['--control-port', '70000'],
    ['--cap', 'vms'],
    ['--cap', 'vm=3'],
    ['--fault', '{'],
    ['--fault', '{"fault":{"reset":"now"}}'],
    ['extra']
  ]) {
    const start = async () => startSimulator(readOptions(args))
    await assert.rejects(start, /^(RangeError|TypeError \[ERR_PARSE_ARGS_\w+\]): /, args.join(' '))
  }
})

test('the line goes to standard error, and the exit code is 2', async () => {
  const ends = await Promise.all([run('--nothing'), run('--fault', '{"fault":{}}'), run('extra')])
  for (const { code, out, error } of ends) {
    assert.deepEqual([code, out], [2, ''])
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

test('a control port in use is named as well', async t => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const { code, error } = await run('--port', '0', '--control-port', String(port), '--vms', '5')
  assert.deepEqual([code, error], [1, `simulator: port ${port} is in use\n`])
})
