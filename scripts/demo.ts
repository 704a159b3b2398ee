import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { digestOf } from '../src/access/tokens.ts'
import { buildApp } from '../src/app.ts'
import { ConfigError, loadConfig } from '../src/config.ts'
import { startSimulator } from '../src/simulator/index.ts'
import { stopOnSignal } from '../src/stop.ts'
import { type DemoToken, demoText } from './demo-text.ts'

/** `npm run demo`: a simulated vCenter, and the gateway against it, in one process and without any file of yours. */

const tokens: DemoToken[] = [
  { token: 'demo-viewer-token-for-the-simulator', role: 'viewer', may: 'list and inspect' },
  {
    token: 'demo-operator-token-for-the-simulator',
    role: 'operator',
    may: 'also power VMs, take and delete snapshots'
  },
  { token: 'demo-admin-token-for-the-simulator', role: 'admin', may: 'also resize and delete VMs' }
]

async function main(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'vsphere-mcp-pro-demo-'))
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }))
  const simulator = await startSimulator({ caFile: join(directory, 'vcenter-ca.pem') })
  const auditPath = join(directory, 'audit.jsonl')
  const config = loadConfig(
    overridden({
      VCENTER_HOST: simulator.host,
      VCENTER_USER: simulator.user,
      VCENTER_PASSWORD: simulator.password,
      VCENTER_CA_BUNDLE: simulator.caFile,
      TOKENS_TO_ROLES: JSON.stringify(Object.fromEntries(tokens.map(({ token, role }) => [token, role]))),
      SERVER_HOST: '127.0.0.1',
      AUDIT_LOG_PATH: auditPath,
      LOG_LEVEL: 'warn'
    })
  )
  const app = await buildApp(config)
  await app.listen({ host: config.server.host, port: config.server.port })
  const closeBoth = () => app.close().then(() => simulator.close())
  stopOnSignal(closeBoth, { withinMs: 20_000, log: app.log })
  const { port } = app.server.address() as AddressInfo
  const digests = new Set(config.access.static.tokens.map(({ digest }) => digest))
  const base = `http://${config.server.host}:${port}`
  console.log(
    demoText({
      base,
      mcp: `${base}${config.server.mcpPath}`,
      vcenter: simulator.url,
      audit: config.audit.path ?? 'stdout',
      tokens: tokens.filter(({ token }) => digests.has(digestOf(token)))
    })
  )
}

/** A variable of the environment, or its `_FILE`, wins over the demo's own value. */
function overridden(own: Record<string, string>): NodeJS.ProcessEnv {
  const kept = Object.entries(own).filter(([name]) => !process.env[name] && !process.env[`${name}_FILE`])
  return { ...process.env, ...Object.fromEntries(kept) }
}

try {
  await main()
} catch (error) {
  const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
  const message = error instanceof ConfigError || taken ? (error as Error).message : error
  console.error(message)
  if (taken) console.error('Choose another port: SERVER_PORT=8001 npm run demo')
  // the simulator would keep the process alive
  process.exit(1)
}
