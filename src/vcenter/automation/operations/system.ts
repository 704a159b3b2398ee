import { Type } from '@sinclair/typebox'
import { parameters, type AnyArguments, type Operation } from '../operation.ts'
import type { TaskList } from '../specs.ts'

const applianceRead = { effect: 'read', privileges: [] } as const

const automationTask = Type.Object({
  description: Type.Object({ default_message: Type.String() }),
  service: Type.String(),
  operation: Type.String(),
  target: Type.Optional(Type.Object({ type: Type.String(), id: Type.String() })),
  status: Type.String(),
  cancelable: Type.Boolean(),
  progress: Type.Optional(Type.Object({ total: Type.Number(), completed: Type.Number() })),
  result: Type.Optional(Type.Unknown()),
  error: Type.Optional(Type.Unknown()),
  start_time: Type.Optional(Type.String()),
  end_time: Type.Optional(Type.String()),
  user: Type.Optional(Type.String())
})

/**
 * The server itself: tasks of this API, releases, the appliance. The appliance asks for roles of single
 * sign-on (SystemConfiguration), not for privileges of vSphere.
 *
 * @see https://developer.broadcom.com/xapis/vsphere-automation-api/latest/cis/
 * @see https://developer.broadcom.com/xapis/vsphere-automation-api/latest/appliance/
 */
export const systemOperations = {
  hello: {
    does: 'agree on an API release',
    effect: 'read',
    api: 'POST /api/vcenter/system?action=hello',
    body: parameters<{ api_releases: string[] }>(),
    answer: Type.Object({ api_release: Type.String() }),
    privileges: [],
    since: '8.0.2.0'
  },
  getAutomationTask: {
    does: 'get task {task}',
    effect: 'read',
    api: 'GET /api/cis/tasks/{task}',
    rest: 'GET /rest/cis/tasks/{task}',
    query: { return_all: 'flag', exclude_result: 'flag' },
    restPrefix: 'spec.',
    answer: automationTask,
    privileges: ['System.View']
  },
  listAutomationTasks: {
    does: 'list tasks',
    effect: 'read',
    api: 'POST /api/cis/tasks?action=list',
    rest: 'GET /rest/cis/tasks',
    body: parameters<TaskList>(),
    restArguments: taskFilterIntoQuery,
    restQuery: {
      'filter_spec.tasks': 'list',
      'filter_spec.services': 'list',
      'filter_spec.operations': 'list',
      'filter_spec.status': 'list',
      'filter_spec.users': 'list',
      'result_spec.return_all': 'flag',
      'result_spec.exclude_result': 'flag'
    },
    answer: Type.Record(Type.String(), automationTask),
    maps: [''],
    privileges: ['System.View']
  },
  cancelAutomationTask: {
    does: 'cancel task {task}',
    effect: 'write',
    api: 'POST /api/cis/tasks/{task}?action=cancel',
    rest: 'POST /rest/cis/tasks/{task}?action=cancel',
    privileges: ['Global.CancelTask']
  },
  getApplianceVersion: {
    ...applianceRead,
    does: 'get version of the appliance',
    api: 'GET /api/appliance/system/version',
    rest: 'GET /rest/appliance/system/version',
    answer: Type.Object({
      version: Type.String(),
      product: Type.String(),
      build: Type.String(),
      type: Type.String(),
      summary: Type.String(),
      releasedate: Type.String(),
      install_time: Type.String()
    })
  },
  getApplianceUptime: {
    ...applianceRead,
    does: 'get uptime of the appliance',
    api: 'GET /api/appliance/system/uptime',
    rest: 'GET /rest/appliance/system/uptime',
    answer: Type.Number({ description: 'seconds' })
  },
  getApplianceTime: {
    ...applianceRead,
    does: 'get time of the appliance',
    api: 'GET /api/appliance/system/time',
    rest: 'GET /rest/appliance/system/time',
    answer: Type.Object({
      seconds_since_epoch: Type.Number(),
      date: Type.String(),
      time: Type.String(),
      timezone: Type.String()
    })
  },
  getHealth: {
    ...applianceRead,
    does: 'get health item {item} of the appliance',
    api: 'GET /api/appliance/health/{item}',
    rest: 'GET /rest/appliance/health/{item}',
    answer: Type.String()
  },
  getHealthLastCheck: {
    ...applianceRead,
    does: 'get time of the last health check of the appliance',
    api: 'GET /api/appliance/health/system/lastcheck',
    rest: 'GET /rest/appliance/health/system/lastcheck',
    answer: Type.String()
  },
  getHealthMessages: {
    ...applianceRead,
    does: 'get messages of health item {item} of the appliance',
    api: 'GET /api/appliance/health/{item}/messages',
    rest: 'GET /rest/appliance/health/{item}/messages',
    answer: Type.Array(
      Type.Object({
        id: Type.String(),
        time: Type.Optional(Type.String()),
        message: Type.Object({ default_message: Type.String() }),
        resolution: Type.Optional(Type.Object({ default_message: Type.String() }))
      })
    )
  },
  listServices: {
    does: 'list services of vCenter',
    effect: 'read',
    api: 'GET /api/vcenter/services',
    rest: 'GET /rest/vcenter/services',
    answer: Type.Record(
      Type.String(),
      Type.Object({
        name_key: Type.String(),
        startup_type: Type.String(),
        state: Type.String(),
        health: Type.Optional(Type.String())
      })
    ),
    maps: [''],
    privileges: []
  }
} as const satisfies Record<string, Operation>

/** The filter is a body in /api and a query in /rest, where targets (structures) cannot be spelled. */
function taskFilterIntoQuery({ body, ...others }: AnyArguments): AnyArguments {
  const { filter_spec, result_spec } = body as TaskList
  return { ...others, ...underName('filter_spec', filter_spec), ...underName('result_spec', result_spec) }
}

function underName(name: string, structure: object | undefined): AnyArguments {
  return Object.fromEntries(Object.entries(structure ?? {}).map(([key, value]) => [`${name}.${key}`, value]))
}
