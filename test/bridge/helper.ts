import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { TestContext } from 'node:test'
import { type Caller, bearer } from '../helper.ts'

export interface BridgeCommand {
  command: string
  args: string[]
  env: Record<string, string>
}

/** The bridge to an endpoint, from sources, as a client would start it. */
export function bridgeTo(url: string, caller: Caller, args: string[] = []): BridgeCommand {
  const token = bearer(caller).authorization.slice('Bearer '.length)
  return {
    command: process.execPath,
    args: ['scripts/vsphere-mcp-pro.ts', 'stdio', ...args],
    env: { VSPHERE_MCP_URL: url, VSPHERE_MCP_TOKEN: token }
  }
}

export interface Line {
  jsonrpc: '2.0'
  id?: string | number | null
  method?: string
  params?: Record<string, unknown>
  result?: Record<string, unknown>
  error?: { code: number; message: string; data?: Record<string, unknown> }
}

/** The bridge as a bare process, for what no SDK's client would do. Each line of its stdout must be JSON. */
export function spawnBridge(t: Pick<TestContext, 'after'>, { command, args, env }: BridgeCommand) {
  const child = spawn(command, args, { env: { PATH: process.env['PATH'], ...env } })
  t.after(() => child.kill('SIGKILL'))
  // what is looked at is how the process ends, not the pipe that it closed
  child.stdin.on('error', () => undefined)
  const lines: Line[] = []
  createInterface({ input: child.stdout }).on('line', text => {
    lines.push(JSON.parse(text) as Line)
    child.emit('line')
  })
  let told = ''
  child.stderr.on('data', (chunk: Buffer) => (told += chunk.toString()))
  const exited = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>

  /** The first line of that kind, also one that has come already. */
  async function firstLine(wanted: (line: Line) => boolean): Promise<Line> {
    for (;;) {
      const found = lines.find(wanted)
      if (found) return found
      const ended = await Promise.race([once(child, 'line').then(() => false), exited])
      if (ended) throw new Error(`The bridge ended without that line: ${told}`)
    }
  }

  return {
    child,
    exited,
    lines,
    line: firstLine,
    stderr: () => told,
    write: (text: string) => child.stdin.write(text),
    send: (message: object) => child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`),
    answerTo: (id: string | number) => firstLine(each => each.id === id && each.method === undefined)
  }
}

export function handshake(capabilities: object = {}) {
  const clientInfo = { name: 'bare', version: '1.0.0' }
  return { method: 'initialize', params: { protocolVersion: '2025-11-25', capabilities, clientInfo } }
}

/** What a client of 2026-07-28 says with each request. */
export const modernMeta = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': {}
}

export function call(name: string, args: Record<string, unknown> = {}, meta: object = {}) {
  return { method: 'tools/call', params: { name, arguments: args, _meta: meta } }
}
