import { createAutomationApi, dialectOf } from './automation/automation-api.ts'
import { createAutomationSession, deleteAutomationSession } from './automation/login.ts'
import { createClient } from './client.ts'
import { createFlights } from './flights.ts'
import { readGauges } from './gauges.ts'
import { setRemaining } from '../abort.ts'
import { createBreaker } from './transport/breaker.ts'
import { createBulkhead } from './transport/bulkhead.ts'
import { createExchange } from './transport/exchange.ts'
import { createTransport } from './transport/http.ts'
import { createMeter } from './transport/meter.ts'
import { createRetryBudget } from './transport/retry.ts'
import { createInventoryLists } from './inventory/lists.ts'
import { createLoginGuard } from './login-guard.ts'
import { createSession } from './session.ts'
import { automationSessionCheck } from './session-check.ts'
import type { CallerPatience, VcenterClient, VcenterConnection } from './types.ts'
import { originOf } from './address.ts'
import { createStartedTasks } from './vim/started-tasks.ts'
import { createVimApi } from './vim/vim-api.ts'

export interface VcenterSettings {
  /** What callers pass as `hostname` and are shown; never used as an address. */
  name: string
  /** `host` or `host:port`, IPv6 in brackets: the only place ever contacted. */
  address: string
  user: string
  password: string
  /** PEM certificates trusted in addition to Node's. */
  ca?: string | undefined
  /** Accepts any certificate. */
  insecure: boolean
  /** SHA-256 of the only certificate accepted, with or without colons; see `Trust`. */
  fingerprint256?: string | undefined
  /** For reads: to the first byte of the answer, and for a free connection. */
  timeoutMs: number
  /** For writes, which last as long as vCenter's task; at least 2 minutes or 6 times `timeoutMs` unless set. */
  writeTimeoutMs?: number
  retries: number
  backoffMs: number
  apiMode: 'api' | 'rest'
  /** First pause between two looks at a task; 500 unless set. */
  pollMs?: number
  /** An unused session is kept from ending every so often; 10 minutes unless set. */
  keepAliveMs?: number
}

/** The configured vCenters. Nothing is contacted before the first call to it. */
export interface VcenterPool {
  readonly names: readonly string[]
  get(name: string): VcenterConnection | undefined
  close(): Promise<void>
}

/** Together the 2 seconds a connection may take to close. */
const logOutMs = 1_500
const closeMs = 500

/** @throws `Error` when an address is none, or a name is there twice */
export function createVcenterPool(settings: readonly VcenterSettings[]): VcenterPool {
  const connections = new Map<string, VcenterConnection>()
  for (const item of settings) {
    if (connections.has(item.name)) throw new Error(`vCenter '${item.name}' is configured twice`)
    connections.set(item.name, createVcenterConnection(item))
  }

  async function close(): Promise<void> {
    await Promise.all([...connections.values()].map(connection => connection.close()))
  }

  return { names: [...connections.keys()], get: name => connections.get(name), close }
}

/** One vCenter: one pool of sockets and one session (two before 8.0 U3), shared by all clients. */
export function createVcenterConnection(settings: VcenterSettings): VcenterConnection {
  const { name, address, user, password, ca, insecure, fingerprint256, timeoutMs, retries, backoffMs } =
    settings
  const dialect = dialectOf(settings.apiMode)
  const transport = createTransport({
    origin: originOf(address),
    ca,
    insecure,
    fingerprint256,
    queueMs: timeoutMs
  })
  const breaker = createBreaker({ vcenter: name, probeMs: timeoutMs })
  const bulkhead = createBulkhead(name, timeoutMs)
  const budget = createRetryBudget()
  const meter = createMeter()
  const flights = createFlights()
  const started = createStartedTasks()
  const exchange = createExchange(transport, {
    vcenter: name,
    timeoutMs,
    writeTimeoutMs: settings.writeTimeoutMs ?? Math.max(120_000, 6 * timeoutMs),
    retries,
    backoffMs,
    breaker,
    bulkhead,
    budget,
    meter,
    onWrite: forget
  })

  const guard = createLoginGuard(name)
  const credential = { user, password }
  const keepAlive = {
    idleMs: settings.keepAliveMs ?? 10 * 60_000,
    mayAsk: () => breaker.state() === 'closed'
  }
  const session = createSession({
    vcenter: name,
    guard,
    logIn: () => createAutomationSession(exchange, dialect, name, credential),
    logOut: id => deleteAutomationSession(exchange, dialect, id),
    isAlive: automationSessionCheck(exchange, dialect),
    keepAlive
  })
  const automation = createAutomationApi({ vcenter: name, exchange, session, dialect })
  const vim = createVimApi({
    vcenter: name,
    exchange,
    credential,
    guard,
    automationSession: session,
    keepAlive
  })
  const sources = {
    automationSession: session,
    vimSession: vim,
    guard,
    breaker,
    bulkhead,
    meter,
    budget,
    flights
  }
  const lists = createInventoryLists({ vcenter: name, automation, vim, flights })

  /** What was read before a change is old after it. */
  function forget(): void {
    flights.renew()
    lists.forget()
  }

  let closing: Promise<void> | undefined

  /** Once for all who ask: a second one would find no session and cut the log-out of the first one off. */
  function close(): Promise<void> {
    return (closing ??= logOutAndDisconnect())
  }

  async function logOutAndDisconnect(): Promise<void> {
    await withinTime(Promise.allSettled([session.close(), vim.close()]), logOutMs)
    await withinTime(transport.close(), closeMs)
  }

  function client({ signal, remainingMs }: CallerPatience = {}): VcenterClient {
    if (signal && remainingMs) setRemaining(signal, remainingMs)
    return createClient({
      name,
      automation,
      vim,
      flights,
      started,
      lists,
      forget,
      pollMs: settings.pollMs ?? 500,
      signal
    })
  }

  return { name, client, gauges: () => readGauges(sources), close }
}

function withinTime(work: Promise<unknown>, milliseconds: number): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, milliseconds)
    function finish(): void {
      clearTimeout(timer)
      resolve()
    }
    work.then(finish, finish)
  })
}
