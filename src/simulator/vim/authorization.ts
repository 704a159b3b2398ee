import type { Settings } from '../options.ts'
import { knownPrivileges } from '../privileges.ts'

/** Roles and privileges. Only roles that vCenter always has, and that of a restricted account. */

export interface Role {
  id: number
  name: string
  label: string
  system: boolean
  privileges: readonly string[]
}

const system = ['System.Anonymous', 'System.View', 'System.Read']

/** Ids of the first are fixed: https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/ */
export function rolesOf({ privileges }: Settings): Role[] {
  const roles: Role[] = [
    { id: -1, name: 'Admin', label: 'Administrator', system: true, privileges: knownPrivileges },
    { id: -2, name: 'ReadOnly', label: 'Read-only', system: true, privileges: system },
    { id: -5, name: 'NoAccess', label: 'No access', system: true, privileges: [] }
  ]
  if (privileges === undefined) return roles
  const held = privileges.length === 0 ? [] : [...new Set([...system, ...privileges])]
  roles.push({ id: 101, name: 'Restricted', label: 'Restricted', system: false, privileges: held })
  return roles
}

/** The role that the account has everywhere. */
export function ownRole(settings: Settings): number {
  return settings.privileges === undefined ? -1 : 101
}
