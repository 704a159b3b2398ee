import type { AutomationApi } from './automation/automation-api.ts'
import { automationCalls } from './automation/calls.ts'
import { VcenterApiError } from './errors.ts'
import { listCalls } from './inventory/list-calls.ts'
import type { InventoryLists } from './inventory/lists.ts'
import type { VcenterClient } from './types.ts'
import { vimCalls } from './vim/calls/index.ts'
import { taskCalls } from './vim/calls/tasks.ts'
import { readInventory, readObjects } from './vim/property-collector.ts'
import { waitForTask } from './vim/tasks.ts'
import type { VimApi } from './vim/vim-api.ts'
import { createVimCaller } from './vim/vim-caller.ts'

export interface ClientOptions {
  name: string
  automation: AutomationApi
  vim: VimApi
  /** Shared by all clients of this connection. */
  lists: InventoryLists
  /** First pause between two looks at a task. */
  pollMs: number
  /** Ends reads at once and writes that were not sent yet; they are rejected with its reason. */
  signal?: AbortSignal | undefined
}

/** The calls of one caller. Cheap: sessions and connections belong to the vCenter, not to the client. */
export function createClient({
  name,
  automation,
  vim: api,
  lists,
  pollMs,
  signal
}: ClientOptions): VcenterClient {
  const calls = automationCalls((operation, given) => automation.call(operation, given, signal))
  const vim = createVimCaller(api, signal)

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
    return taskCalls(createVimCaller(api, during), name).getTask({ task })
  }

  return {
    ...calls,
    ...listCalls(lists, signal),
    ...vimCalls(vim, name),
    name,
    getGuestIdentity,
    waitForTask: (task, options) =>
      waitForTask(task, during => readTask(task, during), { ...options, pollMs, signal }),
    readObjects: async (type, ids, paths) =>
      ids.length === 0 ? [] : vim.within(within => readObjects(within, type, ids, paths)),
    readInventory: async given =>
      Object.keys(given).length === 0 ? [] : vim.within(within => readInventory(within, given))
  }
}
