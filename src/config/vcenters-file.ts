import { isObject } from '../objects.ts'
import { isAddress, originOf } from '../vcenter/address.ts'
import type { VcenterSettings } from '../vcenter/pool.ts'
import { reasonOf } from './environment.ts'
import { readSecret } from './files.ts'
import { readJson } from './json.ts'
import type { Environment } from './schema.ts'
import { printable } from './entry-check.ts'
import { settingsOf } from './vcenter-settings.ts'

/** Where what is found in the configuration is told: a mistake ends the start, a warning is logged. */
export interface Findings {
  mistakes: string[]
  warnings: string[]
}

interface Entry {
  value: unknown
  /** `entry 2 ('dr')` */
  label: string
  mistakes: string[]
}

/** The vCenters of VCENTERS_FILE; `others` are those of the variables. */
export function vcentersInFile(
  environment: Environment,
  others: readonly VcenterSettings[],
  findings: Findings
): VcenterSettings[] {
  const path = environment.VCENTERS_FILE
  if (path === undefined) return []
  const clashesOf = createClashes(others)
  return entriesIn(path, findings.mistakes).flatMap(({ value, label, mistakes }) => {
    const settings = settingsOf(value, { path, environment, mistakes, warnings: findings.warnings })
    mistakes.push(...clashesOf(value, settings, label))
    findings.mistakes.push(...mistakes.map(mistake => `VCENTERS_FILE: ${label}: ${mistake}`))
    return settings ? [settings] : []
  })
}

function entriesIn(path: string, mistakes: string[]): Entry[] {
  let text: string
  try {
    text = readSecret(path)
  } catch (error) {
    mistakes.push(`VCENTERS_FILE: ${reasonOf(error)}. Point it to a readable JSON file.`)
    return []
  }
  const json = readJson(text)
  if (!Array.isArray(json?.value) || json.value.length === 0) {
    const fault = json ? 'holds no list of vCenters' : 'is not valid JSON'
    const example = '[{"name": "dr", "host": "…", "user": "…", "passwordFile": "…"}]'
    mistakes.push(`VCENTERS_FILE: ${path} ${fault}. Write it as ${example}.`)
    return []
  }
  return json.value.map((value: unknown, position) => ({
    value,
    label: labelOf(value, position),
    mistakes: json.doubledKeys
      .filter(doubled => doubled.position === position)
      .map(({ key }) => `'${printable(key)}' is there twice. Keep the one that is meant.`)
  }))
}

function labelOf(value: unknown, position: number): string {
  const name = isObject(value) && typeof value['name'] === 'string' ? printable(value['name']) : ''
  return name === '' ? `entry ${position + 1}` : `entry ${position + 1} ('${name}')`
}

/** Tells what an entry may not share with another vCenter: its name, and its account on the same server. */
function createClashes(others: readonly VcenterSettings[]) {
  const names = new Map(others.map(({ name }) => [name.toLowerCase(), 'a vCenter of the variables']))
  const accounts = new Map(others.map(each => [accountOf(each), `vCenter '${each.name}'`]))

  return function clashesOf(value: unknown, settings: VcenterSettings | undefined, label: string): string[] {
    const mistakes: string[] = []
    const name =
      isObject(value) && typeof value['name'] === 'string' ? value['name'].toLowerCase() : undefined
    if (name !== undefined) {
      const owner = names.get(name)
      if (owner !== undefined)
        mistakes.push(`name is that of ${owner}. Choose another; case does not matter.`)
      else names.set(name, label)
    }
    if (settings) {
      const owner = accounts.get(accountOf(settings))
      // each vCenter has one session for everybody, and counts refused log-ins to keep the account from being locked
      if (owner !== undefined) mistakes.push(`host and user are those of ${owner}. Keep one of them.`)
      else accounts.set(accountOf(settings), label)
    }
    return mistakes
  }
}

function accountOf({ address, user }: VcenterSettings): string {
  return `${isAddress(address) ? originOf(address) : address} ${user.toLowerCase()}`
}
