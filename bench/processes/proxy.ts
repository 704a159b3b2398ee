import { readFileSync } from 'node:fs'
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Pool } from 'undici'
import { tell } from './messages.ts'

/**
 * Reference: the least that stands between a caller and vCenter. One upstream request with a session id that is
 * already there, over as many kept-alive TLS connections as the gateway has; its text goes through unread.
 */

const [upstream = '', caFile = '', sessionId = ''] = process.argv.slice(2)
const pool = new Pool(upstream, {
  connections: 16,
  pipelining: 1,
  allowH2: false,
  connect: { ca: readFileSync(caFile, 'utf8') }
})
const headers = { accept: 'application/json', 'vmware-api-session-id': sessionId }
const server = createServer(onRequest)
server.listen(0, '127.0.0.1', onListening)

function onRequest(_request: IncomingMessage, response: ServerResponse): void {
  passThrough(response).catch((error: unknown) => {
    response.writeHead(502)
    response.end(String(error))
  })
}

async function passThrough(response: ServerResponse): Promise<void> {
  const answer = await pool.request({ method: 'GET', path: '/api/vcenter/vm', headers })
  const text = await answer.body.text()
  response.writeHead(answer.statusCode, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text)
  })
  response.end(text)
}

function onListening(): void {
  tell({
    question: 'ready',
    answer: { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
  })
}
