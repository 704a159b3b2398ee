import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { globSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'

const limitMs = 180_000

const cli = join(
  dirname(createRequire(import.meta.url).resolve('@modelcontextprotocol/conformance/package.json')),
  'dist/index.js'
)

export interface SuiteRun {
  url: string
  revision: string
  /** Where the suite puts what it found; must be new. */
  output: string
  /** Which checks may fail; unset: none that the revision requires. */
  baseline?: string | undefined
}

export interface SuiteResult {
  /** The verdict of the suite on what the revision requires. */
  isConformant: boolean
  /** The suite's own line of totals. */
  total: string
  /** `scenario:check` of all that failed, required or not; warnings count. */
  failed: string[]
  told: string
}

/** Runs what a revision requires of a server, and what the suite has beside it. */
export async function runSuite({ url, revision, output, baseline }: SuiteRun): Promise<SuiteResult> {
  const expected = baseline === undefined ? [] : ['--expected-failures', baseline]
  const args = [cli, 'server', '--url', url, '--requirements', revision, '-o', output, ...expected]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], timeout: limitMs })
  let told = ''
  child.stdout.on('data', (chunk: Buffer) => (told += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  const total = told.match(/^Total: (.*)$/m)?.[1] ?? 'no result'
  return { isConformant: code === 0, total, failed: failedIn(output), told }
}

function failedIn(output: string): string[] {
  const failed = globSync(join(output, '*', 'checks.json')).flatMap(path => {
    const scenario = basename(dirname(path)).replace(/^server-(.*?)-\d{4}-\d\d-\d\dT.*$/, '$1')
    const checks = JSON.parse(readFileSync(path, 'utf8')) as { id: string; status: string }[]
    return checks
      .filter(({ status }) => status === 'FAILURE' || status === 'WARNING')
      .map(({ id }) => `${scenario}:${id}`)
  })
  return [...new Set(failed)].toSorted()
}
