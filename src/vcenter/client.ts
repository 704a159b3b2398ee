import type { AutomationApi } from './automation/automation-api.ts'
import { automationCalls } from './automation/calls.ts'
import { VcenterApiError } from './errors.ts'
import type { Flights } from './flights.ts'
import { reconciling } from './reconcile.ts'
import { listCalls } from './inventory/list-calls.ts'
import type { InventoryLists } from './inventory/lists.ts'
import type { VcenterClient } from './types.ts'
import { vimCalls } from './vim/calls/index.ts'
import { taskCalls } from './vim/calls/tasks.ts'
import { readInventory, readObjects } from './vim/property-collector.ts'
import { waitForTask, type TaskInfo, type TaskWait } from './vim/tasks.ts'
import type { VimApi } from './vim/vim-api.ts'
import { createVimCaller } from './vim/vim-caller.ts'

export interface ClientOptions {
  name: string
  automation: AutomationApi
  vim: VimApi
  /** Identical reads of all clients of this connection. */
  flights: Flights
  /** Shared by all clients of this connection. */
  lists: InventoryLists
  /** Forgets what was read: something has changed. */
  forget: () => void
  /** First pause between two looks at a task. */
  pollMs: number
  /** Ends reads at once and writes that were not sent yet; they are rejected with its reason. */
  signal?: AbortSignal | undefined
}

/** The calls of one caller. Cheap: sessions and connections belong to the vCenter, not to the client. */
export function createClient(given: ClientOptions): VcenterClient {
  const { name, automation, vim: api, flights, lists, pollMs, signal } = given
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

  /** Until the wait is over, which may be before the client's own signal. */
  function readTask(task: string, during: AbortSignal) {
    return taskCalls(createVimCaller(api, flights, during), name).getTask({ task })
  }

  /** What was read while the task ran is old when it has ended. */
  async function waitAndRenew(task: string, options: TaskWait): Promise<TaskInfo> {
    try {
      return await waitForTask(task, during => readTask(task, during), { ...options, pollMs, signal })
    } finally {
      given.forget()
    }
  }

  return {
    ...calls,
    ...listCalls(lists, signal),
    ...vimCalls(vim, name),
    name,
    getGuestIdentity,
    waitForTask: waitAndRenew,
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
