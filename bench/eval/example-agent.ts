import { readFileSync } from 'node:fs'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'

/**
 * An agent without a model, to show what `npm run eval -- --agent` expects: it reads EVAL_PROMPT, reaches the service as
 * EVAL_MCP_CONFIG says, and prints its answer. All it knows is how to count VMs by their power state.
 */

interface Configuration {
  mcpServers: { vsphere: { url: string; headers: Record<string, string> } }
}

const prompt = process.env['EVAL_PROMPT'] ?? ''
const { mcpServers } = JSON.parse(readFileSync(process.env['EVAL_MCP_CONFIG'] ?? '', 'utf8')) as Configuration
const { url, headers } = mcpServers.vsphere

const client = new Client({ name: 'example-agent', version: '1.0.0' })
await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }))
await client.listTools()
const { content } = await client.callTool({ name: 'list_vms', arguments: { group_by: 'power_state' } })
const texts = content.map(part => (part.type === 'text' ? part.text : ''))
await client.close()
console.log(`You asked: ${prompt}\nThis is how many there are of each:\n${texts.join('\n')}`)
