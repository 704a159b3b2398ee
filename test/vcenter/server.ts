import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
import { makeCertificates } from '../../src/simulator/tls.ts'

export interface SeenRequest {
  method: string
  url: string
  headers: IncomingMessage['headers']
  body: string
}

export type Handler = (request: SeenRequest, response: ServerResponse, count: number) => void

export interface TestServer {
  /** `127.0.0.1:1234` */
  host: string
  origin: string
  /** CA to trust; empty over plain HTTP. */
  ca: string
  seen: SeenRequest[]
}

/** Certificates are made once for a test process: making them takes some 30 ms. */
let certificates: ReturnType<typeof makeCertificates> | undefined

/** A real server that records every request it has read to the end. */
export async function startServer(
  t: TestContext,
  handler: Handler,
  { tls = false, address = '127.0.0.1' } = {}
): Promise<TestServer> {
  const seen: SeenRequest[] = []
  const pems = tls ? await (certificates ??= makeCertificates()) : undefined
  const server = pems
    ? createHttpsServer({ key: pems.serverKey, cert: pems.serverPem }, onRequest)
    : createHttpServer(onRequest)

  function onRequest(request: IncomingMessage, response: ServerResponse): void {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')))
    request.on('end', () => {
      const { method = '', url = '', headers } = request
      seen.push({ method, url, headers, body })
      handler({ method, url, headers, body }, response, seen.length)
    })
  }

  await new Promise<void>(resolve => server.listen(0, address, resolve))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const host = address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
  return { host, origin: `${tls ? 'https' : 'http'}://${host}`, ca: pems?.caPem ?? '', seen }
}

export function answerJson(response: ServerResponse, status: number, body?: unknown): void {
  response.statusCode = status
  if (body === undefined) {
    response.end()
    return
  }
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify(body))
}

/** An error of the Automation API. */
export function answerError(response: ServerResponse, status: number, type: string, message = 'No.'): void {
  const messages = [{ id: 'com.vmware.test', default_message: message, args: [] }]
  answerJson(response, status, { error_type: type, messages })
}
