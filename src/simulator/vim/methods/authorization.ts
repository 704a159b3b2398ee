import { listOf, refParameter, referred, textOf, textsOf, type Method, type VimCall } from '../call.ts'
import { ownRole } from '../authorization.ts'
import { isAllowed } from '../../privileges.ts'
import { locateManager } from '../objects/managers.ts'
import { isUser } from '../../user-names.ts'
import { dataObject, moRef, type MoRef } from '../values.ts'

/** https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/ AuthorizationManager */

/**
 * "Both UPN and PreWindows2000LogonName user name formats are supported." For another user than the account everything
 * is refused: the simulator knows no other.
 */
const hasUserPrivilegeOnEntities: Method = {
  parameters: ['entities!', 'userName!', 'privId'],
  run: call => {
    const { state } = call
    const known = isUser(textOf(call, 'userName'), state.settings.user)
    return { value: objectsOf(call).map(entity => availability(call, entity, known)) }
  }
}

/** By the key of a session, which must be live. */
const hasPrivilegeOnEntities: Method = {
  parameters: ['entity!', 'sessionId!', 'privId'],
  run: call => {
    const key = textOf(call, 'sessionId')
    const known = call.state.sessions.list('vim').some(session => session.key === key)
    return { value: entitiesOf(call).map(entity => availability(call, entity, known)) }
  }
}

/** The account has its role on the root folder, and from there everywhere. */
const retrieveAllPermissions: Method = {
  parameters: [],
  run: ({ state }) => ({
    value: [
      dataObject('Permission', {
        entity: moRef('Folder', state.inventory.rootFolder),
        principal: state.settings.user,
        group: false,
        roleId: ownRole(state.settings),
        propagate: true
      })
    ]
  })
}

export const authorizationMethods: Record<string, Method> = {
  HasUserPrivilegeOnEntities: hasUserPrivilegeOnEntities,
  HasPrivilegeOnEntities: hasPrivilegeOnEntities,
  RetrieveAllPermissions: retrieveAllPermissions
}

/** "If they refer to managed objects that are not managed entities the privilege check will be done on the root folder." */
function objectsOf(call: VimCall): MoRef[] {
  return listOf(call.parameters['entities'], 'entities').map(value => {
    const object = refParameter(value, 'entities')
    if (!locateManager(call.state, call.session, object.type, object.value)) referred(call, value, 'entities')
    return object
  })
}

function entitiesOf(call: VimCall): MoRef[] {
  const name = 'entity'
  return listOf(call.parameters[name], name).map(value => {
    referred(call, value, name)
    return refParameter(value, name)
  })
}

function availability(call: VimCall, entity: MoRef, known: boolean): unknown {
  const asked = textsOf(call.parameters['privId'], 'privId')
  const privAvailability = asked.map(privId =>
    dataObject('PrivilegeAvailability', {
      privId,
      isGranted: known && isAllowed(call.state.settings, privId)
    })
  )
  return dataObject('EntityPrivilege', { entity, privAvailability })
}
