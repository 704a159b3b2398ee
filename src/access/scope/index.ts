import type { VcenterClient } from '../../vcenter/types.ts'
import type { Policy } from '../policy.ts'
import type { Principal } from '../principal.ts'
import { type FilterProof, createFilterProof } from './filter-proof.ts'
import { type Places, createPlaces } from './places.ts'
import { createScopedClient } from './scoped-client.ts'
import { createVisibleRows } from './visible.ts'

/** A vCenter as a principal may see it: the client itself for a role without limits. */
export type ScopedVcenter = (client: VcenterClient, principal: Principal) => VcenterClient

export interface ScopesOptions {
  policy: Pick<Policy, 'limitsOf'>
  log: { warn(details: object, message: string): void }
}

export function createScopes({ policy, log }: ScopesOptions): ScopedVcenter {
  const known = new Map<string, { places: Places; proof: FilterProof }>()
  const told = new Set<string>()

  function ofVcenter(vcenter: string) {
    const found = known.get(vcenter) ?? judgesOf(vcenter)
    known.set(vcenter, found)
    return found
  }

  function judgesOf(vcenter: string): { places: Places; proof: FilterProof } {
    const proof = createFilterProof()
    const places = createPlaces({
      proof,
      onUnknown(limit, entry) {
        const key = JSON.stringify([vcenter, limit, entry])
        if (told.has(key)) return
        told.add(key)
        log.warn(
          { vcenter, limit, entry },
          'the scope of a role names something that this vCenter does not have'
        )
      }
    })
    return { places, proof }
  }

  return function scoped(client, principal) {
    const limits = policy.limitsOf(principal, client.name)
    if (!limits) return client
    return createScopedClient(client, createVisibleRows({ client, limits, ...ofVcenter(client.name) }))
  }
}
