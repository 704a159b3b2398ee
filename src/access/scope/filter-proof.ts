import { CodedError } from '../../errors.ts'
import { VcenterApiError } from '../../vcenter/errors.ts'
import type { VcenterClient } from '../../vcenter/types.ts'
import type { ScopedKind } from './kinds.ts'

/**
 * Proves that a vCenter heeds a filter before anything that came through it is believed: a server that ignored one, or a
 * proxy that dropped it on the way, would show everything to everybody.
 */
export interface FilterProof {
  /**
   * To be asked after the list, with its filter, had something in it: of an empty list every filter leaves nothing.
   *
   * @throws `CodedError` unsupported when the filter changes nothing
   */
  require(client: VcenterClient, list: ScopedKind['list'], filter: string): Promise<void>
}

/** Ids that look like any other and that no vCenter gives: it counts up from 1. */
const nobody: Readonly<Record<string, string>> = {
  datacenters: 'datacenter-2147483647',
  clusters: 'domain-c2147483647',
  folders: 'group-v2147483647',
  parent_folders: 'group-v2147483647',
  resource_pools: 'resgroup-2147483647',
  parent_resource_pools: 'resgroup-2147483647'
}

/** For one vCenter; a proof holds as long as the service runs. */
export function createFilterProof(): FilterProof {
  const proven = new Set<string>()
  return {
    async require(client, list, filter) {
      const key = `${list} ${filter}`
      if (proven.has(key)) return
      const ask = client[list] as unknown as (given: object) => Promise<readonly unknown[]>
      if ((await rowsOf(ask({ [filter]: [nobody[filter]] }))).length > 0) {
        throw new CodedError(
          'unsupported',
          `vCenter '${client.name}' does not heed the filter '${filter}', so what this role may see cannot be told.`,
          { hint: 'The operator should look at what stands between this service and that vCenter.' }
        )
      }
      proven.add(key)
    }
  }
}

/** That there is no such object may be said as an error too; it comes from having looked for it. */
async function rowsOf(answer: Promise<readonly unknown[]>): Promise<readonly unknown[]> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof VcenterApiError && error.isNotFound) return []
    throw error
  }
}
