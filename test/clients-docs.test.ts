import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { type Actual, snippetsOf, wireOf, wireOfCommand } from './client-snippets.ts'
import { type Wire, connectOver } from './clients.ts'
import { type Service, startService, temporaryDirectory, tokens } from './helper.ts'

/** Every snippet of docs/clients.md is used as it stands; those for mcp-inspector are run by scripts/inspector.ts. */

const page = 'docs/clients.md'

function commandsOf(path: string): { heading: string; text: string }[] {
  return snippetsOf(path, 'sh').filter(({ text }) => text.startsWith('claude mcp add'))
}

const setUps = [
  ...snippetsOf(page, 'json').map(({ heading, text }) => ({
    what: `the file of "${heading}"`,
    wire: (actual: Actual) => wireOf(text, actual)
  })),
  ...['README.md', page].flatMap(commandsOf).map(({ heading, text }) => ({
    what: `the command of "${heading}"`,
    wire: (actual: Actual) => wireOfCommand(text.trim(), actual)
  }))
]

async function actualFor(service: Service, directory: string): Promise<Actual> {
  const tokenFile = join(directory, 'token')
  writeFileSync(tokenFile, `${tokens.viewer}\n`, { mode: 0o600 })
  return { url: `${await service.listen()}/mcp`, token: tokens.viewer, tokenFile }
}

test('each client of the page has a snippet that is tried', () => {
  const tried = setUps.map(({ what }) => what).join('\n')
  for (const client of ['Claude Code', 'Claude Desktop', 'VS Code', 'Cursor', 'The bridge', 'MCP clients']) {
    assert.match(tried, new RegExp(`of "${client}`))
  }
})

for (const { what, wire } of setUps) {
  for (const era of ['2025', '2026'] as const) {
    test(`${era}: a client that is set up with ${what} lists datacenters`, async t => {
      const service = await startService(t)
      const reached: Wire = wire(await actualFor(service, temporaryDirectory(t)))
      const client = await connectOver(t, era, reached)
      const answer = await client.callTool('list_datacenters', {})
      assert.equal(answer.structuredContent?.['returned'], 2)
      assert.equal(service.audit()[0]?.role, 'viewer')
    })
  }
}

test('the options of the bridge on the page are those that it has', () => {
  const documentedOptions = new Set(readFileSync(page, 'utf8').match(/(?<=^\| `)--[\w-]+/gm))
  const help = readFileSync('scripts/vsphere-mcp-pro.ts', 'utf8')
  const own = new Set([...help.matchAll(/^ {2}(--[\w-]+)/gm)].map(([, option]) => option))
  own.delete('--help')
  assert.deepEqual(documentedOptions, own)
})
