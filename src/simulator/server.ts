import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { createServer, type Server } from 'node:https'
import { setTimeout as sleep } from 'node:timers/promises'
import { cut, loginPage, statusAnswer, wrongType } from './faults/answers.ts'
import type { Affected, Fault, Faults } from './faults/index.ts'
import { withWrongCredentials } from './faults/login.ts'
import { receive, send, sendSlowly, written, type Answer, type Received } from './http.ts'
import type { Certificates } from './tls.ts'

/** One request as answered; `status` is 0 when the connection was cut instead. */
export interface RequestRecord {
  /** Counts from 1, over all requests of this simulator. */
  number: number
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
  expireSessions: () => void
  clock: () => number
  /** Does the work; what it throws is a mistake of the simulator and becomes a 500. */
  handle: (received: Received) => Promise<Answer>
}

/** An HTTPS server that reads requests, lets faults happen, and records what was answered. */
export function createHttpsServer(parts: ServerParts): Server {
  const { certificates, faults, requests, handle, observe, expireSessions, clock } = parts
  let count = 0

  function record(received: Received, result: Answer | undefined, faulty: boolean): void {
    const { method, path, query, headers, body } = received
    count += 1
    const entry = { number: count, method, path, query, headers, body, status: result?.status ?? 0 }
    requests.push(entry)
    if (requests.length > mostRecords) requests.splice(0, requests.length - mostRecords * 0.9)
    if (!observe) return
    const { headers: answerHeaders, body: answerBody } = written(result)
    observe({ ...entry, answerHeaders, answerBody, faulty })
  }

  /** Undefined when the connection is to be cut. */
  async function work(affected: Affected, fault: Fault | undefined): Promise<Answer | undefined> {
    const { received } = affected
    if (!fault) return handle(received)
    if ('status' in fault) {
      if (fault.afterEffect) await handle(received)
      return statusAnswer(fault)
    }
    if ('reset' in fault) {
      if (fault.reset === 'after') await handle(received)
      return undefined
    }
    if ('answer' in fault) {
      if (fault.answer === 'login-page') return loginPage
      const whole = await handle(received)
      return fault.answer === 'cut' ? cut(whole) : wrongType(whole)
    }
    if ('login' in fault) {
      if (fault.login === 'refused') return handle(withWrongCredentials(received))
      affected.atLimit = true
    }
    if ('sessions' in fault) expireSessions()
    return handle(received)
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const received = await receive(request)
    if (!received) {
      send(response, { status: 413, headers: { connection: 'close' } })
      return
    }
    // Node would write its own time
    response.setHeader('date', new Date(clock()).toUTCString())
    const delay = faults.takeDelay(received)
    const fault = faults.take(received)
    const affected: Affected = { received, faulty: delay > 0 || fault !== undefined, atLimit: false }
    if (delay > 0) await sleep(delay, undefined, { ref: false })
    const result = await faults.around(affected, () => work(affected, fault))
    record(received, result, affected.faulty)
    if (!result) request.socket.destroy()
    else if (fault && 'drip' in fault) sendSlowly(response, result, fault.drip)
    else send(response, result)
  }

  function onRequest(request: IncomingMessage, response: ServerResponse): void {
    answer(request, response).catch((error: unknown) => {
      if (response.headersSent || response.destroyed) response.destroy()
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
