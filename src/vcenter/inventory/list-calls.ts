import type { AutomationCalls } from '../automation/calls.ts'
import type { AnyArguments } from '../automation/operation.ts'
import { listKinds, type ListName } from './kinds.ts'
import type { InventoryLists } from './lists.ts'

type ReadonlyAnswer<Call> = Call extends (...given: infer Given) => Promise<readonly (infer Item)[]>
  ? (...given: Given) => Promise<readonly Item[]>
  : never

/**
 * The lists of the inventory, whole whatever their size: beyond its caps (4000 VMs, 2500 hosts and datastores, 1000 of
 * the others) vCenter refuses to answer them, and they are read in another way. A list that long is kept for 10
 * seconds and shared by all callers; `forget` drops it. A VM template is not in the list of VMs.
 *
 * @throws `VcenterApiError` for a list that is too long where there is no VI/JSON, and that no filter divides
 */
export type ListCalls = { readonly [Name in ListName]: ReadonlyAnswer<AutomationCalls[Name]> } & {
  /**
   * The unfiltered list, if that costs at most one short request: `undefined` where it is too long for one, and is not
   * kept from an earlier read.
   */
  listAtHand<Name extends ListName>(
    name: Name
  ): Promise<Awaited<ReturnType<ReadonlyAnswer<AutomationCalls[Name]>>> | undefined>
}

export function listCalls(lists: InventoryLists, signal: AbortSignal | undefined): ListCalls {
  const names = Object.keys(listKinds) as ListName[]
  const calls = names.map(name => [name, (given: AnyArguments = {}) => lists.list(name, given, signal)])
  const listAtHand = (name: ListName) => lists.atHand(name, signal)
  return { ...(Object.fromEntries(calls) as object), listAtHand } as unknown as ListCalls
}
