import {
  createAutomationApi,
  createAutomationSession,
  deleteAutomationSession
} from './automation/automation-api.ts'
import { createClient } from './client.ts'
import { createExchange } from './transport/exchange.ts'
import { createTransport } from './transport/http.ts'
import { createLoginGuard } from './login-guard.ts'
import { createSession } from './session.ts'
import type { VcenterConnection } from './types.ts'
import { originOf } from './address.ts'
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
  /** SHA-256 fingerprint of the only certificate to trust: `AB:CD:…`. */
  fingerprint256?: string | undefined
  /** Accepts any certificate. */
  insecure: boolean
  /** For reads: to the first byte of the answer, and for a free connection. */
  timeoutMs: number
  /** For writes, which last as long as vCenter's task; at least 2 minutes or 6 times `timeoutMs` unless set. */
  writeTimeoutMs?: number
  retries: number
  backoffMs: number
  apiMode: 'api' | 'rest'
  /** First pause between two looks at a task; 500 unless set. */
  pollMs?: number
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
  const { name, address, user, password, ca, insecure, timeoutMs } = settings
  if (settings.apiMode === 'rest') throw new Error(`vCenter '${name}': the rest dialect is not supported yet`)
  const transport = createTransport({ origin: originOf(address), ca, insecure, queueMs: timeoutMs })
  const exchange = createExchange(transport, {
    vcenter: name,
    timeoutMs,
    writeTimeoutMs: settings.writeTimeoutMs ?? Math.max(120_000, 6 * timeoutMs),
    retries: settings.retries,
    backoffMs: settings.backoffMs
  })
  const guard = createLoginGuard(name)
  const credential = { user, password }
  const session = createSession({
    vcenter: name,
    guard,
    logIn: () => createAutomationSession(exchange, name, credential),
    logOut: id => deleteAutomationSession(exchange, id)
  })
  const automation = createAutomationApi(exchange, session, name)
  const vim = createVimApi({ vcenter: name, exchange, credential, guard, automationSession: session })

  let closing: Promise<void> | undefined

  /** Once for all who ask: a second one would find no session and cut the log-out of the first one off. */
  function close(): Promise<void> {
    return (closing ??= logOutAndDisconnect())
  }

  async function logOutAndDisconnect(): Promise<void> {
    await withinTime(Promise.allSettled([session.close(), vim.close()]), logOutMs)
    await withinTime(transport.close(), closeMs)
  }

  return {
    name,
    client: ({ signal } = {}) =>
      createClient({ name, automation, vim, pollMs: settings.pollMs ?? 500, signal }),
    close
  }
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
