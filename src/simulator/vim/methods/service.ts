import { flagOf, refParameter, sessionOf, textsOf, type Method } from '../call.ts'
import { invalidArgument, invalidState, notSupported, objectNotFound } from '../faults.ts'
import { serviceContent } from '../objects/service.ts'
import { isManagedType } from '../schema/index.ts'
import { dateTime, moRef } from '../values.ts'
import { listViews, views } from '../views.ts'

/** Methods of ServiceInstance, ViewManager, View and Task. */

const retrieveServiceContent: Method = {
  parameters: [],
  anonymous: true,
  privilege: 'System.Anonymous',
  run: call => ({ value: serviceContent(call.state) })
}

const currentTime: Method = {
  parameters: [],
  run: call => ({ value: dateTime(call.state.now()) })
}

const createContainerView: Method = {
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

const destroyView: Method = {
  parameters: [],
  run: call => {
    views.remove(sessionOf(call), call.target.id)
    listViews.remove(sessionOf(call), call.target.id)
    return {}
  }
}

/** InvalidState for a task that has ended, NotSupported for one that cannot be cancelled. */
const cancelTask: Method = {
  parameters: [],
  // One's own tasks can be cancelled without Global.CancelTask, and here is only one account.
  run: ({ state, target }) => {
    const task = state.tasks.find(target.id)
    if (!task) throw objectNotFound('Task', target.id)
    if (task.completeTime !== undefined) throw invalidState('The task has already ended.')
    if (!task.cancelable) throw notSupported('The task cannot be cancelled.')
    state.tasks.cancel(task)
    return {}
  }
}

export const serviceMethods: Record<string, Method> = {
  RetrieveServiceContent: retrieveServiceContent,
  CurrentTime: currentTime
}

export const viewManagerMethods: Record<string, Method> = { CreateContainerView: createContainerView }

export const viewMethods: Record<string, Method> = { DestroyView: destroyView }

export const taskMethods: Record<string, Method> = { CancelTask: cancelTask }
