import { closest } from 'fastest-levenshtein'
import { defaultRoles } from '../access/default-roles.ts'
import { type RoleEntry, type Roles, resolveRoles } from '../access/roles.ts'
import { type Container, type Limits, containerIds, limitsSchema } from '../access/scope/limits.ts'
import { isObject } from '../objects.ts'
import { toolDefinitions } from '../tools/index.ts'
import { createEntryCheck, printable } from './entry-check.ts'
import { jsonObjectIn } from './json-variable.ts'
import type { Environment } from './schema.ts'

const limitsCheck = createEntryCheck(limitsSchema)
const example =
  '{"viewer": ["risk:read"], "team-a": {"tools": ["list_vms"], "scope": {"folders": ["/DC/vm/a"]}}}'

/** ROLES_TO_TOOLS, or the default roles. `vcenters`: names of the configured ones. */
export function rolesOf(environment: Environment, vcenters: readonly string[], mistakes: string[]): Roles {
  const json = jsonObjectIn('ROLES_TO_TOOLS', environment.ROLES_TO_TOOLS, example, mistakes)
  const own: string[] = []
  const entries = json ? entriesOf(json, vcenters, own) : defaultRoles
  const resolved = resolveRoles(entries, toolDefinitions)
  mistakes.push(...[...own, ...resolved.mistakes].map(text => `ROLES_TO_TOOLS: ${text}`))
  return resolved.roles
}

function entriesOf(
  json: Record<string, unknown>,
  vcenters: readonly string[],
  mistakes: string[]
): Record<string, RoleEntry> {
  const entries = Object.entries(json).map(([name, value]): [string, RoleEntry] => {
    const own: string[] = []
    const entry = entryOf(value, vcenters, own)
    mistakes.push(...own.map(text => `role '${printable(name)}' ${text}`))
    return [name, entry]
  })
  return Object.fromEntries(entries)
}

/** A list of tools, or an object with such a list and a scope. */
function entryOf(value: unknown, vcenters: readonly string[], mistakes: string[]): RoleEntry {
  if (isTexts(value)) return { tools: value }
  if (!isObject(value) || !isTexts(value['tools'])) {
    mistakes.push(`has the wrong shape. Write it as ${example}.`)
    return { tools: [] }
  }
  const { tools, scope, ...others } = value
  for (const key of Object.keys(others)) {
    mistakes.push(
      `has the key '${printable(key)}'. Did you mean '${closest(key.slice(0, 64), ['tools', 'scope'])}'?`
    )
  }
  return scope === undefined ? { tools } : { tools, scope: scopeOf(scope, vcenters, mistakes) }
}

/** One set of limits, or several of which any is enough; `{}` stands for everything. */
function scopeOf(scope: unknown, vcenters: readonly string[], mistakes: string[]): Limits[] {
  const given: unknown[] = Array.isArray(scope) ? scope : [scope]
  if (given.length === 0) mistakes.push('has an empty scope. Write {} for everything.')
  const all = given.map((limits): Limits => {
    if (!isObject(limits)) {
      mistakes.push('has a scope that is no object. Write it as {"folders": ["/DC/vm/team-a"]}.')
      return {}
    }
    mistakes.push(...limitsCheck.mistakesIn(limits).map(text => `scope: ${text}`))
    return limitsCheck.accepts(limits) ? limits : {}
  })
  for (const name of all.flatMap(limits => limits.vcenters ?? [])) {
    if (!vcenters.some(each => each.toLowerCase() === name.toLowerCase())) {
      mistakes.push(
        `scope: vCenter '${printable(name)}' is not configured. Use one of: ${vcenters.join(', ')}.`
      )
    }
  }
  mistakes.push(...all.flatMap(limits => unclearIds(limits, vcenters)))
  // {} among others lets everything through: then there is nothing left to look at
  return all.some(limits => Object.keys(limits).length === 0) ? [] : all
}

/** An id that was meant for one vCenter must not open something else in another one. */
function unclearIds(limits: Limits, vcenters: readonly string[]): string[] {
  if ((limits.vcenters ?? vcenters).length < 2) return []
  return (Object.keys(containerIds) as Container[]).flatMap(name => {
    const id = limits[name]?.find(entry => containerIds[name].test(entry))
    return id === undefined
      ? []
      : [
          `scope: ${name} has '${id}', which is something else in each vCenter. Add vcenters with one of them.`
        ]
  })
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every(each => typeof each === 'string')
}
