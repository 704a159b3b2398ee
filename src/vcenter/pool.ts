import { createAutomationApi, dialectOf } from './automation/automation-api.ts'
import { createAutomationSession, deleteAutomationSession } from './automation/login.ts'
import { createClient } from './client.ts'
import { createExchange, type Exchange } from './transport/exchange.ts'
import { createTransport } from './transport/http.ts'
import { createInventoryLists } from './inventory/lists.ts'
import { createLoginGuard } from './login-guard.ts'
import { createSession } from './session.ts'
import type { VcenterConnection } from './types.ts'
import { originOf } from './vcenter-name.ts'
import { createVimApi } from './vim/vim-api.ts'

export interface VcenterSettings {
  /** `host` or `host:port`, IPv6 in brackets: the only address ever contacted. */
  name: string
  user: string
  password: string
  /** PEM certificates trusted in addition to Node's. */
  ca?: string | undefined
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

/** @throws `Error` when a name is not a host, or is there twice */
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
  const { name, user, password, ca, insecure, timeoutMs } = settings
  const dialect = dialectOf(settings.apiMode)
  const transport = createTransport({ origin: originOf(name), ca, insecure, queueMs: timeoutMs })
  const send = createExchange(transport, {
    vcenter: name,
    timeoutMs,
    writeTimeoutMs: settings.writeTimeoutMs ?? Math.max(120_000, 6 * timeoutMs),
    retries: settings.retries,
    backoffMs: settings.backoffMs
  })

  /** What was read before a write is old after it, also when its answer was lost. */
  const exchange: Exchange = async request => {
    try {
      return await send(request)
    } finally {
      if (request.effect === 'write') lists.forget()
    }
  }

  const guard = createLoginGuard(name)
  const credential = { user, password }
  const session = createSession({
    vcenter: name,
    guard,
    logIn: () => createAutomationSession(exchange, dialect, name, credential),
    logOut: id => deleteAutomationSession(exchange, dialect, id)
  })
  const automation = createAutomationApi({ vcenter: name, exchange, session, dialect })
  const vim = createVimApi({ vcenter: name, exchange, credential, guard, automationSession: session })
  const lists = createInventoryLists({ automation, vim })

  async function close(): Promise<void> {
    await withinTime(Promise.allSettled([session.close(), vim.close()]), logOutMs)
    await withinTime(transport.close(), closeMs)
  }

  return {
    name,
    client: ({ signal } = {}) =>
      createClient({ name, automation, vim, lists, pollMs: settings.pollMs ?? 500, signal }),
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
