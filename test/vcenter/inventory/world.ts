import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { type ListCaps, type Simulator, startSimulator } from '../../../src/simulator/index.ts'
import type { ListName } from '../../../src/vcenter/inventory/kinds.ts'
import { createVcenterPool } from '../../../src/vcenter/pool.ts'
import type { VcenterClient } from '../../../src/vcenter/types.ts'
import { watched } from '../../contract/watch.ts'
import { settingsOf } from '../connections.ts'

export const apiModes = ['api', 'rest'] as const
export type ApiMode = (typeof apiModes)[number]

/** Without VI/JSON, with a session of its own for it, and with a shared session. */
export const releases = { without: '8.0.0.0', shared: '8.0.3.0' } as const

export interface World {
  simulator: Simulator
  connect: (signal?: AbortSignal) => VcenterClient
  client: VcenterClient
  /** Requests since the last question, without log-ins and the choice of a release: method, path and query. */
  asked: () => string[]
}

export interface WorldOptions {
  vms?: number
  hosts?: number
  datastores?: number
  caps?: Partial<ListCaps>
  apiRelease?: string
  apiMode?: ApiMode
}

/** A connection to a simulated vCenter; both end with the test. */
export async function startWorld(t: Pick<TestContext, 'after'>, options: WorldOptions = {}): Promise<World> {
  const { apiMode = 'api', ...simulated } = options
  const simulator = await startSimulator(watched(t, { taskMs: 20, ...simulated }))
  const { host } = simulator
  const pool = createVcenterPool([settingsOf(simulator, { timeoutMs: 10_000, apiMode })])
  t.after(() => pool.close().then(() => simulator.close()))

  function connect(signal?: AbortSignal): VcenterClient {
    const client = pool.get(host)?.client(signal ? { signal } : {})
    assert.ok(client)
    return client
  }

  function asked(): string[] {
    const seen = simulator.requests.filter(({ path }) => !isPreparation.test(path))
    simulator.requests.length = 0
    return seen.map(({ method, path, query }) => `${method} ${path}${query === '' ? '' : `?${query}`}`)
  }

  return { simulator, connect, client: connect(), asked }
}

const isPreparation = /\/session$|\/vcenter\/system$|\/ServiceInstance\/content$|SessionManager/

/** One list, ordered by id: vCenter promises no order. */
export async function rowsOf(client: VcenterClient, name: ListName, filter: object = {}) {
  const rows = (await client[name](filter)) as readonly Record<string, unknown>[]
  return rows.toSorted((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1))
}
