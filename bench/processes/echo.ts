import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tell } from './messages.ts'

/** Reference: what Node alone needs to read a JSON-RPC message and to write it back. */

const server = createServer(onRequest)
server.listen(0, '127.0.0.1', onListening)

function onRequest(request: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const message: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'))
    const body = Buffer.from(JSON.stringify(message))
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length })
    response.end(body)
  })
}

function onListening(): void {
  tell({
    question: 'ready',
    answer: { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
  })
}
