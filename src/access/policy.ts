import { type Problem, problem } from '../errors.ts'
import type { Principal } from './principal.ts'
import type { Roles } from './roles.ts'

export interface Policy {
  /** May this principal call this tool at all? Decides what tools/list shows. */
  mayUse(principal: Principal, tool: string): boolean
  /** The whole decision for one call: `undefined` allows it, a problem says why not. */
  refusal(principal: Principal, tool: string, vcenter: string): Problem | undefined
}

export interface PolicyOptions {
  /** AUTH_ENFORCE. When false every tool is allowed to everybody; the vCenter is checked all the same. */
  enforce: boolean
  roles: Roles
  /** ALLOWED_VCENTER_HOSTS: the configured vCenters, the only ones that are ever contacted. */
  vcenters: readonly string[]
}

export function createPolicy({ enforce, roles, vcenters }: PolicyOptions): Policy {
  function mayUse(principal: Principal, tool: string): boolean {
    return !enforce || (roles.get(principal.role)?.has(tool) ?? false)
  }

  function refusal(principal: Principal, tool: string, vcenter: string): Problem | undefined {
    if (!mayUse(principal, tool)) {
      return problem('forbidden', `Role '${principal.role}' may not call ${tool}.`, {
        hint: 'Use a token whose role lists this tool, or have ROLES_TO_TOOLS changed.'
      })
    }
    if (!vcenters.includes(vcenter)) {
      return problem(
        'forbidden',
        'Hostname not in allowed set: this service does not talk to that vCenter.',
        {
          hint: `Use one of: ${vcenters.join(', ')}. Others must be added to ALLOWED_VCENTER_HOSTS or VCENTERS_FILE.`
        }
      )
    }
    return undefined
  }

  return { mayUse, refusal }
}
