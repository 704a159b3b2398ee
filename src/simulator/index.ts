import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAutomationFace } from './automation/index.ts'
import { createFaults, type Fault, type FaultMatch } from './faults.ts'
import type { Answer, Received } from './http.ts'
import type { Inventory } from './inventory/index.ts'
import { resolveSettings, type SimulatorOptions } from './options.ts'
import { createHttpsServer, type RequestRecord } from './server.ts'
import { createState } from './state.ts'
import { makeCertificates } from './tls.ts'
import { createVimFace } from './vim/index.ts'

export type { Fault, FaultMatch } from './faults.ts'
export type { Inventory } from './inventory/index.ts'
export type { ListCaps, SimulatorOptions } from './options.ts'
export type { Exchange, RequestRecord } from './server.ts'

/** A running simulated vCenter. */
export interface Simulator {
  /** Such as `https://127.0.0.1:8443`. */
  url: string
  /** Host and port, what VCENTER_HOST takes. */
  host: string
  port: number
  user: string
  password: string
  caFile: string
  caPem: string
  /** What was answered, oldest first, the last 10,000. Set `length = 0` to start anew. */
  requests: RequestRecord[]
  /** How many sessions are live. */
  readonly sessions: number
  expireSessions: () => void
  inventory: Inventory
  /** Lets the next matching request, or the next `times`, go wrong. */
  fail: (match: FaultMatch, fault: Fault) => void
  close: () => Promise<void>
}

/**
 * Starts a simulated vCenter over HTTPS, with a CA of its own.
 *
 * @throws RangeError when an option is out of range
 * @throws the system's error when the port cannot be had or `caFile` cannot be written
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const settings = resolveSettings(options)
  const state = createState(settings)
  const certificates = await makeCertificates()
  const faults = createFaults()
  const requests: RequestRecord[] = []
  const automation = createAutomationFace(state)
  const vim = createVimFace(state)

  async function handle(received: Received): Promise<Answer> {
    if (/^\/(api|rest)\//.test(received.path)) return automation(received)
    if (received.path.startsWith('/sdk/')) return vim(received)
    return { status: 404, text: 'Not Found' }
  }

  const server = createHttpsServer({
    certificates,
    faults,
    requests,
    observe: options.observe,
    handle
  })
  server.listen(settings.port, settings.host)
  await once(server, 'listening')
  let temporary: string | undefined
  if (settings.caFile === undefined) temporary = await mkdtemp(join(tmpdir(), 'simulated-vcenter-'))
  const caFile = settings.caFile ?? join(temporary ?? '', 'ca.pem')

  async function close(): Promise<void> {
    state.tasks.close()
    const closed = server.listening ? once(server, 'close') : undefined
    server.close()
    server.closeAllConnections()
    await closed
    if (temporary !== undefined) await rm(temporary, { recursive: true, force: true })
  }

  try {
    await writeFile(caFile, certificates.caPem)
  } catch (error) {
    await close()
    throw error
  }
  const { port } = server.address() as AddressInfo
  const host = `${settings.host.includes(':') ? `[${settings.host}]` : settings.host}:${port}`
  return {
    url: `https://${host}`,
    host,
    port,
    user: settings.user,
    password: settings.password,
    caFile,
    caPem: certificates.caPem,
    requests,
    get sessions() {
      return state.sessions.count()
    },
    expireSessions: () => state.sessions.closeAll(),
    inventory: state.inventory,
    fail: (match, fault) => faults.add(match, fault),
    close
  }
}
