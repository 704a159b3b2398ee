import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { request } from 'undici'
import pkg from '../package.json' with { type: 'json' }
import { compiledMain } from './build.ts'
import { type Child, startProbed } from './children.ts'
import type { Listening, SimulatorListening } from './processes/messages.ts'

/** How many VMs the simulated vCenter has: they fit on the first page of list_vms. */
export const vmCount = 40

/** The token of the bench, for a role that may call every tool. */
export const token = 'token-of-the-bench-0123456789abcdef'

export interface Server {
  child: Child
  origin: string
}

export interface Servers {
  simulator: Child
  vcenter: SimulatorListening
  echo: Server
  proxy: Server
  gateway: Server
}

/** Starts everything that is measured, each in a process of its own, on loopback. */
export async function startServers(directory: string): Promise<Servers> {
  const simulator = startProbed([scriptOf('simulator'), directory, String(vmCount)])
  const vcenter = (await simulator.ready()) as SimulatorListening
  const [echo, proxy, gateway] = await Promise.all([
    startReference('echo'),
    startReference('proxy', [vcenter.origin, vcenter.caFile, vcenter.sessionId]),
    startGateway(vcenter, directory)
  ])
  return { simulator, vcenter, echo, proxy, gateway }
}

/** As `npm start` runs it, but for the `.env` file of whoever works here. */
export const gatewayArgs = [...flagsOf(pkg.scripts.start), compiledMain]

/** The environment of the gateway: as in production, but for the rate limit, which would measure itself. */
export function gatewayEnv(
  vcenter: SimulatorListening,
  directory: string,
  port: number
): Record<string, string> {
  return {
    VCENTER_HOST: vcenter.host,
    VCENTER_USER: vcenter.user,
    VCENTER_PASSWORD: vcenter.password,
    VCENTER_CA_BUNDLE: vcenter.caFile,
    TOKENS_TO_ROLES: JSON.stringify({ [token]: 'admin' }),
    AUDIT_LOG_PATH: join(directory, 'audit.jsonl'),
    RATE_LIMIT: 'false',
    LOG_LEVEL: 'warn',
    SERVER_HOST: '127.0.0.1',
    SERVER_PORT: String(port)
  }
}

/** A port that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** Waits for the first good answer of `/livez`. Throws after ten seconds. */
export async function untilLive(origin: string): Promise<void> {
  const deadline = performance.now() + 10_000
  while (performance.now() < deadline) {
    if (await isLive(origin)) return
    await sleep(2)
  }
  throw new Error('The gateway did not come up within ten seconds.')
}

async function isLive(origin: string): Promise<boolean> {
  try {
    const { statusCode, body } = await request(`${origin}/livez`)
    await body.dump()
    return statusCode === 200
  } catch {
    return false
  }
}

export async function startGateway(
  vcenter: SimulatorListening,
  directory: string,
  more: Record<string, string> = {}
): Promise<Server> {
  const port = await freePort()
  const child = startProbed(gatewayArgs, { ...gatewayEnv(vcenter, directory, port), ...more })
  const origin = `http://127.0.0.1:${port}`
  await untilLive(origin)
  return { child, origin }
}

async function startReference(name: string, args: readonly string[] = []): Promise<Server> {
  const child = startProbed([scriptOf(name), ...args])
  const { origin } = (await child.ready()) as Listening
  return { child, origin }
}

function flagsOf(command: string): string[] {
  return command.split(' ').filter(word => word.startsWith('--') && !word.startsWith('--env-file'))
}

export function scriptOf(name: string): string {
  return fileURLToPath(new URL(`processes/${name}.ts`, import.meta.url))
}
