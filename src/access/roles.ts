import { closest } from 'fastest-levenshtein'

/** Role name -> names of the tools it may call. */
export type Roles = ReadonlyMap<string, ReadonlySet<string>>

export interface ResolvedRoles {
  roles: Roles
  /** One line per entry that names no tool. */
  mistakes: string[]
}

/** Expands what a role lists: names of tools, or `*` for all of them. */
export function resolveRoles(
  entries: Readonly<Record<string, readonly string[]>>,
  toolNames: readonly string[]
): ResolvedRoles {
  const mistakes: string[] = []
  const roles = new Map<string, ReadonlySet<string>>()
  for (const [role, names] of Object.entries(entries)) {
    const tools = new Set<string>()
    for (const name of names) {
      if (name === '*') for (const each of toolNames) tools.add(each)
      else if (toolNames.includes(name)) tools.add(name)
      else
        mistakes.push(
          `role '${role}' lists '${name}', which is no tool. Did you mean '${closest(name, [...toolNames])}'?`
        )
    }
    roles.set(role, tools)
  }
  return { roles, mistakes }
}
