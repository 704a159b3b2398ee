import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAutomationFace } from './automation/index.ts'
import { contend, type Contention } from './contention.ts'
import { createControlServer } from './control.ts'
import { disturbed } from './faults/disturb.ts'
import { createFaults, type Fault, type FaultMatch, type FaultOrder } from './faults/index.ts'
import { readOrder } from './faults/read.ts'
import type { Answer, Received } from './http.ts'
import type { Inventory } from './inventory/index.ts'
import { listen, type Listener } from './listener.ts'
import { resolveSettings, type SimulatorOptions } from './options.ts'
import { createHttpsServer, type RequestRecord } from './server.ts'
import { createState } from './state.ts'
import { makeCertificates } from './tls.ts'
import { createVimFace } from './vim/index.ts'

export type { Contention } from './contention.ts'
export type { Fault, FaultMatch, FaultOrder } from './faults/index.ts'
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
  /** Such as `http://127.0.0.1:8444`; undefined unless `controlPort` was given. */
  controlUrl: string | undefined
  /** What was answered, oldest first, the last 10,000. Set `length = 0` to start anew. */
  requests: RequestRecord[]
  /** How many sessions are live. */
  readonly sessions: number
  expireSessions: () => void
  inventory: Inventory
  /**
   * Lets the next matching request, or the next `times`, go wrong.
   *
   * @throws RangeError when the match or the fault is none
   */
  fail: (match: FaultMatch, fault: Fault) => void
  /**
   * Makes a host too small for what runs on it, or a datastore slow.
   *
   * @throws RangeError when there is no such thing, or a value is out of range
   */
  contend: (contention: Contention) => void
  /** Forgets all faults that wait, and accepts connections again. */
  clearFaults: () => void
  close: () => Promise<void>
}

/**
 * Starts a simulated vCenter over HTTPS, with a CA of its own.
 *
 * @throws RangeError when an option is out of range
 * @throws the system's error when a port cannot be had or `caFile` cannot be written
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const settings = resolveSettings(options)
  const orders = (options.faults ?? []).map(readOrder)
  const faults = createFaults(settings.seed)
  const state = disturbed(createState(settings), faults)
  const certificates = await makeCertificates(settings.certificateDays)
  const requests: RequestRecord[] = []
  const automation = createAutomationFace(state)
  const vim = createVimFace(state)

  async function handle(received: Received): Promise<Answer> {
    if (/^\/(api|rest)\//.test(received.path)) return automation(received)
    if (received.path.startsWith('/sdk/')) return vim(received)
    return { status: 404, text: 'Not Found' }
  }

  function fail(order: FaultOrder): void {
    if ('refuseConnectionsMs' in order.fault) listener.refuse(order.fault.refuseConnectionsMs)
    else faults.add(order)
  }

  function clearFaults(): void {
    faults.clear()
    listener.accept()
  }

  const expireSessions = () => state.sessions.closeAll()
  const { observe } = options
  const { clock } = settings
  const server = createHttpsServer({ certificates, faults, requests, observe, expireSessions, clock, handle })
  const listener = await listen(server, settings.port, settings.host)
  let control: Listener | undefined
  let temporary: string | undefined

  async function close(): Promise<void> {
    state.timers.close()
    state.tasks.close()
    await Promise.all([listener.close(), control?.close()])
    if (temporary !== undefined) await rm(temporary, { recursive: true, force: true })
  }

  let { caFile } = settings
  try {
    if (settings.controlPort !== undefined) {
      const controls = createControlServer({ state, faults, requests, fail, clearFaults })
      control = await listen(controls, settings.controlPort, '127.0.0.1')
    }
    if (caFile === undefined) {
      temporary = await mkdtemp(join(tmpdir(), 'simulated-vcenter-'))
      caFile = join(temporary, 'ca.pem')
    }
    await writeFile(caFile, certificates.caPem)
  } catch (error) {
    await close()
    throw error
  }
  for (const order of orders) fail(order)
  const host = `${settings.host.includes(':') ? `[${settings.host}]` : settings.host}:${listener.port}`
  return {
    url: `https://${host}`,
    host,
    port: listener.port,
    user: settings.user,
    password: settings.password,
    caFile,
    caPem: certificates.caPem,
    controlUrl: control && `http://127.0.0.1:${control.port}`,
    requests,
    get sessions() {
      return state.sessions.count()
    },
    expireSessions,
    inventory: state.inventory,
    fail: (match, fault) => fail(readOrder({ match, fault })),
    contend: contention => contend(state.inventory, contention),
    clearFaults,
    close
  }
}
