import { isAllowed } from '../privileges.ts'
import type { State } from '../state.ts'
import { noPermission } from './faults.ts'
import type { MoRef } from './values.ts'

/** @throws NoPermission naming the object and the privilege */
export function requirePrivilege(state: State, object: MoRef, privilege: string): void {
  if (!isAllowed(state.settings, privilege)) throw noPermission(object, privilege)
}
