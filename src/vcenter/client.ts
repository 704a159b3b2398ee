import type { AutomationApi } from './automation/automation-api.ts'
import { automationCalls } from './automation/calls.ts'
import { VcenterApiError } from './errors.ts'
import type { Flights } from './flights.ts'
import { reconciling } from './reconcile.ts'
import type { VcenterClient } from './types.ts'
import { isTaskAnswer } from './vim/answers.ts'
import { vimMethods } from './vim/methods.ts'
import { readInventory, readObjects } from './vim/property-collector.ts'
import { snapshotCalls } from './vim/snapshots.ts'
import { taskInfo, waitForTask } from './vim/tasks.ts'
import type { VimApi } from './vim/vim-api.ts'
import { createVimCaller } from './vim/vim-caller.ts'

export interface ClientOptions {
  name: string
  automation: AutomationApi
  vim: VimApi
  /** Identical reads of all clients of this connection. */
  flights: Flights
  /** First pause between two looks at a task. */
  pollMs: number
  /** Ends reads at once and writes that were not sent yet; they are rejected with its reason. */
  signal?: AbortSignal | undefined
}

/** The calls of one caller. Cheap: sessions and connections belong to the vCenter, not to the client. */
export function createClient(given: ClientOptions): VcenterClient {
  const { name, automation, vim: api, flights, pollMs, signal } = given
  const plain = automationCalls((operation, call) => {
    if (operation.effect === 'write') return automation.call(operation, call, signal)
    const key = `${operation.api} ${JSON.stringify(call)}`
    return flights.share(key, during => automation.call(operation, call, during), signal)
  })
  const calls = reconciling(plain, { pollMs, signal })
  const vim = createVimCaller(api, flights, signal)

  async function getGuestIdentity({ vm }: { vm: string }) {
    try {
      return await calls.getGuestIdentity({ vm })
    } catch (error) {
      if (error instanceof VcenterApiError && error.isToolsNotRunning) return undefined
      throw error
    }
  }

  async function readTask(task: string, during: AbortSignal | undefined) {
    return taskInfo(await createVimCaller(api, flights, during).get(vimMethods.getTask, task, isTaskAnswer))
  }

  return {
    ...calls,
    ...snapshotCalls(vim),
    name,
    getGuestIdentity,
    getTask: task => readTask(task, signal),
    waitForTask: (task, options) =>
      waitForTask(task, during => readTask(task, during), { ...options, pollMs, signal }),
    readObjects: async (type, ids, paths) =>
      ids.length === 0
        ? []
        : vim.reading(JSON.stringify([type, ids, paths]), within => readObjects(within, type, ids, paths)),
    readInventory: async spec =>
      Object.keys(spec).length === 0
        ? []
        : vim.reading(JSON.stringify(spec), within => readInventory(within, spec))
  }
}
