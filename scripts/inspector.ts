import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startService } from './service.ts'

/**
 * `npm run inspector`: runs the lines of docs/clients.md for mcp-inspector as they stand, in both eras, by HTTP and through the
 * built bridge, and holds what comes out against REST. The inspector is fetched when it is needed and is no dependency: it
 * would bring 133 packages and 89 MB (vite, react, native bindings) to everybody who installs this one.
 *
 * @see https://modelcontextprotocol.io/docs/2026-07-28/tools/inspector/cli
 */
const eras = ['legacy', 'modern'] as const
const token = 'inspector-token-for-the-simulator-0123456789'
const documentedUrl = 'https://gateway.example.com/mcp'
/** Its exit code for a tool that answered a refusal. */
const refused = 5

interface Ended {
  code: number | null
  stdout: string
  stderr: string
}

interface Result {
  tools?: { name: string }[]
  content?: { text: string }[]
  structuredContent?: unknown
}

const directory = mkdtempSync(join(tmpdir(), 'vsphere-mcp-pro-inspector-'))

function documentedLines(): string[] {
  const lines = readFileSync('docs/clients.md', 'utf8').split('\n')
  return lines.filter(line => line.startsWith('npx --yes @modelcontextprotocol/inspector@'))
}

async function run(line: string): Promise<Ended> {
  // its own store of servers and tokens is none of ours to touch
  const env = { ...process.env, VSPHERE_MCP_TOKEN: token, MCP_CATALOG_PATH: join(directory, 'catalog.json') }
  const child = spawn('sh', ['-c', line], { stdio: ['ignore', 'pipe', 'pipe'], env, timeout: 120_000 })
  const ended = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk: Buffer) => (ended.stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (ended.stderr += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, ...ended }
}

async function overRest(base: string, path: string): Promise<unknown> {
  const answer = await fetch(`${base}${path}`, { headers: { authorization: `Bearer ${token}` } })
  assert.equal(answer.status, 200)
  return answer.json()
}

/** The operations that OpenAPI shows the same caller. */
async function operationsOf(base: string): Promise<Set<string>> {
  const { paths } = (await overRest(base, '/openapi.json')) as {
    paths: Record<string, Record<string, object>>
  }
  const operations = Object.values(paths).flatMap(methods => Object.values(methods))
  return new Set(operations.map(operation => String((operation as { operationId?: string }).operationId)))
}

async function check(line: string, base: string): Promise<void> {
  const { code, stdout, stderr } = await run(line)
  assert.equal(code, 0, `${line}\n${stdout}${stderr}`)
  const result = JSON.parse(stdout) as Result
  if (line.includes('--method tools/list')) {
    // with --strict each schema that some client could not read is told there
    assert.doesNotMatch(stderr, /schema/i)
    assert.deepEqual(new Set(result.tools?.map(({ name }) => name)), await operationsOf(base))
    return
  }
  assert.deepEqual(result.structuredContent, await overRest(base, '/api/v1/datacenters'))
  const failing = line.replace(
    '--tool-name list_datacenters',
    `--tool-name get_vm_details --tool-args-json '{"vm":"none"}'`
  )
  const failed = await run(failing)
  assert.equal(failed.code, refused, failed.stderr)
  const problem = JSON.parse((JSON.parse(failed.stdout) as Result).content?.[0]?.text ?? '') as {
    code: string
  }
  assert.equal(problem.code, 'not_found')
}

const service = await startService({
  directory,
  env: { AUTH_ENFORCE: 'true', TOKENS_TO_ROLES: JSON.stringify({ [token]: 'viewer' }) }
})
try {
  const lines = documentedLines()
  assert.equal(lines.length, 3, 'docs/clients.md has its lines')
  for (const era of eras) {
    for (const line of lines) {
      const actual = line
        .replace(documentedUrl, service.url)
        .replace('--protocol-era modern', `--protocol-era ${era}`)
      await check(actual, new URL(service.url).origin)
    }
    console.log(`mcp-inspector, ${era} era: the lines of docs/clients.md do what they say.`)
  }
} finally {
  await service.close()
  rmSync(directory, { recursive: true, force: true })
}
