import type { Roles } from '../access/roles.ts'
import { createFilterProof } from '../access/scope/filter-proof.ts'
import { type LimitName, limitsWithin, objectLimits } from '../access/scope/limits.ts'
import { createPlaces } from '../access/scope/places.ts'
import type { VcenterClient } from '../vcenter/types.ts'
import type { Finding } from './finding.ts'

/** An entry of a limit, and the role that has it. */
interface Entry {
  role: string
  limit: Exclude<LimitName, 'vm_names'>
  entry: string
}

/**
 * Whether what the scopes of roles name is there: the service shows nothing of it until it is, and a typing mistake
 * looks the same. Ids are taken as they are, and names of VMs may be given before there are such. `undefined`: no role
 * is limited within this vCenter.
 */
export async function checkScopes(client: VcenterClient, roles: Roles): Promise<Finding | undefined> {
  const entries = entriesFor(client.name, roles)
  if (entries.length === 0) return undefined
  const missing: string[] = []
  const proof = createFilterProof()
  for (const { role, limit, entry } of entries) {
    const places = createPlaces({ proof, onUnknown: () => missing.push(`${role}: ${limit} '${entry}'`) })
    await places.idsOf(limit, [entry], client)
  }
  if (missing.length === 0)
    return { check: 'scopes', status: 'ok', message: 'what the scopes of roles name is there' }
  return {
    check: 'scopes',
    status: 'warn',
    message: `${missing.length} of the ${entries.length} things that scopes of roles name are not there`,
    lines: missing,
    remedy: 'Correct them in ROLES_TO_TOOLS, or make them in vCenter: until then they show nothing.'
  }
}

function entriesFor(vcenter: string, roles: Roles): Entry[] {
  return [...roles].flatMap(([role, { scope }]) =>
    (limitsWithin(scope, vcenter) ?? []).flatMap(limits =>
      objectLimits
        .filter(limit => limit !== 'vm_names')
        .flatMap(limit => (limits[limit] ?? []).map(entry => ({ role, limit, entry })))
    )
  )
}
