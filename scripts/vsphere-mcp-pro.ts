#!/usr/bin/env node
import { runBridge } from '../src/bridge/index.ts'
import { UsageError, bridgeSettings } from '../src/bridge/settings.ts'

const help = `Usage: vsphere-mcp-pro stdio [options]

Connects an MCP client that only speaks stdio with a running gateway: what the client writes to stdin goes to the gateway
over HTTP, what the gateway sends comes out of stdout. Everything else goes to stderr.

  --url URL      MCP endpoint of the gateway, such as https://gateway.example.com/mcp; or VSPHERE_MCP_URL
  --ca FILE      PEM file with the CA of its certificate, trusted besides the usual ones; or NODE_EXTRA_CA_CERTS
  --allow-http   http to another machine, which shows the token to everybody on the way
  --help         this text

The token comes from VSPHERE_MCP_TOKEN, or from the file that VSPHERE_MCP_TOKEN_FILE names, which is read for each
request. It is no option, because every user of a machine can read the arguments of its processes.

Exit codes: 0 the client went away or sent SIGTERM, 1 a message without end or an unforeseen error, 2 bad options. See
docs/clients.md.
`

function settingsIn(args: string[]) {
  const [command, ...options] = args
  if (command !== 'stdio') throw new UsageError('The only command is stdio.')
  return bridgeSettings(options, process.env)
}

async function main(args: string[]): Promise<number> {
  if (args.includes('--help')) {
    process.stdout.write(help)
    return 0
  }
  const stop = new AbortController()
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, () => stop.abort())
  return runBridge(settingsIn(args), stop.signal)
}

try {
  const code = await main(process.argv.slice(2))
  // what was written leaves first; connections that idle must not hold up the end
  process.stdout.write('', () => process.exit(code))
} catch (error) {
  const isUsage = error instanceof UsageError
  console.error(isUsage ? `vsphere-mcp-pro: ${error.message}\n\n${help}` : error)
  process.exitCode = isUsage ? 2 : 1
}
