import { closest } from 'fastest-levenshtein'
import { isGlob, matchesGlob } from './glob.ts'
import type { Limits } from './scope/limits.ts'

/** A role as the configuration has it. */
export interface RoleEntry {
  /** Names of tools, globs, `toolset:<name>`, `risk:<risk>`, `role:<name>`. */
  tools: readonly string[]
  /** Any of these; unset or empty: every object. */
  scope?: readonly Limits[]
}

/** What a role may do. */
export interface Role {
  readonly tools: ReadonlySet<string>
  /** The objects it may see and change: those that any of these lets through; unset: all. */
  readonly scope?: readonly Limits[]
}

export type Roles = ReadonlyMap<string, Role>

/** What an entry of a role may name of a tool. */
export interface ToolTraits {
  name: string
  toolset: string
  risk: string
}

export interface ResolvedRoles {
  roles: Roles
  /** One line per entry that names nothing, or may mean more than was meant. */
  mistakes: string[]
}

/** Who may read vCenter need not learn what others did: the audit is opened by its toolset or by the name of its tool. */
function isApart(tool: ToolTraits, trait: string): boolean {
  return trait === 'risk' && tool.toolset === 'audit'
}

/** Expands what each role lists into names of tools. */
export function resolveRoles(
  entries: Readonly<Record<string, RoleEntry>>,
  tools: readonly ToolTraits[]
): ResolvedRoles {
  const mistakes: string[] = []
  const expand = createExpansion(new Map(Object.entries(entries)), tools, mistakes)
  const roles = new Map<string, Role>()
  for (const [name, { scope = [] }] of Object.entries(entries)) {
    roles.set(name, { tools: expand(name, []), ...(scope.length > 0 && { scope }) })
  }
  return { roles, mistakes: [...new Set(mistakes)] }
}

function createExpansion(
  entries: ReadonlyMap<string, RoleEntry>,
  tools: readonly ToolTraits[],
  mistakes: string[]
) {
  const names = tools.map(tool => tool.name)

  /** `above`: the roles on the way here, the outermost first. */
  return function expand(role: string, above: readonly string[]): ReadonlySet<string> {
    const { tools: listed = [], scope } = entries.get(role) ?? {}
    return new Set(listed.flatMap(item => [...toolsOf(item)]))

    function toolsOf(item: string): Iterable<string> {
      const [kind = '', value] = item.split(/:(.*)/s)
      if (value === undefined) return named(item)
      switch (kind) {
        case 'toolset':
          return withTrait('toolset', value)
        case 'risk':
          return withTrait('risk', value)
        case 'role':
          return inherited(value)
        default:
          return unknown(item, 'which is none of', ['toolset:', 'risk:', 'role:'])
      }
    }

    function named(item: string): Iterable<string> {
      const found = names.filter(name => matchesGlob(item, name))
      if (found.length > 0) return found
      return isGlob(item)
        ? mistake(`lists '${item}', which matches no tool.`)
        : unknown(item, 'which is no tool', names)
    }

    function withTrait(trait: 'toolset' | 'risk', value: string): Iterable<string> {
      const found = tools
        .filter(tool => tool[trait] === value && !isApart(tool, trait))
        .map(tool => tool.name)
      return found.length > 0
        ? found
        : unknown(value, `which is no ${trait}`, [...new Set(tools.map(t => t[trait]))])
    }

    function inherited(from: string): Iterable<string> {
      const entry = entries.get(from)
      if (!entry) return unknown(from, 'which is no role', [...entries.keys()])
      if (above.includes(from)) return mistake(`inherits from itself through '${from}'.`)
      // what limits the one must not fall off on the way to the other without anybody having said so
      if ((entry.scope?.length ?? 0) > 0 && scope === undefined) {
        mistake(
          `inherits from '${from}', which has a scope. Give it a scope of its own; {} stands for everything.`
        )
      }
      return expand(from, [...above, role])
    }

    function unknown(item: string, what: string, known: readonly string[]): Iterable<string> {
      return mistake(`lists '${item}', ${what}. Did you mean '${closest(item, [...known])}'?`)
    }

    function mistake(text: string): Iterable<string> {
      mistakes.push(`role '${role}' ${text}`)
      return []
    }
  }
}
