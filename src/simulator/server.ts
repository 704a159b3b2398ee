import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { createServer, type Server } from 'node:https'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Fault, Faults } from './faults.ts'
import { receive, send, written, type Answer, type Received } from './http.ts'
import type { Certificates } from './tls.ts'

/** One request as answered; `status` is 0 when the connection was cut instead. */
export interface RequestRecord {
  method: string
  path: string
  query: string
  headers: IncomingHttpHeaders
  body: string
  status: number
}

/** A request with all that went back, for whoever watches the wire. */
export interface Exchange extends RequestRecord {
  answerHeaders: Readonly<Record<string, string>>
  /** What was sent as the body, `''` when there was none. */
  answerBody: string
  /** A fault had a hand in it: the answer is not what the simulated vCenter says by itself. */
  faulty: boolean
}

const mostRecords = 10_000

interface ServerParts {
  certificates: Certificates
  faults: Faults
  requests: RequestRecord[]
  observe: ((exchange: Exchange) => void) | undefined
  /** Does the work; what it throws is a mistake of the simulator and becomes a 500. */
  handle: (received: Received) => Promise<Answer>
}

/** An HTTPS server that reads requests, lets faults happen, and records what was answered. */
export function createHttpsServer(parts: ServerParts): Server {
  const { certificates, faults, requests, handle, observe } = parts

  function record(received: Received, result: Answer | undefined, faulty: boolean): void {
    const { method, path, query, headers, body } = received
    const entry = { method, path, query, headers, body, status: result?.status ?? 0 }
    requests.push(entry)
    if (requests.length > mostRecords) requests.splice(0, requests.length - mostRecords * 0.9)
    if (!observe) return
    const { headers: answerHeaders, body: answerBody } = written(result)
    observe({ ...entry, answerHeaders, answerBody, faulty })
  }

  async function work(received: Received, fault: Fault | undefined): Promise<Answer | undefined> {
    if (!fault) return handle(received)
    if ('delayMs' in fault) {
      await sleep(fault.delayMs, undefined, { ref: false })
      return handle(received)
    }
    if ('reset' in fault) {
      if (fault.reset === 'after') await handle(received)
      return undefined
    }
    if (fault.afterEffect) await handle(received)
    return faultAnswer(fault)
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const received = await receive(request)
    if (!received) {
      send(response, { status: 413, headers: { connection: 'close' } })
      return
    }
    const fault = faults.take(received)
    const result = await work(received, fault)
    record(received, result, fault !== undefined)
    if (result) send(response, result)
    else request.socket.destroy()
  }

  function onRequest(request: IncomingMessage, response: ServerResponse): void {
    answer(request, response).catch((error: unknown) => {
      if (response.headersSent || request.destroyed) response.destroy()
      else
        send(response, {
          status: 500,
          text: `simulator: ${error instanceof Error ? error.stack : String(error)}`
        })
    })
  }

  const server = createServer({ key: certificates.serverKey, cert: certificates.serverPem }, onRequest)
  // Longer than the idle time of usual clients, so that they, not the server, end idle connections.
  server.keepAliveTimeout = 65_000
  return server
}

function faultAnswer(fault: Extract<Fault, { status: number }>): Answer {
  const headers = fault.headers ? { headers: fault.headers } : {}
  if (fault.body === undefined) return { status: fault.status, ...headers }
  if (typeof fault.body === 'string') return { status: fault.status, text: fault.body, ...headers }
  return { status: fault.status, json: fault.body, ...headers }
}
