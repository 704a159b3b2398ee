import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { createVcenterPool } from '../../../src/vcenter/pool.ts'
import type { VcenterClient } from '../../../src/vcenter/types.ts'
import { answerJson, startServer, type SeenRequest } from '../server.ts'

/** `undefined` is a 204, `null` the answer of what is unset. */
export type Answer = { status: number; body?: unknown } | { value: unknown } | undefined

export interface VimCallSeen {
  /** As it was sent, behind the release: `VirtualMachine/vm-1/Rename_Task`. */
  path: string
  method: string
  /** Absent: the request had none. */
  body: unknown
  contentType: string | undefined
}

export interface VimWorld {
  client: VcenterClient
  /** Everything that was asked of VI/JSON after the release was agreed. */
  calls: VimCallSeen[]
  paths: () => string[]
}

export const moRef = (type: string, value: string) => ({ _typeName: 'ManagedObjectReference', type, value })
export const task = { value: moRef('Task', 'task-7') }

export const serviceContent = {
  _typeName: 'ServiceContent',
  about: { _typeName: 'AboutInfo', version: '8.0.3', apiType: 'VirtualCenter', fullName: 'VMware vCenter' },
  rootFolder: moRef('Folder', 'group-d1'),
  propertyCollector: moRef('PropertyCollector', 'propertyCollector'),
  viewManager: moRef('ViewManager', 'ViewManager'),
  sessionManager: moRef('SessionManager', 'SessionManager'),
  perfManager: moRef('PerformanceManager', 'PerfMgr'),
  eventManager: moRef('EventManager', 'EventManager'),
  alarmManager: moRef('AlarmManager', 'AlarmManager'),
  taskManager: moRef('TaskManager', 'TaskManager'),
  searchIndex: moRef('SearchIndex', 'SearchIndex'),
  authorizationManager: moRef('AuthorizationManager', 'AuthorizationManager')
}

/** A real HTTPS server that speaks as much of VI/JSON as a test needs. */
export async function startVimServer(
  t: TestContext,
  answer: (call: VimCallSeen) => Answer
): Promise<VimWorld> {
  const calls: VimCallSeen[] = []
  const { host, ca } = await startServer(
    t,
    (request, response) => {
      const { url, method } = request
      if (url === '/api/session')
        return answerJson(response, method === 'POST' ? 201 : 204, sessionId(method))
      if (url.startsWith('/api/vcenter/system')) return answerJson(response, 200, { api_release: '8.0.3.0' })
      if (url.endsWith('/ServiceInstance/ServiceInstance/content'))
        return answerJson(response, 200, serviceContent)
      const call = callOf(request)
      calls.push(call)
      const given = answer(call)
      if (given === undefined) return answerJson(response, 204)
      if ('value' in given) return answerJson(response, 200, given.value)
      return answerJson(response, given.status, given.body)
    },
    { tls: true }
  )
  const client = connect(t, host, ca)
  return { client, calls, paths: () => calls.map(({ path }) => path) }
}

/** A client without retries and with little patience. */
export function connect(t: TestContext, host: string, ca: string): VcenterClient {
  const pool = createVcenterPool([
    {
      name: host,
      address: host,
      ca,
      user: 'u',
      password: 'p',
      insecure: false,
      apiMode: 'api',
      timeoutMs: 2_000,
      retries: 0,
      backoffMs: 1,
      pollMs: 5
    }
  ])
  t.after(() => pool.close())
  const client = pool.get(host)?.client()
  assert.ok(client)
  return client
}

function sessionId(method: string): string | undefined {
  return method === 'POST' ? 'session-1' : undefined
}

function callOf({ url, method, body, headers }: SeenRequest): VimCallSeen {
  const path = url.replace('/sdk/vim25/8.0.3.0/', '')
  return {
    path,
    method,
    body: body === '' ? undefined : (JSON.parse(body) as unknown),
    contentType: headers['content-type']
  }
}

/** An answer of RetrievePropertiesEx. */
export function retrieved(
  ...objects: [type: string, id: string, properties: Record<string, unknown>][]
): Answer {
  return {
    value: {
      _typeName: 'RetrieveResult',
      objects: objects.map(([type, id, properties]) => ({
        _typeName: 'ObjectContent',
        obj: moRef(type, id),
        propSet: Object.entries(properties).map(([name, val]) => ({
          _typeName: 'DynamicProperty',
          name,
          val
        }))
      }))
    }
  }
}

export function fault(typeName: string, fields: object = {}): Answer {
  return { status: 500, body: { _typeName: typeName, faultstring: 'No.', ...fields } }
}

export function boxed(typeName: string, value: unknown) {
  return { _typeName: typeName, _value: value }
}
