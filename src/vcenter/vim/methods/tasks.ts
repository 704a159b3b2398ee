import type { VimMethod } from './method.ts'

/**
 * vCenter's own long work.
 *
 * @see https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/
 */
export const taskMethods = {
  getTask: {
    does: 'get task {id}',
    effect: 'read',
    kind: 'get',
    member: 'Task.info',
    privileges: ['System.View']
  },
  cancelTask: {
    does: 'cancel task {id}',
    effect: 'write',
    kind: 'call',
    member: 'Task.CancelTask',
    privileges: ['Global.CancelTask']
  },
  getRecentTasks: {
    does: 'list recent tasks',
    effect: 'read',
    kind: 'get',
    member: 'TaskManager.recentTask',
    privileges: ['System.View']
  },
  getRecentTasksOfObject: {
    does: 'list recent tasks of {id}',
    effect: 'read',
    kind: 'get',
    member: 'ManagedEntity.recentTask',
    privileges: ['System.View']
  },
  getTime: {
    does: 'get time of vCenter',
    effect: 'read',
    kind: 'call',
    member: 'ServiceInstance.CurrentTime',
    privileges: ['System.View']
  },
  getTasks: {
    does: 'read tasks',
    effect: 'read',
    kind: 'bulk',
    member: 'Task.info',
    privileges: ['System.View']
  }
} as const satisfies Record<string, VimMethod>
