import { Type } from '@sinclair/typebox'

/** The service itself: where it listens, what it writes, how much it takes. */
export const serverVariables = {
  SERVER_NAME: Type.String({
    group: 'Server',
    default: 'vsphere-mcp-pro',
    minLength: 1,
    description: 'Name the service gives itself to MCP clients.'
  }),
  SERVER_HOST: Type.String({
    group: 'Server',
    default: '0.0.0.0',
    minLength: 1,
    description: 'Address to listen on.'
  }),
  SERVER_PORT: Type.Integer({
    group: 'Server',
    default: 8000,
    minimum: 0,
    maximum: 65_535,
    description: 'Port to listen on; 0 takes any free one.'
  }),
  METRICS_PORT: Type.Optional(
    Type.Integer({
      group: 'Server',
      minimum: 0,
      maximum: 65_535,
      description:
        'Port for the metrics of Prometheus, at /metrics and without a token: keep it away from the ingress. Unset: none.',
      examples: ['9464']
    })
  ),
  MCP_PATH: Type.String({
    group: 'Server',
    default: '/mcp',
    pattern: '^(?!/(livez|readyz|openapi\\.json|api(/.*)?)$)(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+$',
    description: "Path of the MCP endpoint; none of the service's other paths."
  }),
  MCP_SESSIONS: Type.Boolean({
    group: 'Server',
    default: false,
    description:
      'Keep sessions for MCP clients of 2025, so that they can show the confirmation of a destructive call to a person and receive messages. For a single replica; clients of 2026-07-28 need none.'
  }),
  MCP_SESSION_IDLE_S: Type.Number({
    group: 'Server',
    default: 1800,
    minimum: 1,
    maximum: 86_400,
    description: 'Seconds without a request after which such a session ends.'
  }),
  CALL_TIMEOUT_S: Type.Number({
    group: 'Server',
    default: 60,
    exclusiveMinimum: 0,
    maximum: 3600,
    description:
      'Seconds until a call must have answered. A snapshot that takes longer is answered as running; a power, delete or resize that vCenter has begun is waited for.'
  }),
  VERBOSE_DEFAULT: Type.Boolean({
    group: 'Server',
    default: false,
    description: 'Default of the `verbose` argument.'
  }),
  LOG_LEVEL: Type.String({
    group: 'Server',
    default: 'info',
    enum: ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
    description: 'Level of the service log (JSON lines on stdout).'
  }),
  AUDIT_LOG_PATH: Type.Optional(
    Type.String({
      group: 'Audit',
      description:
        'File for the audit, one JSON line a call. Unset: stdout, where each line carries `"log":"audit"`.',
      examples: ['/var/log/vsphere-mcp-pro/audit.jsonl']
    })
  ),
  RATE_LIMIT: Type.Boolean({
    group: 'Limits',
    default: true,
    description: 'Limit the calls of each principal.'
  }),
  RATE_LIMIT_RPS: Type.Number({
    group: 'Limits',
    default: 5,
    exclusiveMinimum: 0,
    maximum: 100_000,
    description: 'Calls a second that a principal may make in the long run.'
  }),
  RATE_LIMIT_BURST: Type.Integer({
    group: 'Limits',
    default: 10,
    minimum: 1,
    maximum: 100_000,
    description: 'Calls it may make at once.'
  })
}
