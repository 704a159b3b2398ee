import { type Static, Type } from '@sinclair/typebox'
import { guardOf, optional } from '../../guards.ts'
import { reference as referenceSchema, type ManagedObjectReference } from '../answers.ts'
import { managerInvocation, propertyOf } from '../invocations.ts'
import { vimMethods } from '../methods/index.ts'
import type { VimCaller } from '../vim-caller.ts'
import { reference } from '../vim-values.ts'

const userSession = Type.Object({ key: Type.String(), userName: Type.String(), fullName: Type.String() })
const isUserSession = guardOf(userSession)
/** As vCenter knows the account: `VSPHERE.LOCAL\svc-mcp`, whatever form it has logged in with. */
export type UserSession = Static<typeof userSession>

const entityPrivilege = Type.Object({
  entity: referenceSchema,
  privAvailability: Type.Array(Type.Object({ privId: Type.String(), isGranted: Type.Boolean() }))
})
const isEntityPrivileges = guardOf(Type.Array(entityPrivilege))

/** Which of the privileges that were asked for are granted on an object, directly or through a group. */
export interface GrantedPrivileges {
  object: ManagedObjectReference
  granted: readonly string[]
}

export interface AuthorizationCalls {
  /** `undefined` when vCenter knows no session, which a client that has one never sees. */
  getCurrentSession(): Promise<UserSession | undefined>
  /**
   * Of the root folder when no object is named. `user` is `user@domain` or `DOMAIN\user`. Only what was asked for is
   * answered; an object that vCenter leaves out is absent.
   *
   * @throws `VcenterApiError` that `isForbidden` where the account may not even see one of the objects
   */
  checkPrivileges(given: {
    user: string
    privileges: readonly string[]
    objects?: readonly ManagedObjectReference[]
  }): Promise<GrantedPrivileges[]>
}

/**
 * HasUserPrivilegeOnEntities rather than FetchUserPrivilegeOnEntities: it answers no more than the question, and both
 * forms of a user name are documented for it.
 *
 * @see https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/data-structures/HasUserPrivilegeOnEntitiesRequestType
 */
export function authorizationCalls(vim: VimCaller): AuthorizationCalls {
  return {
    getCurrentSession: () =>
      vim.reading('current session', within => {
        const property = propertyOf(vimMethods.getCurrentSession, within.service.sessionManager.value)
        return within.get(property, optional(isUserSession))
      }),
    async checkPrivileges({ user, privileges, objects }) {
      const read = await vim.reading(`privileges ${JSON.stringify([user, privileges, objects])}`, within => {
        const entities = (objects ?? [within.service.rootFolder]).map(({ type, value }) =>
          reference(type, value)
        )
        const parameters = { entities, userName: user, privId: privileges }
        const call = managerInvocation(within, vimMethods.checkPrivileges, parameters, user)
        return within.invoke(call, optional(isEntityPrivileges))
      })
      return (read ?? []).map(({ entity, privAvailability }) => ({
        object: entity,
        granted: privAvailability.filter(({ isGranted }) => isGranted).map(({ privId }) => privId)
      }))
    }
  }
}
