import type { OidcSettings } from './access/oidc/index.ts'
import type { Roles } from './access/roles.ts'
import { originsIn, proxiesIn, staticTokens } from './config/access.ts'
import { listIn, readEnvironment, withSecretFiles } from './config/environment.ts'
import { misspeltIn } from './config/misspelt.ts'
import { oidcOf } from './config/oidc.ts'
import { rolesOf } from './config/roles.ts'
import type { StaticTokens } from './config/tokens.ts'
import { toolsOf } from './config/tools.ts'
import { vcentersOf } from './config/vcenters.ts'
import type { ToolDefinition } from './tools/define-tool.ts'
import type { VcenterSettings } from './vcenter/pool.ts'

export interface Config {
  server: { name: string; host: string; port: number; mcpPath: string; logLevel: string }
  /** Unset: no metrics. */
  metrics?: { port: number }
  /** The default vCenter first. */
  vcenters: [VcenterSettings, ...VcenterSettings[]]
  /** The tools of this deployment. */
  tools: readonly ToolDefinition[]
  access: {
    enforce: boolean
    static: StaticTokens
    /** Unset: only static tokens. */
    oidc?: OidcSettings
    roles: Roles
    allowedOrigins: string[]
    allowedHosts: string[]
    /** Networks whose word on the address of a caller is taken. */
    trustedProxies: string[]
  }
  limits: { enabled: boolean; refillPerSecond: number; burst: number }
  audit: { path?: string }
  /** Unset: clients of 2025 are served without sessions. */
  mcp: { sessions?: { idleMs: number; most: number; mostOfOne: number } }
  calls: { timeoutMs: number; verboseByDefault: boolean }
  /** What can be used and should not stay so, one line each; for the log. */
  warnings: readonly string[]
}

/** Far more than an installation has clients; who opens more loses the ones that were not used for longest. */
const sessionBounds = { most: 1000, mostOfOne: 50 }

/** The configuration cannot be used. One line a mistake: the variable and the remedy. */
export class ConfigError extends Error {
  readonly mistakes: readonly string[]

  constructor(mistakes: readonly string[]) {
    super(`The configuration cannot be used:\n${mistakes.map(mistake => `  ${mistake}`).join('\n')}`)
    this.name = 'ConfigError'
    this.mistakes = mistakes
  }
}

/** Reads the configuration from environment variables. Throws `ConfigError` with every mistake at once. */
export function loadConfig(variables: NodeJS.ProcessEnv = process.env): Config {
  const mistakes: string[] = []
  const warnings: string[] = misspeltIn(variables)
  const environment = readEnvironment(withSecretFiles(variables, mistakes), mistakes)
  const findings = { mistakes, warnings }
  const vcenters = vcentersOf(environment, findings)
  const names = vcenters.map(({ name }) => name)
  const tools = toolsOf(environment, mistakes)
  const roles = rolesOf(environment, names, mistakes)
  const tokens = staticTokens(environment, { roles, vcenters: names }, findings)
  const oidc = oidcOf(environment, roles, findings)
  const allowedOrigins = originsIn(environment, mistakes)
  const trustedProxies = proxiesIn(environment, mistakes)
  const [first, ...others] = vcenters
  if (mistakes.length > 0 || !first) throw new ConfigError(mistakes)
  return {
    server: {
      name: environment.SERVER_NAME,
      host: environment.SERVER_HOST,
      port: environment.SERVER_PORT,
      mcpPath: environment.MCP_PATH,
      logLevel: environment.LOG_LEVEL
    },
    ...(environment.METRICS_PORT !== undefined && { metrics: { port: environment.METRICS_PORT } }),
    vcenters: [first, ...others],
    tools,
    access: {
      enforce: environment.AUTH_ENFORCE,
      static: tokens,
      ...(oidc && { oidc }),
      roles,
      allowedOrigins,
      allowedHosts: listIn(environment.ALLOWED_HOSTS),
      trustedProxies
    },
    limits: {
      enabled: environment.RATE_LIMIT,
      refillPerSecond: environment.RATE_LIMIT_RPS,
      burst: environment.RATE_LIMIT_BURST
    },
    audit: environment.AUDIT_LOG_PATH === undefined ? {} : { path: environment.AUDIT_LOG_PATH },
    mcp: environment.MCP_SESSIONS
      ? { sessions: { idleMs: environment.MCP_SESSION_IDLE_S * 1000, ...sessionBounds } }
      : {},
    calls: {
      timeoutMs: Math.ceil(environment.CALL_TIMEOUT_S * 1000),
      verboseByDefault: environment.VERBOSE_DEFAULT
    },
    warnings: [...new Set(warnings)]
  }
}
