import type { VimMethod } from './method.ts'

/**
 * Who the session belongs to, and what that account may do.
 *
 * @see https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/
 */
export const authorizationMethods = {
  getCurrentSession: {
    does: 'get session',
    effect: 'read',
    kind: 'get',
    member: 'SessionManager.currentSession',
    privileges: ['System.Anonymous']
  },
  checkPrivileges: {
    does: 'check privileges of {id}',
    effect: 'read',
    kind: 'call',
    member: 'AuthorizationManager.HasUserPrivilegeOnEntities',
    privileges: ['System.View']
  }
} as const satisfies Record<string, VimMethod>
