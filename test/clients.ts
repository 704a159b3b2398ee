import {
  Client as ModernClient,
  StreamableHTTPClientTransport as ModernTransport
} from '@modelcontextprotocol/client'
import { StdioClientTransport as ModernStdioTransport } from '@modelcontextprotocol/client/stdio'
import { Client as LegacyClient } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport as LegacyStdioTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { StreamableHTTPClientTransport as LegacyTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { TestContext } from 'node:test'
import { type Caller, bearer } from './helper.ts'

export type Era = '2025' | '2026'

export interface CallOptions {
  signal?: AbortSignal
  onprogress?: (progress: {
    progress: number
    total?: number | undefined
    message?: string | undefined
  }) => void
}

export interface ToolAnswer {
  content: { type: string; text?: string }[]
  structuredContent?: Record<string, unknown>
  isError?: boolean
  _meta?: Record<string, unknown>
}

/** What the tests need of either SDK's own client, over a real socket. */
export interface McpClient {
  callTool(name: string, args: Record<string, unknown>, options?: CallOptions): Promise<ToolAnswer>
  listTools(): Promise<{ name: string; inputSchema: object; outputSchema?: object | undefined }[]>
  instructions(): string | undefined
}

const info = { name: 'test-client', version: '1.0.0' }

/** How a client reaches the service: by HTTP, or through a program that it starts. */
export type Wire =
  | { url: string; headers: Record<string, string> }
  | { command: string; args: string[]; env: Record<string, string> }

/** Connects the real client of an era; it is closed with the test. */
export async function connectClient(
  t: Pick<TestContext, 'after'>,
  era: Era,
  url: string,
  caller: Caller
): Promise<McpClient> {
  return connectOver(t, era, { url, headers: bearer(caller) })
}

export async function connectOver(t: Pick<TestContext, 'after'>, era: Era, wire: Wire): Promise<McpClient> {
  if (era === '2025') {
    const client = new LegacyClient(info)
    t.after(() => client.close())
    await client.connect(legacyTransport(wire))
    return {
      callTool: async (name, args, options = {}) =>
        (await client.callTool({ name, arguments: args }, undefined, options)) as ToolAnswer,
      listTools: async () => (await client.listTools()).tools,
      instructions: () => client.getInstructions()
    }
  }
  const client = new ModernClient(info, { versionNegotiation: { mode: { pin: '2026-07-28' } } })
  t.after(() => client.close())
  await client.connect(modernTransport(wire))
  return {
    callTool: async (name, args, options = {}) =>
      (await client.callTool({ name, arguments: args }, options)) as ToolAnswer,
    listTools: async () => (await client.listTools()).tools,
    instructions: () => client.getInstructions()
  }
}

export function legacyTransport(wire: Wire) {
  return 'command' in wire
    ? new LegacyStdioTransport({ ...wire, stderr: 'ignore' })
    : new LegacyTransport(new URL(wire.url), { requestInit: { headers: wire.headers } })
}

export function modernTransport(wire: Wire) {
  return 'command' in wire
    ? new ModernStdioTransport({ ...wire, stderr: 'ignore' })
    : new ModernTransport(new URL(wire.url), { requestInit: { headers: wire.headers } })
}
