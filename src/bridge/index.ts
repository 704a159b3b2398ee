import { StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { StdioServerTransport } from '@modelcontextprotocol/server/stdio'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { failureOf } from './failure.ts'
import { createPump } from './pump.ts'
import type { BridgeSettings } from './settings.ts'

/** JSON-RPC's own codes: https://www.jsonrpc.org/specification#error_object */
const parseError = -32_700
const invalidRequest = -32_600

/**
 * Lets a client that only speaks stdio use the gateway, until stdin ends, stdout breaks or `stop` aborts. stdout carries nothing
 * but JSON-RPC. Answers the exit code.
 */
export async function runBridge(settings: BridgeSettings, stop: AbortSignal): Promise<number> {
  const { url, token, ca } = settings
  // for every connection of this process: it has no others
  if (ca !== undefined) setDefaultCACertificates([...getCACertificates('default'), ca])
  const client = new StdioServerTransport()
  const gateway = new StreamableHTTPClientTransport(url, { fetch: authorized(token) })
  const pump = createPump(client, gateway, url)
  const ended = Promise.withResolvers<number>()
  stop.addEventListener('abort', () => ended.resolve(0))
  client.onclose = () => ended.resolve(0)
  client.onerror = onClientError
  gateway.onerror = error => log(failureOf(error, url).message)

  function onClientError(error: Error): void {
    if (error instanceof SyntaxError) return answerUnread(parseError, 'The line is not JSON.')
    if ('issues' in error) return answerUnread(invalidRequest, 'The line is not a message of JSON-RPC.')
    // a client that is gone is an ordinary end, and the transport closes for it
    if ('code' in error && error.code === 'EPIPE') return
    log(error.message)
    ended.resolve(1)
  }

  /** Whom it answers is not known: JSON-RPC wants null there, which the SDK's type does not know. */
  function answerUnread(code: number, message: string): void {
    log(message)
    client.send({ jsonrpc: '2.0', id: null, error: { code, message } } as never).catch(() => undefined)
  }

  await gateway.start()
  await client.start()
  const code = await ended.promise
  gateway.onerror = () => undefined
  await client.close()
  await pump.close()
  return code
}

/** Read for each request: a token that was replaced in its file counts from then on. */
function authorized(token: () => string | undefined): typeof fetch {
  return async (input, init) => {
    const headers = new Headers(init?.headers)
    const bearer = token()
    if (bearer !== undefined) headers.set('authorization', `Bearer ${bearer}`)
    return fetch(input, { ...init, headers })
  }
}

function log(line: string): void {
  process.stderr.write(`vsphere-mcp-pro: ${line}\n`)
}
