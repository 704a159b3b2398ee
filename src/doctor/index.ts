import pkg from '../../package.json' with { type: 'json' }
import { checkConfiguration } from './configuration.ts'
import { type Finding, type Status, worstOf } from './finding.ts'
import { type Role, leastRole, needsOf } from './needs.ts'
import { enabledTools } from './tools.ts'
import { examineVcenter } from './vcenter.ts'

/** All that was found; holds no secret. `--json` prints it as it is. */
export interface Report {
  version: string
  status: Status
  configuration: readonly Finding[]
  vcenters: readonly { name: string; status: Status; findings: readonly Finding[] }[]
  /** What the account needs at least. */
  role: Role
}

/**
 * Examines an installation as the service would find it. vCenters are examined side by side: one that hangs holds up no
 * other.
 */
export async function examine(
  variables: NodeJS.ProcessEnv = process.env,
  { limitMs = 10_000 } = {}
): Promise<Report> {
  const { findings, config, vcenters: settings } = checkConfiguration(variables)
  const tools = enabledTools(config)
  const vcenters = await Promise.all(
    settings.map(async each => {
      const found = await examineVcenter({ settings: each, tools, roles: config?.access.roles, limitMs })
      return { name: each.name, status: worstOf(found), findings: found }
    })
  )
  return {
    version: pkg.version,
    status: worstOf([...findings, ...vcenters]),
    configuration: findings,
    vcenters,
    role: leastRole(needsOf(tools))
  }
}
