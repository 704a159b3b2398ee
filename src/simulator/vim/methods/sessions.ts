import { sessionOf, textOf, textsOf, type Method, type VimCall } from '../call.ts'
import { invalidArgument, invalidLogin, noPermission, vimFault } from '../faults.ts'
import { userSession } from '../objects/service.ts'
import { isAllowed } from '../../privileges.ts'
import { isUser } from '../../user-names.ts'
import { moRef } from '../values.ts'

/** https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/ SessionManager */

/**
 * The id of the new session is in the response header `vmware-api-session-id`, not in the answer.
 * https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/ SessionManager, Login
 */
const login: Method = {
  parameters: ['userName!', 'password!', 'locale'],
  anonymous: true,
  privilege: 'System.Anonymous',
  run: call => {
    const { state, received } = call
    const user = textOf(call, 'userName') ?? ''
    const matches = user.toLowerCase() === state.settings.user.toLowerCase()
    if (!matches || textOf(call, 'password') !== state.settings.password) {
      recordRefusal(call, user)
      throw invalidLogin()
    }
    const locale = textOf(call, 'locale')
    if (locale !== undefined && !/^[a-z]{2,3}([_-][A-Za-z]{2,4})?$/.test(locale)) {
      throw vimFault('InvalidLocale', `The locale '${locale}' is invalid.`)
    }
    // "if the user does not have any permission".
    if (!isAllowed(state.settings, 'System.View')) {
      throw noPermission(moRef('Folder', state.inventory.rootFolder), 'System.View')
    }
    const agent = received.headers['user-agent'] ?? ''
    const session = state.sessions.open('vim', state.settings.user, received.remoteAddress, agent)
    // The text is vCenter's; that VI/JSON answers a fault, where SOAP answers 503, is inferred.
    if (!session)
      throw vimFault('RuntimeFault', `Out of HTTP sessions: Limited to ${state.settings.maxSessions}`)
    return { value: userSession(session), headers: { 'vmware-api-session-id': session.id } }
  }
}

const logout: Method = {
  parameters: [],
  privilege: 'System.Anonymous',
  run: call => {
    call.state.sessions.close(sessionOf(call))
    return {}
  }
}

/** By the session's key, which is not its id; an unknown or ended session is not a fault. */
const sessionIsActive: Method = {
  parameters: ['sessionID!', 'userName!'],
  privilege: 'Sessions.ValidateSession',
  run: call => {
    const key = textOf(call, 'sessionID')
    const user = textOf(call, 'userName')
    const active = call.state.sessions
      .list('vim')
      .some(session => session.key === key && isUser(user, session.user))
    return { value: active }
  }
}

/** All or none: NotFound for a key that no session has, InvalidArgument for the caller's own. */
const terminateSession: Method = {
  parameters: ['sessionId!'],
  privilege: 'Sessions.TerminateSession',
  run: call => {
    const { sessions } = call.state
    const keys = textsOf(call.parameters['sessionId'], 'sessionId')
    if (keys.includes(sessionOf(call).key)) throw invalidArgument('sessionId')
    const live = sessions.list('vim')
    const doomed = keys.map(key => {
      const found = live.find(session => session.key === key)
      if (!found) throw vimFault('NotFound', 'The requested object was not found.')
      return found
    })
    for (const session of doomed) sessions.close(session)
    return {}
  }
}

export const sessionMethods: Record<string, Method> = {
  Login: login,
  Logout: logout,
  SessionIsActive: sessionIsActive,
  TerminateSession: terminateSession
}

function recordRefusal({ state, received }: VimCall, user: string): void {
  const { remoteAddress } = received
  state.events.record({
    type: 'BadUsernameSessionEvent',
    user,
    category: 'error',
    message: `Cannot login ${user}@${remoteAddress}`,
    subject: {},
    fields: { ipAddress: remoteAddress }
  })
}
