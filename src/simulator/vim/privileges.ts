import type { State } from '../state.ts'
import { noPermission, type VimFault } from './faults.ts'
import type { MoRef } from './values.ts'

/**
 * What the account may do. Every role but "No access" holds the three privileges of the system, whatever else
 * it holds: https://techdocs.broadcom.com/ "vSphere Permissions and User Management Tasks".
 */
export function isAllowed({ settings }: State, privilege: string): boolean {
  const { privileges } = settings
  if (privileges === undefined || privilege === 'System.Anonymous') return true
  if (privilege === 'System.View' || privilege === 'System.Read') return privileges.length > 0
  return privileges.includes(privilege)
}

/** @throws NoPermission naming the object and the privilege */
export function requirePrivilege(state: State, object: MoRef, privilege: string): void {
  const refusal = refusalOf(state, object, privilege)
  if (refusal) throw refusal
}

export function refusalOf(state: State, object: MoRef, privilege: string): VimFault | undefined {
  return isAllowed(state, privilege) ? undefined : noPermission(object, privilege)
}
