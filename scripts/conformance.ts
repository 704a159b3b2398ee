import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { buildApp } from '../src/app.ts'
import { loadConfig } from '../src/config.ts'
import { startSimulator } from '../src/simulator/index.ts'

/**
 * `npm run conformance`: holds the service against the official conformance suite, for both eras. Much of the suite asks
 * for tools, prompts and resources of its own, which a product does not have: those checks stand in a baseline for each
 * revision, one by one. A check that fails and is not there fails the run, and so does one that no longer fails.
 * `-- --update` writes the baselines anew.
 */
const revisions = ['2025-11-25', '2026-07-28']
const limitMs = 180_000

const cli = join(
  dirname(createRequire(import.meta.url).resolve('@modelcontextprotocol/conformance/package.json')),
  'dist/index.js'
)
const isUpdate = process.argv.includes('--update')
const directory = mkdtempSync(join(tmpdir(), 'vsphere-mcp-pro-conformance-'))

async function startService() {
  const simulator = await startSimulator({ caFile: join(directory, 'ca.pem') })
  const app = await buildApp(
    loadConfig({
      VCENTER_HOST: simulator.host,
      VCENTER_USER: simulator.user,
      VCENTER_PASSWORD: simulator.password,
      VCENTER_CA_BUNDLE: simulator.caFile,
      // the suite can send no token
      AUTH_ENFORCE: 'false',
      SERVER_HOST: '127.0.0.1',
      SERVER_PORT: '0',
      RATE_LIMIT: 'false',
      LOG_LEVEL: 'silent',
      AUDIT_LOG_PATH: join(directory, 'audit.jsonl')
    })
  )
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/mcp`, close: () => app.close().then(() => simulator.close()) }
}

/** The suite's own exit code is the verdict; with --update there is none. */
async function run(url: string, revision: string): Promise<boolean> {
  const baseline = join('test', 'conformance', `${revision}.yml`)
  const output = join(directory, revision)
  const expected = isUpdate ? [] : ['--expected-failures', baseline]
  const args = [cli, 'server', '--url', url, '--requirements', revision, '-o', output, ...expected]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], timeout: limitMs })
  let told = ''
  child.stdout.on('data', (chunk: Buffer) => (told += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  if (isUpdate) {
    writeFileSync(baseline, baselineOf(output))
    return true
  }
  console.log(`MCP ${revision}: ${told.match(/^Total: .*$/m)?.[0] ?? 'no result'}`)
  if (code !== 0) console.error(told)
  return code === 0
}

/** Warnings count as failures there. */
function baselineOf(output: string): string {
  const failed = globSync(join(output, '*', 'checks.json')).flatMap(path => {
    const scenario = basename(dirname(path)).replace(/^server-(.*?)-\d{4}-\d\d-\d\dT.*$/, '$1')
    const checks = JSON.parse(readFileSync(path, 'utf8')) as { id: string; status: string }[]
    return checks
      .filter(({ status }) => status === 'FAILURE' || status === 'WARNING')
      .map(({ id }) => `  - ${scenario}:${id}`)
  })
  return `server:\n${[...new Set(failed)].toSorted().join('\n')}\n`
}

const service = await startService()
try {
  for (const revision of revisions) {
    if (!(await run(service.url, revision))) process.exitCode = 1
  }
} finally {
  await service.close()
  rmSync(directory, { recursive: true, force: true })
}
