import { Type } from '@sinclair/typebox'
import type { Entry } from '../operation.ts'
import {
  anything,
  choice,
  filled,
  flag,
  list,
  mapOf,
  message,
  moment,
  objectId,
  shape,
  text,
  whole
} from '../shape.ts'

/** https://developer.broadcom.com/xapis/vsphere-automation-api/latest/cis/ */
const taskStatus = choice('PENDING RUNNING BLOCKED SUCCEEDED FAILED')

const task = shape({
  description: message,
  service: text,
  operation: text,
  'parent?': text,
  'target?': objectId,
  status: taskStatus,
  cancelable: flag,
  'progress?': shape({ total: whole, completed: whole, message }),
  'result?': anything,
  'error?': anything,
  'start_time?': moment,
  'end_time?': moment,
  'user?': text
})

const taskFilter = shape({
  'tasks?': list(filled),
  'services?': list(filled),
  'operations?': list(filled),
  'status?': list(taskStatus),
  'targets?': list(objectId),
  'users?': list(filled)
})

const resultSpec = shape({ 'return_all?': flag, 'exclude_result?': flag })

export const sessionEntries: Entry[] = [
  {
    name: 'session create',
    api: 'POST /api/session',
    rest: 'POST /rest/com/vmware/cis/session',
    result: filled,
    ok: 201,
    open: true
  },
  {
    name: 'session get',
    api: 'GET /api/session',
    rest: 'POST /rest/com/vmware/cis/session?~action=get',
    result: shape({ user: text, created_time: moment, last_accessed_time: moment })
  },
  { name: 'session delete', api: 'DELETE /api/session', rest: 'DELETE /rest/com/vmware/cis/session' },
  {
    name: 'task get',
    api: 'GET /api/cis/tasks/{task}',
    query: { return_all: flag, exclude_result: flag },
    restQuery: { 'spec.return_all': flag, 'spec.exclude_result': flag },
    result: task,
    errors: ['NOT_FOUND', 500]
  },
  {
    name: 'task list',
    api: 'POST /api/cis/tasks?action=list',
    rest: 'GET /rest/cis/tasks',
    restQuery: {
      'filter_spec.tasks[]': filled,
      'filter_spec.services[]': filled,
      'filter_spec.operations[]': filled,
      'filter_spec.status[]': taskStatus,
      'filter_spec.targets[]': filled,
      'filter_spec.users[]': filled,
      'result_spec.return_all': flag,
      'result_spec.exclude_result': flag
    },
    // Optional in the schema; the text calls the filter "currently required".
    body: shape({ filter_spec: taskFilter, 'result_spec?': resultSpec }),
    restBody: null,
    result: mapOf(task),
    errors: [400, 500]
  },
  {
    name: 'task cancel',
    api: 'POST /api/cis/tasks/{task}?action=cancel',
    errors: [400, 'NOT_FOUND', 500]
  },
  {
    name: 'system hello',
    api: 'POST /api/vcenter/system?action=hello',
    rest: { none: 'came with 8.0.2, and /rest got nothing new after 7.0 U2' },
    body: shape({
      api_releases: Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { minItems: 1, maxItems: 128 })
    }),
    result: shape({ api_release: text }),
    errors: ['INVALID_ARGUMENT'],
    since: '8.0.2.0',
    open: true
  }
]
