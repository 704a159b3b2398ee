import { flagOf, refParameter, sessionOf, textOf, textsOf, type Method } from './call.ts'
import {
  invalidArgument,
  invalidLogin,
  invalidState,
  notSupported,
  objectNotFound,
  vimFault
} from './faults.ts'
import { serviceContent, userSession } from './objects/service.ts'
import { isManagedType } from './schema/index.ts'
import { dateTime, moRef } from './values.ts'
import { views } from './views.ts'

/** Methods of ServiceInstance, SessionManager, ViewManager, View and Task. */

export const retrieveServiceContent: Method = {
  parameters: [],
  anonymous: true,
  run: call => ({ value: serviceContent(call.state) })
}

export const currentTime: Method = {
  parameters: [],
  run: call => ({ value: dateTime(call.state.now()) })
}

/**
 * The id of the new session is in the response header `vmware-api-session-id`, not in the answer.
 * https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/ SessionManager, Login
 */
export const login: Method = {
  parameters: ['userName!', 'password!', 'locale'],
  anonymous: true,
  run: call => {
    const { state, received } = call
    const user = textOf(call, 'userName') ?? ''
    const matches = user.toLowerCase() === state.settings.user.toLowerCase()
    if (!matches || textOf(call, 'password') !== state.settings.password) throw invalidLogin()
    const agent = received.headers['user-agent'] ?? ''
    const session = state.sessions.open('vim', state.settings.user, received.remoteAddress, agent)
    // The text is vCenter's; that VI/JSON answers a fault, where SOAP answers 503, is inferred.
    if (!session)
      throw vimFault('RuntimeFault', `Out of HTTP sessions: Limited to ${state.settings.maxSessions}`)
    return { value: userSession(session), headers: { 'vmware-api-session-id': session.id } }
  }
}

export const logout: Method = {
  parameters: [],
  run: call => {
    call.state.sessions.close(sessionOf(call))
    return {}
  }
}

export const createContainerView: Method = {
  parameters: ['container!', 'type', 'recursive!'],
  run: call => {
    const reference = refParameter(call.parameters['container'], 'container')
    const container = call.state.inventory.find(reference.value)
    if (!container) throw objectNotFound(reference.type, reference.value)
    if (!containerKinds.has(container.kind)) throw invalidArgument('container')
    const types = textsOf(call.parameters['type'], 'type')
    if (!types.every(isManagedType)) throw invalidArgument('type')
    const view = { container, types, recursive: flagOf(call, 'recursive') }
    return { value: moRef('ContainerView', views.add(sessionOf(call), view)) }
  }
}

const containerKinds = new Set<string>([
  'Folder',
  'Datacenter',
  'ComputeResource',
  'ClusterComputeResource',
  'ResourcePool',
  'HostSystem'
])

export const destroyView: Method = {
  parameters: [],
  run: call => {
    views.remove(sessionOf(call), call.target.id)
    return {}
  }
}

/** InvalidState for a task that has ended, NotSupported for one that cannot be cancelled. */
export const cancelTask: Method = {
  parameters: [],
  run: ({ state, target }) => {
    const task = state.tasks.find(target.id)
    if (!task) throw objectNotFound('Task', target.id)
    if (task.completeTime !== undefined) throw invalidState('The task has already ended.')
    if (!task.cancelable) throw notSupported('The task cannot be cancelled.')
    state.tasks.cancel(task)
    return {}
  }
}
