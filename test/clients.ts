import {
  Client as ModernClient,
  StreamableHTTPClientTransport as ModernTransport
} from '@modelcontextprotocol/client'
import { Client as LegacyClient } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport as LegacyTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { TestContext } from 'node:test'
import { type Role, bearer } from './helper.ts'

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
}

/** What the tests need of either SDK's own client, over a real socket. */
export interface McpClient {
  callTool(name: string, args: Record<string, unknown>, options?: CallOptions): Promise<ToolAnswer>
  listTools(): Promise<{ name: string; inputSchema: object; outputSchema?: object | undefined }[]>
  instructions(): string | undefined
}

const info = { name: 'test-client', version: '1.0.0' }

/** Connects the real client of an era; it is closed with the test. */
export async function connectClient(
  t: Pick<TestContext, 'after'>,
  era: Era,
  url: string,
  caller: Role | { token: string }
): Promise<McpClient> {
  const endpoint = new URL(url)
  const headers = typeof caller === 'string' ? bearer(caller) : { authorization: `Bearer ${caller.token}` }
  const requestInit = { headers }
  if (era === '2025') {
    const client = new LegacyClient(info)
    await client.connect(new LegacyTransport(endpoint, { requestInit }))
    t.after(() => client.close())
    return {
      callTool: async (name, args, options = {}) =>
        (await client.callTool({ name, arguments: args }, undefined, options)) as ToolAnswer,
      listTools: async () => (await client.listTools()).tools,
      instructions: () => client.getInstructions()
    }
  }
  const client = new ModernClient(info, { versionNegotiation: { mode: { pin: '2026-07-28' } } })
  await client.connect(new ModernTransport(endpoint, { requestInit }))
  t.after(() => client.close())
  return {
    callTool: async (name, args, options = {}) =>
      (await client.callTool({ name, arguments: args }, options)) as ToolAnswer,
    listTools: async () => (await client.listTools()).tools,
    instructions: () => client.getInstructions()
  }
}
