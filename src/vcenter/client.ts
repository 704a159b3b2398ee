import type { AutomationApi } from './automation/automation-api.ts'
import { automationCalls, type AutomationCalls, type OperationName } from './automation/calls.ts'
import type { AnyArguments, Operation } from './automation/operation.ts'
import { VcenterApiError, VcenterOutcomeUnknownError } from './errors.ts'
import type { Flights } from './flights.ts'
import { lookAfter } from './look-after.ts'
import { lookOf, taskOf } from './reconcile.ts'
import { listCalls } from './inventory/list-calls.ts'
import type { InventoryLists } from './inventory/lists.ts'
import type { VcenterClient } from './types.ts'
import { vimCalls } from './vim/calls/index.ts'
import { taskCalls } from './vim/calls/tasks.ts'
import { readInventory, readObjects } from './vim/property-collector.ts'
import type { LostWrite } from './vim/recent-tasks.ts'
import type { StartedTasks } from './vim/started-tasks.ts'
import { waitForTask, type TaskInfo, type TaskWait } from './vim/tasks.ts'
import type { VimApi } from './vim/vim-api.ts'
import { createVimCaller } from './vim/vim-caller.ts'

export interface ClientOptions {
  name: string
  automation: AutomationApi
  vim: VimApi
  /** Identical reads of all clients of this connection. */
  flights: Flights
  /** Tasks that all clients of this connection have started. */
  started: StartedTasks
  /** Shared by all clients of this connection. */
  lists: InventoryLists
  /** Forgets what was read: something has changed. */
  forget: () => void
  /** First pause between two looks at a task. */
  pollMs: number
  /** Ends reads at once and writes that were not sent yet; they are rejected with its reason. */
  signal?: AbortSignal | undefined
}

/** A change that goes on after its answer was lost is followed no longer than this. */
const followMs = 60_000

/** The calls of one caller. Cheap: sessions and connections belong to the vCenter, not to the client. */
export function createClient(options: ClientOptions): VcenterClient {
  const { name, automation, vim: api, flights, started, lists, forget, pollMs, signal } = options
  const vim = createVimCaller({ api, flights, started, pollMs, signal })
  const tasks = taskCalls(vim, name)
  const calls = automationCalls((each, operation, given) => {
    if (operation.effect === 'write') return change(each, operation, given)
    const key = `${operation.api} ${JSON.stringify(given)}`
    return flights.share(key, during => automation.call(operation, given, during), signal)
  })

  /**
   * A change that was cut off after it had been sent is looked after, by the state of its object or by its task. It is
   * never sent again.
   */
  async function change(each: OperationName, operation: Operation, given: AnyArguments): Promise<unknown> {
    const sentAt = performance.now()
    try {
      return await automation.call(operation, given, signal)
    } catch (error) {
      if (!(error instanceof VcenterOutcomeUnknownError)) throw error
      const look = lookOf(each)
      if (look) return lookAfter(error, () => look(calls, given as never), { pollMs, signal })
      const method = taskOf(each)
      if (method === undefined) throw error
      const object = { type: 'VirtualMachine', value: String(given['vm']) }
      return follow({ object, method, sentAt }, error)
    }
  }

  async function getGuestIdentity({ vm }: { vm: string }) {
    try {
      return await calls.getGuestIdentity({ vm })
    } catch (error) {
      if (error instanceof VcenterApiError && error.isToolsNotRunning) return undefined
      throw error
    }
  }

  /** What was read while the task ran is old when it has ended. */
  async function waitAndForget(task: string, wait: TaskWait): Promise<TaskInfo> {
    // until the wait is over, which may be before the client's own signal
    const read = (during: AbortSignal) =>
      taskCalls(createVimCaller({ api, flights, started, pollMs, signal: during }), name).getTask({ task })
    try {
      return await waitForTask(task, read, { ...wait, pollMs, signal })
    } finally {
      forget()
    }
  }

  async function follow(lost: LostWrite, unknown: VcenterOutcomeUnknownError): Promise<void> {
    const task = await vim.findTask(lost, unknown)
    const seen = await waitAndForget(task, { timeoutMs: followMs })
    const failure = tasks.taskFailure(seen, unknown.operation)
    if (failure) throw failure
    if (seen.state !== 'success') throw unknown.withSeen({ task, task_state: seen.state })
  }

  const own = {
    ...listCalls(lists, signal),
    ...vimCalls(vim, name),
    name,
    getVimRelease: () => api.agree(signal),
    getGuestIdentity,
    waitForTask: waitAndForget,
    readObjects: async (type, ids, paths) =>
      ids.length === 0
        ? []
        : vim.reading(JSON.stringify([type, ids, paths]), within => readObjects(within, type, ids, paths)),
    readInventory: async spec =>
      Object.keys(spec).length === 0
        ? []
        : vim.reading(JSON.stringify(spec), within => readInventory(within, spec))
  } satisfies Omit<VcenterClient, keyof AutomationCalls> & Partial<VcenterClient>
  return layered(own, calls)
}

/** `upper`, and what only `lower` has. Copying a hundred methods would take longer than most calls spend here. */
function layered<Upper extends object, Lower extends object>(
  upper: Upper,
  lower: Lower
): Omit<Lower, keyof Upper> & Upper {
  return new Proxy(upper, {
    get: (target, name) => Reflect.get(name in target ? target : lower, name) as unknown
  }) as Omit<Lower, keyof Upper> & Upper
}
