import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { UsageError, bridgeSettings } from '../../src/bridge/settings.ts'
import { temporaryDirectory } from '../helper.ts'

interface Ended {
  code: number
  stdout: string
  stderr: string
}

async function run(args: string[]): Promise<Ended> {
  return new Promise(resolve => {
    const options = { env: { PATH: process.env['PATH'] }, timeout: 10_000 }
    const program = ['scripts/vsphere-mcp-pro.ts', ...args]
    const child = execFile(process.execPath, program, options, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr })
    })
    child.stdin?.end()
  })
}

const url = 'https://gateway.example.com/mcp'
const token = 'secret-token-that-nobody-may-read'

test('--help says where the token comes from, and why it is no option', async () => {
  for (const args of [['--help'], ['stdio', '--help']]) {
    const { code, stdout, stderr } = await run(args)
    assert.deepEqual([code, stderr], [0, ''])
    assert.match(stdout, /VSPHERE_MCP_TOKEN_FILE.*It is no option, because every user/s)
  }
})

test('bad options end the bridge with 2, a sentence and the usage on stderr, and nothing on stdout', async () => {
  for (const [args, told] of [
    [[], /The only command is stdio/],
    [['serve'], /The only command is stdio/],
    [['stdio', '--token', token], /Unknown option '--token'/]
  ] as const) {
    const { code, stdout, stderr } = await run([...args])
    assert.deepEqual([code, stdout], [2, ''])
    assert.match(stderr, told)
    assert.match(stderr, /Usage: vsphere-mcp-pro stdio/)
    assert.ok(!stderr.includes(token), stderr)
  }
})

test('settings that cannot be used are refused in a sentence that says what to change, never with the token', t => {
  const directory = temporaryDirectory(t)
  const file = join(directory, 'file')
  writeFileSync(file, `${token} ${token}`)
  const cases: [args: string[], env: Record<string, string>, told: RegExp][] = [
    [[], {}, /use --url or set VSPHERE_MCP_URL/],
    [['--url', 'gateway.example.com'], {}, /must look like https:/],
    [['--url', 'ftp://gateway.example.com'], {}, /must look like https:/],
    [['--url', `https://me:${token}@gateway.example.com/mcp`], {}, /no user and password/],
    [['--url', 'http://gateway.example.com/mcp'], {}, /on the way to read: use https, or --allow-http/],
    [['--url', 'http://127.0.0.1.example.com/mcp'], {}, /--allow-http/],
    [['--url', url], { VSPHERE_MCP_TOKEN: token, VSPHERE_MCP_TOKEN_FILE: file }, /Keep one of them/],
    [['--url', url], { VSPHERE_MCP_TOKEN: `${token}\nx` }, /VSPHERE_MCP_TOKEN: no header can carry/],
    [['--url', url], { VSPHERE_MCP_TOKEN_FILE: file }, /VSPHERE_MCP_TOKEN_FILE: no header can carry/],
    [['--url', url], { VSPHERE_MCP_TOKEN_FILE: directory }, /Point it to a readable file/],
    [['--url', url, '--ca', file], {}, /holds no certificate in PEM/],
    [['--url', url, '--ca', join(directory, 'none')], {}, /Point it to a readable file/]
  ]
  for (const [args, env, told] of cases) {
    assert.throws(
      () => bridgeSettings(args, env),
      error => error instanceof UsageError && told.test(error.message) && !error.message.includes(token)
    )
  }
})

test('http is taken to this machine, and to others with --allow-http', () => {
  for (const args of [
    ['--url', 'http://localhost:9/mcp'],
    ['--url', 'http://127.8.8.8:9/mcp'],
    ['--url', 'http://[::1]:9/mcp'],
    ['--url', 'http://gateway.example.com/mcp', '--allow-http']
  ]) {
    assert.equal(bridgeSettings(args, {}).url.protocol, 'http:')
  }
})
