import {
  type EnvelopeCase,
  type Era,
  callOf,
  codes,
  legacy,
  messageOf,
  modern,
  modernRevision,
  tool
} from './eras.ts'

const { serverError, invalidParams, headerMismatch, unsupportedVersion } = codes

/** JSON is all that is read, and it is UTF-8. */
export function contentTypeCases(era: Era): EnvelopeCase[] {
  const headers = era.headers('tools/call', tool)
  const body = callOf(era)
  const good = [
    'application/json; charset=utf-8',
    'application/json;charset="UTF-8"',
    'APPLICATION/JSON',
    ' application/json',
    'application/json;'
  ]
  const bad = [
    undefined,
    'application/json\ta',
    'application/json a',
    'application/jsonx',
    'application/json, text/plain',
    'application/json; charset=utf-16',
    'application/json; charset=utf-8; charset=latin1',
    'application/vnd.api+json',
    'text/json',
    'text/plain',
    'text/plain; x=application/json',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    '*/*'
  ]
  return [
    ...good.map((type): EnvelopeCase => ({
      name: `content type '${type}'`,
      body,
      headers: { ...headers, 'content-type': type },
      status: 200,
      runs: true
    })),
    ...bad.map((type): EnvelopeCase => ({
      name: `content type '${type}'`,
      body,
      headers: { ...headers, 'content-type': type },
      status: 415,
      code: serverError
    }))
  ]
}

/** 2025 binds the server to refuse what accepts only one of the two; 2026 binds the client alone. */
export function acceptCases(era: Era): EnvelopeCase[] {
  const headers = era.headers('tools/call', tool)
  const body = callOf(era)
  const outcome = era === modern ? ({ status: 200, runs: true } as const) : { status: 406, code: serverError }
  return [undefined, '', '*/*', 'application/json', 'text/event-stream', 'text/html'].map(accept => ({
    name: `accept '${accept}'`,
    body,
    headers: { ...headers, accept },
    ...outcome
  }))
}

/** Revisions that 2025-era clients say in the header, which is all they say them in. */
export const revisionCases: EnvelopeCase[] = [
  ...['2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25'].map((revision): EnvelopeCase => ({
    name: `revision ${revision}`,
    body: callOf(legacy),
    headers: { 'mcp-protocol-version': revision },
    status: 200,
    runs: true
  })),
  ...['', '1.0', '2025-11-25, 2025-06-18', '2025-02-30'].map((revision): EnvelopeCase => ({
    name: `revision '${revision}'`,
    body: callOf(legacy),
    headers: { 'mcp-protocol-version': revision },
    status: 400,
    code: serverError
  })),
  // from 2026 on the body must say it too
  ...[modernRevision, '2099-01-01', 'latest'].map((revision): EnvelopeCase => ({
    name: `revision '${revision}' in the header only`,
    body: callOf(legacy),
    headers: { 'mcp-protocol-version': revision, 'mcp-method': 'tools/call', 'mcp-name': tool },
    status: 400,
    code: invalidParams
  })),
  {
    name: 'a revision that nobody knows, in both',
    body: callOf(modern).replace(modernRevision, '2099-01-01'),
    headers: { ...modern.headers('tools/call', tool), 'mcp-protocol-version': '2099-01-01' },
    status: 400,
    code: unsupportedVersion
  }
]

function sentinel(text: string): string {
  return `=?base64?${Buffer.from(text).toString('base64')}?=`
}

/** A header that is missing or says something else than the body. */
export const mismatchCases: EnvelopeCase[] = (
  [
    ['no revision', { 'mcp-protocol-version': undefined }],
    ['an empty revision', { 'mcp-protocol-version': '' }],
    ['an older revision', { 'mcp-protocol-version': '2025-11-25' }],
    ['an unknown revision', { 'mcp-protocol-version': '2099-01-01' }],
    ['no method', { 'mcp-method': undefined }],
    ['an empty method', { 'mcp-method': '' }],
    ['another method', { 'mcp-method': 'tools/list' }],
    ['the method in other letters', { 'mcp-method': 'Tools/Call' }],
    ['the method twice in one', { 'mcp-method': 'tools/call, tools/call' }],
    ['no name', { 'mcp-name': undefined }],
    ['an empty name', { 'mcp-name': '' }],
    ['the name of another tool', { 'mcp-name': 'list_vms' }],
    ['the name in other letters', { 'mcp-name': 'List_Datacenters' }],
    ['two names in one', { 'mcp-name': `${tool}, list_vms` }],
    ['the name percent-encoded', { 'mcp-name': 'list%5Fdatacenters' }],
    ['another name in Base64', { 'mcp-name': sentinel('list_vms') }],
    ['broken Base64', { 'mcp-name': '=?base64?%%%?=' }]
  ] as [string, Record<string, string | undefined>][]
).map(([name, change]) => ({
  name: `${name} in the headers`,
  body: callOf(modern),
  headers: { ...modern.headers('tools/call', tool), ...change },
  status: 400,
  code: headerMismatch
}))

mismatchCases.push(
  {
    name: 'an older revision in the body only',
    body: callOf(modern).replace(modernRevision, '2025-11-25'),
    headers: modern.headers('tools/call', tool),
    status: 400,
    code: headerMismatch
  },
  {
    name: 'a list said to be a call',
    body: messageOf(modern, 'tools/list', 1),
    headers: modern.headers('tools/call', tool),
    status: 400,
    code: headerMismatch
  },
  {
    name: 'the handshake of 2025 under a header of 2026',
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'initialize',
      params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 't', version: '1' } }
    }),
    headers: modern.headers('initialize'),
    status: 400,
    code: headerMismatch
  }
)

/** The name in Base64 is the same name: https://modelcontextprotocol.io/specification/2026-07-28/basic/transports */
export const sameNameInBase64: EnvelopeCase = {
  name: 'the same name in Base64',
  body: callOf(modern),
  headers: modern.headers('tools/call', sentinel(tool)),
  status: 200,
  runs: true
}
