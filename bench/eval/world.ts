import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { buildApp } from '../../src/app.ts'
import type { AuditRecord } from '../../src/audit/record.ts'
import { loadConfig } from '../../src/config.ts'
import { type Simulator, startSimulator } from '../../src/simulator/index.ts'
import type { Role, Task } from './define-task.ts'
import { type Change, type Facts, changesBetween, factsOf } from './facts.ts'
import { type Meter, startMeter } from './meter.ts'
import { writePast } from './past-records.ts'

const tokens: Readonly<Record<Role, string>> = {
  viewer: 'eval-viewer-token-0123456789abcdef',
  operator: 'eval-operator-token-0123456789abcdef',
  admin: 'eval-admin-token-0123456789abcdef'
}

/** A vCenter of its own for one task, prepared for it, with the service before it. */
export interface World {
  /** Of the MCP endpoint. */
  url: string
  token: string
  traffic: Meter['traffic']
  now: Date
  /** One for each vCenter. */
  before: Facts[]
  facts: () => Facts[]
  changes: () => Change[]
  records: () => AuditRecord[]
  /** Waits until guests that were told to go down, or to restart, have done so. */
  settle: () => Promise<void>
  close: () => Promise<void>
}

/** `directory`: for certificates and the audit; nobody else uses it. */
export async function startWorld(task: Task, directory: string): Promise<World> {
  mkdirSync(directory, { recursive: true })
  const now = new Date()
  const names = task.twoVcenters === true ? ['main', 'dr'] : ['main']
  const simulators: Simulator[] = []
  const closing: (() => Promise<void>)[] = []
  const close = async () => {
    for (const each of closing.toReversed()) await each()
  }
  try {
    for (const name of names) {
      const simulator = await startSimulator({
        taskMs: 40,
        ...task.simulator,
        caFile: join(directory, `${name}.pem`)
      })
      simulators.push(simulator)
      closing.push(simulator.close)
    }
    const auditPath = join(directory, 'audit.jsonl')
    writeFileSync(auditPath, '')
    prepare(task, simulators, auditPath, now)
    const app = await startGateway({
      ...vcenterVariables(simulators, names, directory),
      AUDIT_LOG_PATH: auditPath,
      ...task.env
    })
    closing.push(() => app.close())
    const { port } = app.server.address() as AddressInfo
    const meter = await startMeter(`http://127.0.0.1:${port}`)
    closing.push(meter.close)
    const facts = () => simulators.map(({ inventory }) => factsOf(inventory))
    const before = facts()
    return {
      url: `${meter.url}/mcp`,
      token: tokens[task.role],
      traffic: meter.traffic,
      now,
      before,
      facts,
      changes: () => facts().flatMap((after, index) => changesBetween(before[index] ?? after, after)),
      records: () => recordsIn(auditPath),
      settle: () => settled(simulators),
      close
    }
  } catch (error) {
    await close()
    throw error
  }
}

function prepare(task: Task, [first, second]: Simulator[], auditPath: string, now: Date): void {
  if (!first) return
  task.prepare?.({
    inventory: first.inventory,
    get second() {
      if (!second) throw new Error(`${task.name} has no second vCenter`)
      return second.inventory
    },
    fail: first.fail,
    contend: first.contend,
    record: (...records) => writePast(auditPath, second ? 'main' : first.host, records),
    now
  })
}

async function startGateway(env: Record<string, string>) {
  const config = loadConfig({
    TOKENS_TO_ROLES: JSON.stringify(
      Object.fromEntries(
        Object.entries(tokens).map(([role, token]) => [token, { name: `eval-${role}`, role }])
      )
    ),
    SERVER_HOST: '127.0.0.1',
    SERVER_PORT: '0',
    RATE_LIMIT: 'false',
    LOG_LEVEL: 'silent',
    VCENTER_BACKOFF: '0.01',
    ...env
  })
  // simulators live in the same process
  const app = await buildApp(config, { maxEventLoopDelayMs: 20_000 })
  await app.listen({ host: '127.0.0.1', port: 0 })
  return app
}

function vcenterVariables(
  [first, ...others]: readonly Simulator[],
  names: readonly string[],
  directory: string
): Record<string, string> {
  if (!first) return {}
  if (others.length === 0) {
    const { host, user, password, caFile } = first
    return {
      VCENTER_HOST: host,
      VCENTER_USER: user,
      VCENTER_PASSWORD: password,
      VCENTER_CA_BUNDLE: caFile
    }
  }
  const path = join(directory, 'vcenters.json')
  const entries = [first, ...others].map(({ port, user, password, caFile }, index) => {
    return { name: names[index], host: '127.0.0.1', port, user, password, caFile }
  })
  writeFileSync(path, JSON.stringify(entries), { mode: 0o600 })
  return { VCENTERS_FILE: path }
}

function recordsIn(path: string): AuditRecord[] {
  const lines = readFileSync(path, 'utf8').split('\n')
  return lines.filter(line => line !== '').map(line => JSON.parse(line) as AuditRecord)
}

async function settled(simulators: readonly Simulator[]): Promise<void> {
  const deadline = performance.now() + 3000
  const isMoving = () =>
    simulators.some(({ inventory }) =>
      [...inventory.vms.values()].some(({ guestState }) => /shuttingDown|resetting/.test(guestState))
    )
  while (isMoving() && performance.now() < deadline) await new Promise(resolve => setTimeout(resolve, 10))
}
