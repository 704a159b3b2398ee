import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { McpServers } from '../routes/mcp/index.ts'
import { buildApp } from '../src/app.ts'
import { loadConfig } from '../src/config.ts'
import { type SimulatorOptions, startSimulator } from '../src/simulator/index.ts'

export interface ServiceOptions {
  /** For the certificate and the audit. */
  directory: string
  /** Variables of the environment, over the usual ones. */
  env?: Record<string, string>
  simulator?: SimulatorOptions
  mcpServers?: McpServers | undefined
}

/** The service on a socket of its own, with a simulated vCenter behind it, for scripts that look at it from outside. */
export async function startService({ directory, env, simulator: options, mcpServers }: ServiceOptions) {
  const simulator = await startSimulator({ ...options, caFile: join(directory, 'ca.pem') })
  const config = loadConfig({
    VCENTER_HOST: simulator.host,
    VCENTER_USER: simulator.user,
    VCENTER_PASSWORD: simulator.password,
    VCENTER_CA_BUNDLE: simulator.caFile,
    AUTH_ENFORCE: 'false',
    SERVER_HOST: '127.0.0.1',
    SERVER_PORT: '0',
    RATE_LIMIT: 'false',
    LOG_LEVEL: 'silent',
    AUDIT_LOG_PATH: join(directory, 'audit.jsonl'),
    ...env
  })
  // both are in one process, and large inventories take their turns
  const app = await buildApp(config, { maxEventLoopDelayMs: 20_000, ...(mcpServers && { mcpServers }) })
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  return { app, url: `http://127.0.0.1:${port}/mcp`, close: () => app.close().then(() => simulator.close()) }
}
