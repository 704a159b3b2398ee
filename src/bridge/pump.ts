import {
  type JSONRPCMessage,
  type RequestId,
  type StreamableHTTPClientTransport,
  type Transport,
  isJSONRPCRequest,
  isJSONRPCResponse
} from '@modelcontextprotocol/client'
import { setTimeout } from 'node:timers/promises'
import { createExchanges } from './exchanges.ts'

export interface Pump {
  /** Aborts what is open and gives the session back; bound in time. */
  close(): Promise<void>
}

/** How long the end waits for the gateway to take its session back. */
const farewellMs = 1000

/**
 * Carries messages between a client on stdio and the gateway's endpoint, in both eras of the protocol. Headers, event
 * streams and their resumption are the transport's, which logs its own errors; here is what takes reading the messages.
 *
 * @see https://modelcontextprotocol.io/specification/2025-11-25/basic/transports
 */
export function createPump(client: Transport, gateway: StreamableHTTPClientTransport, url: URL): Pump {
  const exchanges = createExchanges(gateway, url)
  /** Each POST is a connection of its own; nothing may overtake a handshake or a notification. */
  let before: Promise<unknown> = Promise.resolve()

  client.onmessage = function fromClient(message: JSONRPCMessage) {
    if (isJSONRPCRequest(message)) {
      const ready = before
      const answered = new Promise<void>(resolve => {
        exchanges.ask(message, ready, answer => {
          toClient(answer)
          resolve()
        })
      })
      if (message.method === 'initialize') before = answered
    } else if (!isCancellation(message)) {
      before = before.then(() => gateway.send(message)).catch(() => undefined)
    }
  }

  gateway.onmessage = function fromGateway(message: JSONRPCMessage) {
    if (isJSONRPCResponse(message)) exchanges.settle(message)
    else toClient(message)
  }

  function toClient(message: JSONRPCMessage): void {
    client.send(message).catch(() => undefined)
  }

  /**
   * Whether this was a cancellation and is done with. On stdio both eras send a notification; over HTTP, 2026-07-28 has none.
   * https://modelcontextprotocol.io/specification/2026-07-28/basic/utilities/cancellation
   */
  function isCancellation(message: JSONRPCMessage): boolean {
    if (!('method' in message) || message.method !== 'notifications/cancelled') return false
    return exchanges.cancel(message.params?.['requestId'] as RequestId)
  }

  return {
    async close() {
      exchanges.abortAll()
      const farewell = gateway.terminateSession().catch(() => undefined)
      await Promise.race([farewell, setTimeout(farewellMs, undefined, { ref: false })])
      await gateway.close()
    }
  }
}
