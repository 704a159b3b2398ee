export interface DemoToken {
  token: string
  role: string
  may: string
}

export interface DemoAddresses {
  base: string
  mcp: string
  vcenter: string
  audit: string
  tokens: readonly DemoToken[]
}

/** What a newcomer needs next, ready to copy. */
export function demoText({ base, mcp, vcenter, audit, tokens }: DemoAddresses): string {
  const reader = tokens[0]?.token ?? '<token>'
  const headers = { Authorization: `Bearer ${reader}` }
  return `
vsphere-mcp-pro is running against a simulated vCenter. Ctrl-C stops both.

  REST      ${base}/api/v1     (OpenAPI at /openapi.json, with a token)
  MCP       ${mcp}
  vCenter   ${vcenter}     (simulated)
  audit     ${audit}

Tokens
${tokens.map(({ token, may }) => `  ${token.padEnd(40)}${may}`).join('\n')}

REST
  curl -s -H 'Authorization: Bearer ${reader}' '${base}/api/v1/vms?limit=3'

MCP
  curl -s -H 'Authorization: Bearer ${reader}' -H 'Content-Type: application/json' \\
    -H 'Accept: application/json, text/event-stream' \\
    -d '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"list_vms","arguments":{"limit":3}}}' ${mcp}

MCP clients
  Claude Code   claude mcp add --transport http vsphere ${mcp} --header "Authorization: Bearer ${reader}"
  VS Code       .vscode/mcp.json
                ${JSON.stringify({ servers: { vsphere: { type: 'http', url: mcp, headers } } })}
  Cursor        .cursor/mcp.json
                ${JSON.stringify({ mcpServers: { vsphere: { url: mcp, headers } } })}
`
}
