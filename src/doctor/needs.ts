import type { ToolDefinition } from '../tools/define-tool.ts'

/** What every role has but "No access": sessions, the keep-alive, tasks and views of the service ask for no more. */
export const ofEveryRole = ['System.Anonymous', 'System.Read', 'System.View'] as const
const inEveryRole = new Set<string>(ofEveryRole)

/** Who needs which privileges. */
export interface Need {
  who: string
  privileges: readonly string[]
}

export function needsOf(tools: readonly ToolDefinition[]): Need[] {
  return [
    { who: 'the service itself', privileges: ofEveryRole },
    ...tools.map(({ name, privileges }) => ({ who: name, privileges }))
  ]
}

/** What the account has on one object. */
export interface Granted {
  place: string
  privileges: ReadonlySet<string>
}

/** A privilege that is missing for somebody. */
export interface Missing {
  who: string
  privilege: string
  /** Where it is missing; empty stands for everywhere. */
  places: readonly string[]
}

/** Missing everywhere, or on some of the places. */
export function missingIn(needs: readonly Need[], granted: readonly Granted[]): Missing[] {
  return needs.flatMap(({ who, privileges }) =>
    privileges.flatMap(privilege => {
      const lacking = granted.filter(each => !each.privileges.has(privilege)).map(({ place }) => place)
      if (lacking.length === 0 && granted.length > 0) return []
      return [{ who, privilege, places: lacking.length === granted.length ? [] : lacking }]
    })
  )
}

/** One line for each who: `delete_vm: VirtualMachine.Inventory.Delete`. */
export function linesOf(missing: readonly Missing[]): string[] {
  const lines = new Map<string, string[]>()
  for (const { who, privilege, places } of missing) {
    const words = places.length === 0 ? privilege : `${privilege} (not in ${places.join(', ')})`
    lines.set(who, [...(lines.get(who) ?? []), words])
  }
  return [...lines].map(([who, privileges]) => `${who}: ${privileges.join(', ')}`)
}

/** A role with all that the tools need and no more, and the commands that create it. */
export interface Role {
  name: string
  privileges: readonly string[]
  govc: string
  powercli: string
}

/**
 * @see https://github.com/vmware/govmomi/blob/main/govc/USAGE.md#rolecreate
 * @see https://developer.broadcom.com/powercli/latest/vmware.vimautomation.core/commands/new-virole
 */
export function leastRole(needs: readonly Need[], name = 'vsphere-mcp-pro'): Role {
  const wanted = new Set(needs.flatMap(({ privileges }) => privileges))
  const privileges = [...wanted].filter(each => !inEveryRole.has(each)).toSorted()
  const ids = privileges.map(each => `'${each}'`).join(',')
  return {
    name,
    privileges,
    govc: ['govc role.create', name, ...privileges].join(' '),
    powercli: `New-VIRole -Name ${name}${ids === '' ? '' : ` -Privilege (Get-VIPrivilege -Id ${ids})`}`
  }
}
