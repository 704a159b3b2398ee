import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { startSimulator, type Simulator, type SimulatorOptions } from '../../../src/simulator/index.ts'
import type { VcenterApiError } from '../../../src/vcenter/errors.ts'
import { createVcenterPool } from '../../../src/vcenter/pool.ts'
import type { TaskInfo, VcenterClient } from '../../../src/vcenter/types.ts'
import { watched } from '../../contract/watch.ts'
import { settingsOf } from '../connections.ts'

/** Releases that have VI/JSON. */
export const releases = ['8.0.1.0', '8.0.2.0', '8.0.3.0', '9.0.0.0']

export interface Simulated {
  simulator: Simulator
  client: VcenterClient
  /** Waits for a task, and expects it to succeed. */
  done: (task: Promise<string>) => Promise<TaskInfo>
  /** Waits for a task, and expects it to fail: with the error that stands for it. */
  failed: (task: Promise<string>) => Promise<VcenterApiError>
  vmThatIs: (state: string, index?: number) => Promise<string>
  count: (path: RegExp) => number
}

export async function startSimulated(t: TestContext, options: SimulatorOptions = {}): Promise<Simulated> {
  const simulator = await startSimulator(watched(t, { taskMs: 20, ...options }))
  const { host } = simulator
  const pool = createVcenterPool([settingsOf(simulator, { pollMs: 5 })])
  t.after(async () => {
    await pool.close()
    await simulator.close()
  })
  const client = pool.get(host)?.client()
  assert.ok(client)

  async function end(starting: Promise<string>): Promise<TaskInfo> {
    assert.ok(client)
    const task = await starting
    assert.match(task, /^task-/)
    return client.waitForTask(task, { timeoutMs: 10_000 })
  }

  async function done(starting: Promise<string>): Promise<TaskInfo> {
    const task = await end(starting)
    assert.equal(task.state, 'success', task.error?.localizedMessage)
    return task
  }

  async function failed(starting: Promise<string>): Promise<VcenterApiError> {
    const failure = client?.taskFailure(await end(starting), 'do it')
    assert.ok(failure)
    return failure
  }

  async function vmThatIs(state: string, index = 0): Promise<string> {
    const vm = (await client?.listVms({ power_states: [state] }))?.[index]?.vm
    assert.ok(vm, `no VM is ${state}`)
    return vm
  }

  const count = (path: RegExp) => simulator.requests.filter(request => path.test(request.path)).length
  return { simulator, client, done, failed, vmThatIs, count }
}
