import type { FastifyRequest } from 'fastify'
import { cleanText } from '../../src/text.ts'

const encoder = new TextEncoder()

/** A web Request for the SDKs, without a body: they take the one that Fastify has parsed. */
export function webRequest(request: FastifyRequest, signal: AbortSignal): Request {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) {
    if (value === undefined) continue
    const text = Array.isArray(value) ? value.join(', ') : value
    // the SDKs repeat some of them in their errors
    headers.set(name, cleanText(text, { longest: Infinity }).value)
  }
  // the SDKs read path and query only; a client's Host header must not become an origin
  return new Request(`http://mcp.internal${request.url}`, { method: request.method, headers, signal })
}

/**
 * Fastify sends the headers with the first chunk of a streamed body. Starting an event stream with a comment lets
 * them leave at once; otherwise a client waits for the first event to learn that it was accepted.
 */
export function flushed(response: Response): Response {
  if (!response.body || !response.headers.get('content-type')?.startsWith('text/event-stream'))
    return response
  const opened = new TransformStream<Uint8Array, Uint8Array>({
    start(controller) {
      controller.enqueue(encoder.encode(': open\n\n'))
    }
  })
  const headers = new Headers(response.headers)
  // the SDKs say no-cache, which lets an answer be kept
  headers.set('cache-control', 'no-store, no-transform')
  return new Response(response.body.pipeThrough(opened), { status: response.status, headers })
}
