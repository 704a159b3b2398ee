import {
  Client as ModernClient,
  StreamableHTTPClientTransport as ModernTransport
} from '@modelcontextprotocol/client'
import { Client as LegacyClient } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport as LegacyTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js'
import type { TestContext } from 'node:test'
import type { Era, ToolAnswer } from './clients.ts'
import { type Caller, bearer } from './helper.ts'

export interface Asked {
  message: string
}

export type Reply = { action: 'accept' | 'decline' | 'cancel'; content?: Record<string, boolean> }
export type Person = (asked: Asked) => Reply | Promise<Reply>

/** A client of either SDK with a person behind it, who answers what a server asks. */
export async function connectAsking(
  t: Pick<TestContext, 'after'>,
  era: Era,
  base: string,
  caller: Caller,
  person: Person
) {
  const url = new URL(`${base}/mcp`)
  const requestInit = { headers: bearer(caller) }
  const info = { name: 'test-client', version: '1.0.0' }
  const capabilities = { elicitation: { form: {} } }
  if (era === '2025') {
    const client = new LegacyClient(info, { capabilities })
    client.setRequestHandler(ElicitRequestSchema, ({ params }) => person(params))
    await client.connect(new LegacyTransport(url, { requestInit }))
    t.after(() => client.close())
    return {
      callTool: async (name: string, args: Record<string, unknown>) =>
        (await client.callTool({ name, arguments: args })) as ToolAnswer
    }
  }
  const client = new ModernClient(info, {
    capabilities,
    versionNegotiation: { mode: { pin: '2026-07-28' } }
  })
  client.setRequestHandler('elicitation/create', ({ params }) => person(params))
  await client.connect(new ModernTransport(url, { requestInit }))
  t.after(() => client.close())
  return {
    callTool: async (name: string, args: Record<string, unknown>) =>
      (await client.callTool({ name, arguments: args })) as ToolAnswer
  }
}
