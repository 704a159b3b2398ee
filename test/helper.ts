import type { TestContext } from 'node:test'
import type { FastifyInstance } from 'fastify'
import type { McpServers } from '../routes/mcp/index.ts'
import { buildApp } from '../src/app.ts'
import { loadConfig } from '../src/config.ts'
import { type Simulator, type SimulatorOptions, startSimulator } from '../src/simulator/index.ts'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AuditRecord } from '../src/audit/record.ts'
import { watched } from './contract/watch.ts'
import { usualVcenter, type VcenterKind } from './vcenter-kinds.ts'

export const tokens = {
  viewer: 'token-viewer-0123456789abcdefghij',
  operator: 'token-operator-0123456789abcdefghij',
  admin: 'token-admin-0123456789abcdefghij'
} as const
export type Role = keyof typeof tokens
/** Whoever calls: by the role of a usual token, or with a token of its own. */
export type Caller = Role | { token: string }

export interface Service {
  app: FastifyInstance
  simulator: Simulator
  /** Records of the audit so far, oldest first. */
  audit: () => AuditRecord[]
  /** The service on a real socket; listens at the first call. */
  listen: () => Promise<string>
}

export interface ServiceOptions {
  simulator?: SimulatorOptions
  /** The dialect and the release; those of every default unless set. */
  vcenter?: VcenterKind
  /** Variables of the environment, over those of the test. */
  env?: Record<string, string>
  stopGraceMs?: number
  /** What answers behind the MCP route instead of the tools. */
  mcpServers?: McpServers
}

/** The whole service against a simulated vCenter over HTTPS; both end with the test. */
export async function startService(
  t: Pick<TestContext, 'after'>,
  options: ServiceOptions = {}
): Promise<Service> {
  const directory = temporaryDirectory(t)
  const { mode, release } = options.vcenter ?? usualVcenter
  const simulator = await startSimulator(
    watched(t, { taskMs: 40, apiRelease: release, ...options.simulator })
  )
  const auditPath = join(directory, 'audit.jsonl')
  async function startApp(): Promise<FastifyInstance> {
    const config = loadConfig({
      VCENTER_HOST: simulator.host,
      VCENTER_USER: simulator.user,
      VCENTER_PASSWORD: simulator.password,
      VCENTER_CA_BUNDLE: simulator.caFile,
      VSPHERE_API_MODE: mode,
      TOKENS_TO_ROLES: JSON.stringify(
        Object.fromEntries(Object.entries(tokens).map(([role, token]) => [token, role]))
      ),
      SERVER_HOST: '127.0.0.1',
      SERVER_PORT: '0',
      AUDIT_LOG_PATH: auditPath,
      LOG_LEVEL: 'silent',
      RATE_LIMIT: 'false',
      VCENTER_BACKOFF: '0.01',
      ...options.env
    })
    // the simulator lives in the same process, and other tests on the same machine
    const { stopGraceMs, mcpServers } = options
    return buildApp(config, {
      maxEventLoopDelayMs: 20_000,
      ...(stopGraceMs !== undefined && { stopGraceMs }),
      ...(mcpServers && { mcpServers })
    })
  }
  const app = await startApp().catch(async (error: unknown) => {
    // a simulator that is left over would keep the test process from ending
    await simulator.close()
    throw error
  })
  // in this order: the service still has a session to log out of
  t.after(() => app.close().then(() => simulator.close()))
  let address: Promise<string> | undefined
  return {
    app,
    simulator,
    audit: () => readRecords(auditPath),
    listen: () => (address ??= app.listen({ host: '127.0.0.1', port: 0 }).then(() => addressOf(app)))
  }
}

export function temporaryDirectory(t: Pick<TestContext, 'after'>): string {
  const directory = mkdtempSync(join(tmpdir(), 'vsphere-mcp-pro-test-'))
  t.after(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

export function bearer(caller: Caller): { authorization: string } {
  return { authorization: `Bearer ${typeof caller === 'string' ? tokens[caller] : caller.token}` }
}

function addressOf(app: FastifyInstance): string {
  return `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
}

function readRecords(path: string): AuditRecord[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as AuditRecord)
}

/** Waits until a condition holds; fails after ten seconds, which is for machines that are busy. */
export async function until(what: string, condition: () => boolean): Promise<void> {
  const deadline = performance.now() + 10_000
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`It never came true that ${what}.`)
    await new Promise(resolve => setTimeout(resolve, 5))
  }
}
