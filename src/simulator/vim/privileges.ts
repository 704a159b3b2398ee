import { isAllowed } from '../privileges.ts'
import type { State } from '../state.ts'
import { noPermission, type VimFault } from './faults.ts'
import type { MoRef } from './values.ts'

/** @throws NoPermission naming the object and the privilege */
export function requirePrivilege(state: State, object: MoRef, privilege: string): void {
  const refusal = refusalOf(state, object, privilege)
  if (refusal) throw refusal
}

export function refusalOf(state: State, object: MoRef, privilege: string): VimFault | undefined {
  return isAllowed(state.settings, privilege) ? undefined : noPermission(object, privilege)
}
