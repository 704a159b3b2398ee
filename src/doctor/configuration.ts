import { type Config, ConfigError, loadConfig } from '../config.ts'
import { readEnvironment, withSecretFiles } from '../config/environment.ts'
import { vcentersOf } from '../config/vcenters.ts'
import { weakSettingsOf } from '../config/weak-settings.ts'
import type { VcenterSettings } from '../vcenter/pool.ts'
import type { Finding } from './finding.ts'
import { enabledTools } from './tools.ts'

export interface Configuration {
  findings: Finding[]
  /** Unset: the service would not start with it. */
  config?: Config
  /** What can be examined nevertheless. */
  vcenters: readonly VcenterSettings[]
}

const check = 'configuration'

/** Every mistake at once, as the start of the service has it. */
export function checkConfiguration(variables: NodeJS.ProcessEnv): Configuration {
  try {
    const config = loadConfig(variables)
    const { vcenters } = config
    const message = `${counted(vcenters.length, 'vCenter')}, ${counted(enabledTools(config).length, 'tool')}`
    const warnings = weakSettingsOf(config).map(text => ({ check, status: 'warn', message: text }) as const)
    return { findings: [{ check, status: 'ok', message }, ...warnings], config, vcenters }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    const findings = error.mistakes.map(message => ({ check, status: 'fail', message }) as const)
    return { findings, vcenters: usableVcenters(variables) }
  }
}

/** A missing token is no reason to leave the vCenters unexamined; a mistake about one of them is. */
function usableVcenters(variables: NodeJS.ProcessEnv): VcenterSettings[] {
  const mistakes: string[] = []
  const environment = readEnvironment(withSecretFiles(variables, mistakes), mistakes)
  const before = mistakes.length
  const vcenters = vcentersOf(environment, { mistakes, warnings: [] })
  return mistakes.length === before ? vcenters : []
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}
