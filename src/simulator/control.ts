import { createServer, type Server, type ServerResponse } from 'node:http'
import { contend } from './contention.ts'
import type { Faults, WaitingFault } from './faults/index.ts'
import { readOrder } from './faults/read.ts'
import type { FaultOrder } from './faults/types.ts'
import { receive, send, type Answer, type Received } from './http.ts'
import { changeCaps } from './options.ts'
import type { RequestRecord } from './server.ts'
import type { State } from './state.ts'
import { isObject } from './objects.ts'

interface ControlParts {
  state: State
  faults: Faults
  requests: RequestRecord[]
  fail: (order: FaultOrder) => void
  clearFaults: () => void
}

type Handler = (received: Received) => Answer

/**
 * The control endpoint: plain HTTP on loopback, for tests that run in another process. Whoever reaches it may
 * do anything to the simulator, so requests from web pages are refused.
 */
export function createControlServer(parts: ControlParts): Server {
  const handlers = handlersOf(parts)

  function answer(received: Received): Answer {
    const { origin, host = '' } = received.headers
    if (origin !== undefined || !/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i.test(host)) {
      return problem(403, 'the control endpoint is for programs on this machine, not for web pages')
    }
    const handler = handlers[`${received.method} ${received.path}`]
    if (!handler) return problem(404, `there is only ${Object.keys(handlers).join(', ')}`)
    try {
      return handler(received)
    } catch (error) {
      if (error instanceof RangeError) return problem(400, error.message)
      throw error
    }
  }

  async function respond(response: ServerResponse, incoming: Promise<Received | undefined>): Promise<void> {
    const received = await incoming
    send(response, received ? answer(received) : problem(413, 'the body must not be larger than 4 MiB'))
  }

  return createServer((request, response) => {
    respond(response, receive(request)).catch(() => response.destroy())
  })
}

function handlersOf({ state, faults, requests, fail, clearFaults }: ControlParts): Record<string, Handler> {
  return {
    'GET /faults': () => ok(faults.waiting().map(shown)),
    'POST /faults': received => {
      const given = bodyOf(received)
      const orders = (Array.isArray(given) ? given : [given]).map(readOrder)
      for (const order of orders) fail(order)
      return { status: 201, json: faults.waiting().map(shown) }
    },
    'DELETE /faults': () => {
      clearFaults()
      return { status: 204 }
    },
    'POST /sessions/expire': () => {
      const expired = state.sessions.count()
      state.sessions.closeAll()
      return ok({ expired })
    },
    'GET /requests': received => {
      const after = Number(new URLSearchParams(received.query).get('after') ?? 0)
      if (!Number.isSafeInteger(after) || after < 0) {
        throw new RangeError('after must be the number of a request, such as 12')
      }
      return ok(
        requests
          .filter(({ number }) => number > after)
          .map(({ number, method, path, query, status }) => ({ number, method, path, query, status }))
      )
    },
    'DELETE /requests': () => {
      requests.length = 0
      return { status: 204 }
    },
    'GET /state': () => ok(summary(state)),
    'POST /contention': received => {
      contend(state.inventory, bodyOf(received))
      return { status: 204 }
    },
    'POST /caps': received => ok(changeCaps(state.settings.caps, bodyOf(received)))
  }
}

function summary({ settings, sessions, inventory, tasks }: State) {
  const vms = [...inventory.vms.values()]
  const states = tasks.recent().map(task => task.state)
  const number = (state: string) => states.filter(other => other === state).length
  return {
    release: settings.apiRelease,
    sessions: sessions.count(),
    vms: vms.filter(vm => !vm.template).length,
    templates: vms.filter(vm => vm.template).length,
    tasks: {
      queued: number('queued'),
      running: number('running'),
      success: number('success'),
      error: number('error')
    }
  }
}

/** A fault as it was ordered, and how many requests it still hits. */
function shown({ match: { path, ...match }, fault, left }: WaitingFault) {
  const where = path instanceof RegExp ? { pattern: path.source.replaceAll(String.raw`\/`, '/') } : { path }
  return { match: path === undefined ? match : { ...match, ...where }, fault, left }
}

function bodyOf(received: Received): unknown {
  try {
    const value: unknown = JSON.parse(received.body)
    if (isObject(value) || Array.isArray(value)) return value
  } catch {
    // Said below.
  }
  throw new RangeError('the body must be JSON: an object, or for faults also a list of them')
}

function ok(json: unknown): Answer {
  return { status: 200, json }
}

function problem(status: number, error: string): Answer {
  return { status, json: { error } }
}
