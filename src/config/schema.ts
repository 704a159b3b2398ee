import { type Static, Type } from '@sinclair/typebox'

/** The same for one vCenter of VCENTERS_FILE as for all of them. */
export const timeoutRange = { exclusiveMinimum: 0, maximum: 600 }
export const retriesRange = { minimum: 0, maximum: 10 }
export const backoffRange = { minimum: 0, maximum: 60 }
/** Of a list that limits: one of commas alone would limit nothing. */
const namesSomething = '[^,\\s]'
export const apiModes = ['api', 'rest'] as const

/**
 * Every variable of the environment that the service reads. The README's table and .env.example are generated from
 * this schema: `group` is the heading, `description` the cell, `secret` says that `<NAME>_FILE` is read as well.
 */
export const environmentSchema = Type.Object({
  VCENTER_HOST: Type.Optional(
    Type.String({
      group: 'vCenter',
      description:
        'vCenter to talk to: host name or address, with `:port` unless 443. Required unless VCENTERS_FILE is set.',
      examples: ['vcenter.example.com']
    })
  ),
  VCENTER_USER: Type.Optional(
    Type.String({
      group: 'vCenter',
      description: 'Service account. Required with VCENTER_HOST.',
      examples: ['svc-mcp@vsphere.local']
    })
  ),
  VCENTER_PASSWORD: Type.Optional(
    Type.String({
      group: 'vCenter',
      secret: true,
      description: 'Its password. Required with VCENTER_HOST.',
      examples: ['change-me']
    })
  ),
  ALLOWED_VCENTER_HOSTS: Type.Optional(
    Type.String({
      group: 'vCenter',
      description:
        'VCENTER_HOST and further vCenters with the same account, separated by commas. Unset: only VCENTER_HOST. No host that is not configured is ever contacted.',
      examples: ['vcenter.example.com,vcenter-dr.example.com']
    })
  ),
  VCENTERS_FILE: Type.Optional(
    Type.String({
      group: 'vCenter',
      description:
        'JSON file with vCenters that have accounts and certificates of their own, instead of VCENTER_HOST or besides it: see docs/several-vcenters.md.',
      examples: ['/etc/vsphere-mcp-pro/vcenters.json']
    })
  ),
  VSPHERE_API_MODE: Type.Unsafe<(typeof apiModes)[number]>({
    type: 'string',
    group: 'vCenter',
    default: 'api',
    enum: [...apiModes],
    description: 'Dialect of the Automation API: `api` (vCenter 7.0 U2 and later) or the older `rest`.'
  }),
  INSECURE: Type.Boolean({
    group: 'vCenter',
    default: false,
    description: 'Accept any certificate of VCENTER_HOST. For a laboratory; use VCENTER_CA_BUNDLE instead.'
  }),
  VCENTER_CA_BUNDLE: Type.Optional(
    Type.String({
      group: 'vCenter',
      description: "PEM file with the CA of VCENTER_HOST's certificate, trusted besides the public ones.",
      examples: ['/etc/ssl/vcenter-ca.pem']
    })
  ),
  VCENTER_TIMEOUT_S: Type.Number({
    group: 'vCenter',
    default: 20,
    ...timeoutRange,
    description: 'Seconds until a read of vCenter is given up; a change has six times as long, at least 120.'
  }),
  VCENTER_RETRIES: Type.Integer({
    group: 'vCenter',
    default: 3,
    ...retriesRange,
    description:
      'How often a read is tried again. A change is repeated only when it surely was not carried out.'
  }),
  VCENTER_BACKOFF: Type.Number({
    group: 'vCenter',
    default: 0.5,
    ...backoffRange,
    description: 'Seconds before the first repetition; doubled each time, with jitter.'
  }),

  TOKENS_TO_ROLES: Type.Optional(
    Type.String({
      group: 'Access',
      secret: true,
      description:
        'JSON object, bearer token to role; better, `sha256:<digest>` to an object with name, role and what limits the token ([docs/security.md](docs/security.md)). This, TOKENS_FILE or OIDC_ISSUER is required unless AUTH_ENFORCE=false.',
      examples: ['{"sha256:…": {"name": "ci-bot", "role": "viewer"}}']
    })
  ),
  TOKENS_FILE: Type.Optional(
    Type.String({
      group: 'Access',
      description:
        'File with more of the same. It is looked at every two seconds, and on SIGHUP: tokens are added and revoked without a restart.',
      examples: ['/etc/vsphere-mcp-pro/tokens.json']
    })
  ),
  OIDC_ISSUER: Type.Optional(
    Type.String({
      group: 'Access',
      description:
        'URL of the OpenID Connect issuer whose access tokens are accepted besides the static ones, exactly as its tokens name it ([docs/oidc.md](docs/oidc.md)).',
      examples: ['https://sso.example.com/realms/platform']
    })
  ),
  OIDC_AUDIENCE: Type.Optional(
    Type.String({
      group: 'Access',
      description:
        'Whom a token must be meant for, its `aud`: any of these, separated by commas. Required with OIDC_ISSUER.',
      examples: ['https://mcp.example.com/mcp']
    })
  ),
  OIDC_ROLE_CLAIM: Type.String({
    group: 'Access',
    default: 'roles',
    minLength: 1,
    description:
      'The claim that decides on the role: its name, or a path such as `realm_access.roles`. A text or a list; `scope` and `scp` are separated by spaces.'
  }),
  OIDC_CLAIMS_TO_ROLES: Type.Optional(
    Type.String({
      group: 'Access',
      description:
        'JSON object, value of that claim to role; of several in a token the first of this order counts. Unset: the values are the names of the roles, in the order of ROLES_TO_TOOLS.',
      examples: ['{"vsphere-admins": "admin", "vsphere-users": "viewer"}']
    })
  ),
  OIDC_NAME_CLAIM: Type.String({
    group: 'Access',
    default: 'sub',
    minLength: 1,
    description:
      'The claim that names the caller in the audit and for the rate limit. One that people can change for themselves is none.'
  }),
  PUBLIC_URL: Type.Optional(
    Type.String({
      group: 'Access',
      description:
        'URL under which clients reach the service, without MCP_PATH: what they are told to ask tokens for. Required with OIDC_ISSUER.',
      examples: ['https://mcp.example.com']
    })
  ),
  ROLES_TO_TOOLS: Type.Optional(
    Type.String({
      group: 'Access',
      description:
        'JSON object, role to list of tools: names, globs (`list_*`), `toolset:snapshots`, `risk:read`, `role:viewer`; or to an object with `tools` and the `scope` it is limited to. Unset: `viewer` (all that change nothing), `operator` (also power and snapshots), `admin` (all).',
      examples: ['{"viewer": ["risk:read"], "night-shift": ["role:viewer", "power_*"]}']
    })
  ),
  READ_ONLY: Type.Boolean({
    group: 'Access',
    default: false,
    description: 'true removes every tool that changes something, for everybody.'
  }),
  TOOLSETS: Type.Optional(
    Type.String({
      group: 'Access',
      pattern: namesSomething,
      description: 'The toolsets of this deployment, separated by commas. Unset: all.',
      examples: ['inventory,snapshots']
    })
  ),
  AUTH_ENFORCE: Type.Boolean({
    group: 'Access',
    default: true,
    description: 'false lets everybody call every tool without a token. Never outside a laboratory.'
  }),
  ALLOWED_ORIGINS: Type.Optional(
    Type.String({
      group: 'Access',
      description:
        "Origins of web pages whose requests are not refused, separated by commas, as `https://host`. Every other Origin but the service's own is refused.",
      examples: ['https://portal.example.com']
    })
  ),
  ALLOWED_HOSTS: Type.Optional(
    Type.String({
      group: 'Access',
      pattern: namesSomething,
      description:
        'Host names under which the service may be called, separated by commas. Unset: every name, or only localhost names when SERVER_HOST is a loopback address.',
      examples: ['mcp.example.com']
    })
  ),
  TRUSTED_PROXIES: Type.Optional(
    Type.String({
      group: 'Access',
      description:
        'Networks of the proxies in front of the service, separated by commas: only from there `X-Forwarded-For` tells the address of a caller. Unset: it is ignored.',
      examples: ['10.42.0.0/16']
    })
  ),

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
})

export type Environment = Static<typeof environmentSchema>
export type VariableName = keyof Environment
