import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { McpServers } from '../routes/mcp/index.ts'
import { fixtures } from '../test/conformance/fixtures/index.ts'
import { startService } from './service.ts'
import { type SuiteResult, runSuite } from './conformance/suite.ts'

interface Profile {
  name: string
  env: Record<string, string>
  mcpServers?: McpServers
  baselineOf?: (revision: string) => string
}

/**
 * `npm run conformance`: holds the service against the official conformance suite, for both eras and in two profiles.
 * The product as it is lacks tools and prompts that the suite asks of a test server: those checks stand in a baseline for
 * each revision, one by one. A check that fails and is not there fails the run, and so does one that no longer fails.
 * With fixtures behind the same route, hooks and transports, nothing may fail that the service has.
 * `-- --update` writes the baselines anew.
 */
const revisions = ['2025-11-25', '2026-07-28']
const profiles: Profile[] = [
  { name: 'product', env: {}, baselineOf: revision => join('test', 'conformance', `${revision}.yml`) },
  // only in a session can a server of 2025 ask its client back
  { name: 'fixtures', env: { MCP_SESSIONS: 'true' }, mcpServers: fixtures }
]

/** No revision requires them, and the service has neither: tasks are an extension, no stream can be taken up again. */
const notOffered = /^(tasks-[\w-]+|server-sse-polling):/

const isUpdate = process.argv.includes('--update')
const directory = mkdtempSync(join(tmpdir(), 'vsphere-mcp-pro-conformance-'))

async function runProfile({ name, env, mcpServers, baselineOf }: Profile): Promise<void> {
  const service = await startService({ directory, env, mcpServers })
  try {
    for (const revision of revisions) {
      const output = join(directory, name, revision)
      const baseline = baselineOf?.(revision)
      const result = await runSuite({ url: service.url, revision, output, ...(!isUpdate && { baseline }) })
      if (isUpdate && baseline !== undefined) writeFileSync(baseline, baselineFor(result))
      else judge(`${name}, MCP ${revision}`, result, baseline)
    }
  } finally {
    await service.close()
  }
}

/** The suite judges what the revision requires, of the rest it only tells: here every check counts. */
function judge(run: string, { isConformant, total, failed, told }: SuiteResult, baseline?: string): void {
  const known = baseline === undefined ? failed.filter(check => notOffered.test(check)) : checksIn(baseline)
  const faults = [
    ...failed.filter(check => !known.includes(check)).map(check => `${check} fails`),
    ...known.filter(check => !failed.includes(check)).map(check => `${check} passes: --update the baseline`)
  ]
  const isGood = isConformant && faults.length === 0
  const verdict = baseline === undefined ? 'all that is required passes' : 'as in the baseline'
  console.log(`${run}: ${total}, ${isGood ? verdict : 'NOT as it should be'}`)
  if (isGood) return
  console.error(told, faults.join('\n'))
  process.exitCode = 1
}

function checksIn(baseline: string): string[] {
  return Array.from(readFileSync(baseline, 'utf8').matchAll(/^  - (.+)$/gm), ([, check = '']) => check)
}

function baselineFor({ failed }: SuiteResult): string {
  return `server:\n${failed.map(check => `  - ${check}`).join('\n')}\n`
}

try {
  for (const profile of profiles) await runProfile(profile)
} finally {
  rmSync(directory, { recursive: true, force: true })
}
