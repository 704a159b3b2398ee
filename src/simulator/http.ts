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

/** What an answer is on the wire. JSON goes out as exactly `application/json`; no body means no content type. */
export function written(answer: Answer | undefined): { headers: Record<string, string>; body: string } {
  if (!answer) return { headers: {}, body: '' }
  const { headers = {}, text, contentType = 'text/plain' } = answer
  if ('json' in answer) {
    return { headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(answer.json) }
  }
  if (text === undefined) return { headers, body: '' }
  return { headers: { ...headers, 'content-type': contentType }, body: text }
}

export function send(response: ServerResponse, answer: Answer): void {
  response.end(sendHead(response, answer))
}

/** Sends the body in pieces, and never the end of it when it is to stall. */
export function sendSlowly(
  response: ServerResponse,
  answer: Answer,
  { bytes, everyMs, stallAfterBytes = Infinity }: { bytes: number; everyMs: number; stallAfterBytes?: number }
): void {
  const content = sendHead(response, answer)
  let sent = 0

  function sendNext(): void {
    const end = Math.min(sent + bytes, content.length, stallAfterBytes)
    if (end > sent) response.write(content.subarray(sent, end))
    sent = end
    if (sent === content.length) response.end()
    else if (sent < stallAfterBytes) timer = setTimeout(sendNext, everyMs)
  }

  response.flushHeaders()
  let timer = setTimeout(sendNext, everyMs)
  response.once('close', () => clearTimeout(timer))
}

/** Writes status and headers, and gives the body. */
function sendHead(response: ServerResponse, answer: Answer): Buffer {
  const { headers, body } = written(answer)
  const content = Buffer.from(body)
  const length = answer.status === 204 ? {} : { 'content-length': content.length }
  response.writeHead(answer.status, { ...headers, ...length })
  return content
}

/** Path segments, decoded; undefined when the percent-encoding is broken. */
export function segmentsOf(path: string): string[] | undefined {
  try {
    return path.slice(1).split('/').map(decodeURIComponent)
  } catch {
    return undefined
  }
}
