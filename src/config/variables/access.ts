import { Type } from '@sinclair/typebox'

/** Of a list that limits: one of commas alone would limit nothing. */
const namesSomething = '[^,\\s]'

/** Who may call, and what. */
export const accessVariables = {
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
        'JSON object, value of that claim to role; of several in a token the first of this order counts. Required with OIDC_ISSUER.',
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
  )
}
