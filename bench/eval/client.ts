import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import type { Call } from './define-task.ts'
import { type Problem, Refusal, type Reply } from './replies.ts'

export interface McpClient {
  call: Call
  close: () => Promise<void>
}

/** The SDK's own client, which has listed the tools as every agent does at its start. */
export async function connect(url: string, token: string): Promise<McpClient> {
  const options = { versionNegotiation: { mode: { pin: '2026-07-28' } } } as const
  const client = new Client({ name: 'reference-solutions', version: '1.0.0' }, options)
  const headers = { authorization: `Bearer ${token}` }
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }))
  await client.listTools()
  return {
    async call(tool, args = {}) {
      const { content, structuredContent, isError } = await client.callTool({ name: tool, arguments: args })
      const [first] = content
      if (isError !== true) return structuredContent as Reply
      throw new Refusal(tool, JSON.parse(first?.type === 'text' ? first.text : '{}') as Problem)
    },
    close: () => client.close()
  }
}
