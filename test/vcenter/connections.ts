import type { TestContext } from 'node:test'
import type { Simulator } from '../../src/simulator/index.ts'
import { createVcenterConnection, type VcenterSettings } from '../../src/vcenter/pool.ts'
import { answerJson, startServer, type Handler } from './server.ts'

/** How tests reach a simulated vCenter: at once, with short waits. */
export function settingsOf(
  { host, user, password, caPem }: Simulator,
  more: Partial<VcenterSettings> = {}
): VcenterSettings {
  return {
    name: host,
    address: host,
    user,
    password,
    ca: caPem,
    insecure: false,
    timeoutMs: 5_000,
    retries: 0,
    backoffMs: 10,
    apiMode: 'api',
    pollMs: 10,
    ...more
  }
}

export const helloPath = '/api/vcenter/system?action=hello'

/** A connection to a server that opens sessions and leaves everything else to `handler`. */
export async function openConnection(t: TestContext, handler: Handler, more: Partial<VcenterSettings> = {}) {
  const server = await startServer(
    t,
    (request, response, count) => {
      if (request.url !== '/api/session') return handler(request, response, count)
      if (request.method === 'POST') return answerJson(response, 201, `id-${count}`)
      answerJson(response, 204)
    },
    { tls: true }
  )
  return { server, connection: connectionTo(t, server, more) }
}

/** Time-outs so long that only what is tested ends a call. */
export function connectionTo(
  t: TestContext,
  { host, ca }: { host: string; ca: string },
  more: Partial<VcenterSettings> = {}
) {
  const connection = createVcenterConnection({
    name: host,
    address: host,
    user: 'gateway@vsphere.local',
    password: 'S3cret!pass',
    ca,
    insecure: false,
    timeoutMs: 60_000,
    retries: 2,
    backoffMs: 5,
    apiMode: 'api',
    ...more
  })
  t.after(() => connection.close())
  return connection
}

/** Answers up to the first call of VI/JSON, as `version`. */
export function answerService(url: string, version: string): unknown {
  if (url === helloPath) return { api_release: '8.0.2.0' }
  if (url === '/sdk/vim25/8.0.2.0/ServiceInstance/ServiceInstance/content') {
    return {
      _typeName: 'ServiceContent',
      about: { _typeName: 'AboutInfo', version },
      rootFolder: reference('Folder', 'group-d1'),
      propertyCollector: reference('PropertyCollector', 'propertyCollector'),
      viewManager: reference('ViewManager', 'ViewManager'),
      sessionManager: reference('SessionManager', 'SessionManager')
    }
  }
  return undefined
}

export function reference(type: string, value: string) {
  return { _typeName: 'ManagedObjectReference', type, value }
}
