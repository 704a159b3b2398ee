import { type Problem, problem } from '../errors.ts'
import type { Principal } from './principal.ts'
import type { Roles } from './roles.ts'
import { type Limits, limitsWithin, vcentersInScope } from './scope/limits.ts'

/** Every decision on what a principal may do; nothing else decides. */
export interface Policy {
  /** May this principal call this tool at all? Decides what tools/list shows. */
  mayUse(principal: Principal, tool: string): boolean
  /** The vCenters it may know of, in the order of the configuration. */
  vcentersOf(principal: Principal): readonly string[]
  /** Which objects of a vCenter exist for it: those that any of the limits lets through; `undefined`: all. */
  limitsOf(principal: Principal, vcenter: string): readonly Limits[] | undefined
  /**
   * The whole decision for one call before its objects are looked at: `undefined` allows it, a problem says why not.
   * `vcenter`: `undefined` for a tool that talks to none.
   */
  refusal(principal: Principal, tool: string, vcenter: string | undefined): Problem | undefined
}

export interface PolicyOptions {
  /** AUTH_ENFORCE. When false every tool is allowed to everybody; the vCenter is checked all the same. */
  enforce: boolean
  roles: Roles
  /** The configured vCenters, the only ones that are ever contacted. */
  vcenters: readonly string[]
}

export function createPolicy({ enforce, roles, vcenters }: PolicyOptions): Policy {
  function mayUse(principal: Principal, tool: string): boolean {
    return !enforce || (roles.get(principal.role)?.tools.has(tool) ?? false)
  }

  function vcentersOf(principal: Principal): readonly string[] {
    if (!enforce) return vcenters
    const { vcenters: own } = principal
    const ofToken = own ? vcenters.filter(name => own.includes(name)) : vcenters
    return vcentersInScope(roles.get(principal.role)?.scope, ofToken)
  }

  function limitsOf(principal: Principal, vcenter: string): readonly Limits[] | undefined {
    return enforce ? limitsWithin(roles.get(principal.role)?.scope, vcenter) : undefined
  }

  function refusal(principal: Principal, tool: string, vcenter: string | undefined): Problem | undefined {
    if (!mayUse(principal, tool)) {
      return problem('forbidden', `Role '${principal.role}' may not call ${tool}.`, {
        hint: 'Use a token whose role lists this tool, or have ROLES_TO_TOOLS changed.'
      })
    }
    const known = vcentersOf(principal)
    if (vcenter === undefined || known.includes(vcenter)) return undefined
    // one that is configured for others only is told in the same words: that it exists is none of this caller's business
    const message = 'Hostname not in allowed set: this service does not talk to that vCenter.'
    return problem('forbidden', message, {
      hint: `Use one of: ${known.join(', ') || '(none)'}. Others must be added to ALLOWED_VCENTER_HOSTS or VCENTERS_FILE.`
    })
  }

  return { mayUse, vcentersOf, limitsOf, refusal }
}
