import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'

/** A request as it came, its body read. */
export interface Received {
  method: string
  /** Still percent-encoded. */
  path: string
  /** Without the question mark. */
  query: string
  headers: IncomingHttpHeaders
  body: string
  remoteAddress: string
}

/** What goes back: `json` wins over `text`; neither means no body and no content type. */
export interface Answer {
  status: number
  json?: unknown
  text?: string
  contentType?: string
  headers?: Record<string, string>
}

const mostBytes = 4 * 1024 * 1024

/** Reads the whole request; undefined when its body is larger than 4 MiB. */
export async function receive(request: IncomingMessage): Promise<Received | undefined> {
  const target = request.url ?? '/'
  const cut = target.indexOf('?')
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > mostBytes) return undefined
    chunks.push(chunk)
  }
  return {
    method: request.method ?? 'GET',
    path: cut < 0 ? target : target.slice(0, cut),
    query: cut < 0 ? '' : target.slice(cut + 1),
    headers: request.headers,
    body: chunks.length === 0 ? '' : Buffer.concat(chunks).toString('utf8'),
    remoteAddress: request.socket.remoteAddress ?? ''
  }
}

/** JSON goes out as exactly `application/json`; an answer without a body has no content type. */
export function send(response: ServerResponse, answer: Answer): void {
  if ('json' in answer) {
    const body = Buffer.from(JSON.stringify(answer.json))
    response.writeHead(answer.status, {
      ...answer.headers,
      'content-type': 'application/json',
      'content-length': body.length
    })
    response.end(body)
    return
  }
  if (answer.text !== undefined) {
    const body = Buffer.from(answer.text)
    response.writeHead(answer.status, {
      ...answer.headers,
      'content-type': answer.contentType ?? 'text/plain',
      'content-length': body.length
    })
    response.end(body)
    return
  }
  const empty = answer.status === 204 ? {} : { 'content-length': 0 }
  response.writeHead(answer.status, { ...answer.headers, ...empty })
  response.end()
}

/** Path segments, decoded; undefined when the percent-encoding is broken. */
export function segmentsOf(path: string): string[] | undefined {
  try {
    return path.slice(1).split('/').map(decodeURIComponent)
  } catch {
    return undefined
  }
}
