import { Agent, request } from 'node:https'
import type { IncomingHttpHeaders } from 'node:http'
import type { TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { startSimulator, type Simulator, type SimulatorOptions } from '../../src/simulator/index.ts'
import { watched } from '../contract/watch.ts'

/** An answer, with its body both as text and, when it is JSON, as a value. */
export interface Reply {
  status: number
  headers: IncomingHttpHeaders
  text: string
  json: unknown
}

export interface CallOptions {
  body?: unknown
  /** Sent as it is, whatever it holds. */
  rawBody?: string
  /** The same, without a content type. */
  untypedBody?: string
  headers?: Record<string, string>
}

/**
 * A simulator and a client that checks its certificate; both end with the test. Requests may be wrong on purpose,
 * every answer is held against the contract.
 */
export interface Bench {
  simulator: Simulator
  /** Without a session. */
  call: (method: string, path: string, options?: CallOptions) => Promise<Reply>
  /** With a session from `POST /api/session`, made at the first use. */
  api: (method: string, path: string, body?: unknown) => Promise<Reply>
  /** VI/JSON below `/sdk/vim25/8.0.1.0` with the same session. */
  vim: (method: string, path: string, body?: unknown) => Promise<Reply>
  login: () => Promise<string>
}

export const sdk = '/sdk/vim25/8.0.1.0'
export const collector = '/PropertyCollector/propertyCollector'

export function basic(user: string, password: string): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` }
}

/** @param isWatched false where a test sends what the contract has not, and the real thing takes all the same */
export async function startBench(
  t: TestContext,
  options: SimulatorOptions = {},
  isWatched = true
): Promise<Bench> {
  const chosen = { taskMs: 30, ...options }
  const simulator = await startSimulator(isWatched ? watched(t, chosen, 'answers') : chosen)
  const agent = new Agent({ ca: simulator.caPem, keepAlive: true })
  t.after(async () => {
    await simulator.close()
    agent.destroy()
  })
  let session: string | undefined

  function call(
    method: string,
    path: string,
    { body, rawBody, untypedBody, headers }: CallOptions = {}
  ): Promise<Reply> {
    const content = rawBody ?? (body === undefined ? undefined : JSON.stringify(body))
    const typed = content === undefined ? {} : { 'content-type': 'application/json' }
    return new Promise((resolve, reject) => {
      const url = `${simulator.url}${path}`
      const sent = request(url, { method, agent, headers: { ...typed, ...headers } }, response => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (chunk: string) => (text += chunk))
        response.on('error', reject)
        response.on('end', () => {
          const { headers: answered, statusCode = 0 } = response
          try {
            const json: unknown =
              answered['content-type'] === 'application/json' ? JSON.parse(text) : undefined
            resolve({ status: statusCode, headers: answered, text, json })
          } catch (error) {
            reject(error)
          }
        })
      })
      sent.on('error', reject)
      sent.end(untypedBody ?? content)
    })
  }

  async function login(): Promise<string> {
    const reply = await call('POST', '/api/session', { headers: basic(simulator.user, simulator.password) })
    return String(reply.json)
  }

  async function api(method: string, path: string, body?: unknown): Promise<Reply> {
    session ??= await login()
    return call(method, path, { body, headers: { 'vmware-api-session-id': session } })
  }

  return { simulator, call, api, login, vim: (method, path, body) => api(method, `${sdk}${path}`, body) }
}

/** A value inside another, by field names and positions. */
export function at(value: unknown, ...path: (string | number)[]): unknown {
  let current = value
  for (const name of path) {
    current =
      typeof current === 'object' && current !== null
        ? (current as Record<string, unknown>)[String(name)]
        : undefined
  }
  return current
}

export function listOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value
  throw new Error(`not a list: ${JSON.stringify(value)}`)
}

export function ref(type: string, value: string) {
  return { _typeName: 'ManagedObjectReference', type, value }
}

/** Asks for the task until it has ended. */
export async function taskEnd(bench: Bench, started: Reply): Promise<unknown> {
  const id = String(at(started.json, 'value'))
  for (;;) {
    const info = (await bench.vim('GET', `/Task/${id}/info`)).json
    if (at(info, 'state') === 'success' || at(info, 'state') === 'error') return info
    await sleep(5)
  }
}

/** Waits until something holds, for two seconds at most. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 2000
  while (!(await holds())) {
    if (performance.now() > end) throw new Error('it never came to hold')
    await sleep(5)
  }
}

/** Status and type of an error in the older dialect, whose class and type must agree. */
export function restErrorOf(reply: Reply): [number, unknown] {
  const type = String(at(reply.json, 'value', 'error_type'))
  if (at(reply.json, 'type') !== `com.vmware.vapi.std.errors.${type.toLowerCase()}`) {
    throw new Error(`not an error of /rest: ${reply.text}`)
  }
  return [reply.status, type]
}

/** The type and the first text of an error of the Automation API. */
export function errorOf(reply: Reply): [number, unknown, unknown] {
  return [reply.status, at(reply.json, 'error_type'), at(reply.json, 'messages', 0, 'default_message')]
}
