import type { IncomingHttpHeaders } from 'node:http'

/** The head of a request, as Node's parser leaves it. */
export interface RequestHead {
  url?: string | undefined
  httpVersion: string
  /** Names and values in turn, as they were sent. */
  rawHeaders: readonly string[]
  headers: IncomingHttpHeaders
}

const mostHeaders = 100

/** Something is decided by each of them, and of two Node keeps the first, or joins them. */
const onceOnly = new Set([
  'authorization',
  'content-encoding',
  'content-length',
  'content-type',
  'host',
  'mcp-method',
  'mcp-name',
  'mcp-protocol-version',
  'mcp-session-id',
  'origin',
  'transfer-encoding'
])

/**
 * Why a request may mean something else to somebody else, or `undefined`. Node's parser has refused before what breaks
 * the framing itself: line breaks and folding within headers, two lengths, a length together with chunks.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9112#section-11.2
 */
export function ambiguityIn({ url = '', httpVersion, rawHeaders, headers }: RequestHead): string | undefined {
  if (rawHeaders.length / 2 > mostHeaders) return `A request may have at most ${mostHeaders} headers.`
  // another host may stand there than in Host; only a proxy is asked like that
  if (!url.startsWith('/') && url !== '*')
    return 'The request must name a path of this service, not a whole URL.'
  const twice = givenTwice(rawHeaders)
  if (twice !== undefined) return `The header '${twice}' is given twice: send it once.`
  const coding = headers['transfer-encoding']
  if (coding !== undefined && (coding.toLowerCase() !== 'chunked' || httpVersion !== '1.1')) {
    return "The only Transfer-Encoding that is read is 'chunked', with HTTP/1.1."
  }
  return undefined
}

function givenTwice(rawHeaders: readonly string[]): string | undefined {
  const seen = new Set<string>()
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]?.toLowerCase() ?? ''
    if (!onceOnly.has(name)) continue
    if (seen.has(name)) return name
    seen.add(name)
  }
  return undefined
}

/** Why the body could not be read as it is meant, or `undefined`. Nothing is decompressed, and JSON is UTF-8 (RFC 8259, section 8.1). */
export function unreadableBodyIn(headers: IncomingHttpHeaders): string | undefined {
  const encoding = headers['content-encoding']
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    return 'The body is not decompressed here: send it as it is, without Content-Encoding.'
  }
  const charsets = [...(headers['content-type'] ?? '').matchAll(/;\s*charset\s*=\s*"?([^";\s]*)/gi)]
  return charsets.every(([, charset = '']) => /^utf-?8$/i.test(charset))
    ? undefined
    : 'The body must be UTF-8: leave the charset out of Content-Type.'
}
