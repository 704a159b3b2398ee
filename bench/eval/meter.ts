import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A tool call as it went over the wire. */
export interface MeteredCall {
  tool: string
  arguments: Record<string, unknown>
  /** The text of its answer, which is what a model reads. */
  text: string
  /** The same as JSON, which some clients show to their model instead. */
  structured: string
  isError: boolean
}

export interface Traffic {
  calls: MeteredCall[]
  /** Descriptors by name, as they were listed. */
  tools: Map<string, string>
  /** Answers to everything else that brings text: resources, prompts. */
  otherCharacters: number
}

export interface Meter {
  /** Where clients go instead of to the service. */
  url: string
  traffic: Traffic
  close: () => Promise<void>
}

/**
 * Stands between MCP clients and the service, hands everything on and reads along: whichever client it is, what its model
 * has to read is counted in the same way.
 */
export async function startMeter(target: string): Promise<Meter> {
  const traffic: Traffic = { calls: [], tools: new Map(), otherCharacters: 0 }
  const server = createServer((incoming, outgoing) => {
    pass(new URL(incoming.url ?? '/', target), incoming, outgoing, exchange => readAlong(traffic, exchange))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    traffic,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
  }
}

interface Exchange {
  request: string
  answer: string
}

function pass(
  url: URL,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  told: (exchange: Exchange) => void
): void {
  const sent: Buffer[] = []
  const received: Buffer[] = []
  const { method, headers } = incoming
  const onward = forward(url, { method, headers: { ...headers, host: url.host } }, answer => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.on('data', (part: Buffer) => received.push(part))
    // before the client has the end of it: what it does next finds the call counted
    answer.on('end', () => told({ request: textOf(sent), answer: textOf(received) }))
    answer.on('error', () => outgoing.destroy())
    answer.pipe(outgoing)
  })
  onward.on('error', () => outgoing.destroy())
  outgoing.on('close', () => onward.destroy())
  incoming.on('data', (part: Buffer) => sent.push(part))
  incoming.pipe(onward)
}

function textOf(parts: readonly Buffer[]): string {
  return Buffer.concat(parts).toString('utf8')
}

interface Message {
  id?: string | number
  method?: string
  params?: { name?: string; arguments?: Record<string, unknown> }
  result?: {
    content?: { text?: string }[]
    structuredContent?: unknown
    isError?: boolean
    tools?: { name: string }[]
  }
}

function readAlong(traffic: Traffic, { request, answer }: Exchange): void {
  const answers = new Map(messagesIn(answer).map(message => [message.id, message]))
  for (const { id, method, params } of messagesIn(request)) {
    const result = answers.get(id)?.result
    if (id === undefined || !result) continue
    if (method === 'tools/list') {
      for (const tool of result.tools ?? []) traffic.tools.set(tool.name, JSON.stringify(tool))
    } else if (method === 'tools/call') {
      // without content it is a question to the person, and the same call comes again
      if (result.content) traffic.calls.push(callOf(params, result))
    } else if (method?.startsWith('resources/') || method?.startsWith('prompts/')) {
      traffic.otherCharacters += JSON.stringify(result).length
    }
  }
}

function callOf(params: Message['params'], { content = [], ...result }: NonNullable<Message['result']>) {
  return {
    tool: params?.name ?? '',
    arguments: params?.arguments ?? {},
    text: content.map(({ text }) => text ?? '').join('\n'),
    structured: result.structuredContent === undefined ? '' : JSON.stringify(result.structuredContent),
    isError: result.isError === true
  }
}

/** Of a body that is JSON, or a stream of events. */
function messagesIn(body: string): Message[] {
  const texts = body.trimStart().startsWith('{') || body.trimStart().startsWith('[') ? [body] : eventsIn(body)
  return texts.flatMap(text => {
    try {
      return JSON.parse(text) as Message | Message[]
    } catch {
      return []
    }
  })
}

function eventsIn(body: string): string[] {
  return body.split(/\r?\n\r?\n/).map(event =>
    event
      .split(/\r?\n/)
      .filter(line => line.startsWith('data:'))
      .map(line => line.slice(5).trimStart())
      .join('\n')
  )
}
