import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import type { Wire } from './clients.ts'

/** What the snippets of the pages name, and what stands for it where they are tried. */
export const documented = {
  endpoint: 'https://gateway.example.com/mcp',
  demoEndpoint: 'http://127.0.0.1:8000/mcp',
  tokenFile: '/path/to/token'
}

export interface Actual {
  url: string
  token: string
  tokenFile: string
}

/** The fenced blocks of a page, with the heading they stand under. */
export function snippetsOf(page: string, language: string) {
  const found: { heading: string; text: string }[] = []
  let heading = ''
  for (const match of readFileSync(page, 'utf8').matchAll(/^## (.*)$|^```(\w+)\n([^]*?)^```$/gm)) {
    if (match[1] !== undefined) heading = match[1]
    else if (match[2] === language) found.push({ heading, text: match[3] ?? '' })
  }
  return found
}

interface Entry {
  type?: string
  url?: string
  headers?: Record<string, string>
  command?: string
  args?: string[]
  env?: Record<string, string>
}

/** How a client reaches the service that is configured like this: what it would send, or start. */
export function wireOf(json: string, actual: Actual): Wire {
  const { inputs = [], ...file } = JSON.parse(json) as {
    inputs?: { id: string; password?: boolean }[]
    mcpServers?: Record<string, Entry>
    servers?: Record<string, Entry>
  }
  const [entry, ...others] = Object.values(file.mcpServers ?? file.servers ?? {})
  assert.ok(entry && others.length === 0)
  const secrets = inputs.filter(({ password }) => password === true).map(({ id }) => `\${input:${id}}`)
  const fill = (text: string) => filled(text, secrets, actual)
  const each = (texts: Record<string, string> = {}) =>
    Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, fill(text)]))
  if (entry.url !== undefined) {
    assert.ok(entry.type === undefined || entry.type === 'http')
    return { url: fill(entry.url), headers: each(entry.headers) }
  }
  assert.ok(entry.type === undefined || entry.type === 'stdio')
  return program([entry.command ?? '', ...(entry.args ?? [])].map(fill), each(entry.env))
}

/** `claude mcp add` with a URL and its header, as a shell would hand them over. */
export function wireOfCommand(line: string, actual: Actual): Wire {
  const words = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')
  const [claude, mcp, add, transport, http, name, url, option, header = '', ...others] = words
  assert.deepEqual(
    [claude, mcp, add, transport, http, name, option, others],
    ['claude', 'mcp', 'add', '--transport', 'http', 'vsphere', '--header', []]
  )
  const [, field = '', value = ''] = /^([\w-]+): (.*)$/.exec(header) ?? []
  return { url: filled(url ?? '', [], actual), headers: { [field]: filled(value, [], actual) } }
}

/** `npx --no vsphere-mcp-pro` is this checkout's own program. */
function program(words: string[], env: Record<string, string>): Wire {
  const [npx, no, name, ...args] = words
  assert.deepEqual([npx, no, name], ['npx', '--no', 'vsphere-mcp-pro'])
  return { command: process.execPath, args: ['scripts/vsphere-mcp-pro.ts', ...args], env }
}

/** Variables as the clients' own documentation writes them; one that none of them would expand is left and noticed. */
function filled(text: string, secrets: readonly string[], { url, token, tokenFile }: Actual): string {
  const known = ['${VSPHERE_MCP_TOKEN}', '${env:VSPHERE_MCP_TOKEN}', ...secrets]
  const result = [...known, '$VSPHERE_MCP_TOKEN', 'demo-viewer-token-for-the-simulator']
    .reduce((done, variable) => done.replaceAll(variable, token), text)
    .replace(documented.endpoint, url)
    .replace(documented.demoEndpoint, url)
    .replace(documented.tokenFile, tokenFile)
  assert.ok(!result.includes('$') && !result.includes('example.com'), result)
  return result
}
