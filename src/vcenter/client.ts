import * as answers from './answers.ts'
import { type Guard, unexpectedForm, listOf, optional } from './guards.ts'
import type { AutomationApi, AutomationCall, Filter } from './automation/automation-api.ts'
import { VcenterApiError } from './errors.ts'
import type { Flights } from './flights.ts'
import { inBatches } from './automation/filter-batches.ts'
import { operations, type Operation } from './automation/operations.ts'
import { readInventory, readObjects } from './vim/property-collector.ts'
import { taskInfo, waitForTask } from './vim/tasks.ts'
import type { SnapshotSpec, TaskInfo, VcenterClient } from './types.ts'
import type { VimApi, VimCall } from './vim/vim-api.ts'
import { isReference } from './vim/vim-values.ts'

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
export function createClient({ name, automation, vim, pollMs, signal }: ClientOptions): VcenterClient {
  /** Calls an operation and checks the form of its answer. */
  async function ask<T>(operation: Operation, isAnswer: Guard<T>, call: AutomationCall = {}): Promise<T> {
    const answer = await automation.call(operation, { ...call, signal })
    if (isAnswer(answer)) return answer
    const failure = { vcenter: name, operation: operation.what, path: operation.api.path, status: 200 }
    throw new VcenterApiError({ ...failure, messages: [unexpectedForm] })
  }

  function list<T>(operation: Operation, isItem: Guard<T>, filter: object = {}): Promise<T[]> {
    const isAnswer = listOf(isItem)
    return inBatches(filterOf(operation, filter), part => ask(operation, isAnswer, { filter: part }))
  }

  async function change(operation: Operation, id: string, body?: object): Promise<void> {
    await automation.call(operation, { id, body, signal })
  }

  async function getGuestIdentity(vm: string) {
    try {
      return await ask(operations.getGuestIdentity, answers.isGuestIdentity, { id: vm })
    } catch (error) {
      if (error instanceof VcenterApiError && error.isToolsNotRunning) return undefined
      throw error
    }
  }

  function getSnapshots(vm: string) {
    const call = {
      operation: `list snapshots of VM '${vm}'`,
      type: 'VirtualMachine',
      id: vm,
      property: 'snapshot'
    }
    return vim.run(within => within.get(call, optional(answers.isSnapshotInfo)), signal)
  }

  /** The boolean form: `CreateSnapshotEx_Task` adds only a time limit for quiescing, and both are served up to 9.1. */
  function createSnapshot(vm: string, spec: SnapshotSpec): Promise<string> {
    const call = { operation: `create snapshot of VM '${vm}'`, type: 'VirtualMachine', id: vm }
    const { name: snapshotName, description, memory, quiesce } = spec
    return startTask(call, 'CreateSnapshot_Task', { name: snapshotName, description, memory, quiesce })
  }

  function removeSnapshot(
    snapshot: string,
    { removeChildren }: { removeChildren: boolean }
  ): Promise<string> {
    const call = { operation: `delete snapshot '${snapshot}'`, type: 'VirtualMachineSnapshot', id: snapshot }
    return startTask(call, 'RemoveSnapshot_Task', { removeChildren, consolidate: true })
  }

  async function startTask(call: VimCall, method: string, parameters: object): Promise<string> {
    const invocation = { ...call, method, effect: 'write', parameters } as const
    const task = await vim.run(within => within.invoke(invocation, isReference), signal)
    return task.value
  }

  async function readTask(task: string, during: AbortSignal | undefined): Promise<TaskInfo> {
    const call = { operation: `get task '${task}'`, type: 'Task', id: task, property: 'info' }
    return taskInfo(await vim.run(within => within.get(call, answers.isTaskAnswer), during))
  }

  return {
    name,
    listVms: filter => list(operations.listVms, answers.isVmSummary, filter),
    getVm: vm => ask(operations.getVm, answers.isVmInfo, { id: vm }),
    listHosts: filter => list(operations.listHosts, answers.isHostSummary, filter),
    listClusters: filter => list(operations.listClusters, answers.isClusterSummary, filter),
    listDatastores: filter => list(operations.listDatastores, answers.isDatastoreSummary, filter),
    listNetworks: filter => list(operations.listNetworks, answers.isNetworkSummary, filter),
    listDatacenters: filter => list(operations.listDatacenters, answers.isDatacenterSummary, filter),
    getGuestIdentity,
    getPower: vm => ask(operations.getPower, answers.isPower, { id: vm }),
    changePower: (vm, action) => change(operations[action], vm),
    changeGuestPower: (vm, action) => change(operations[action], vm),
    updateCpu: (vm, spec) => change(operations.updateCpu, vm, spec),
    updateMemory: (vm, spec) => change(operations.updateMemory, vm, spec),
    deleteVm: vm => change(operations.deleteVm, vm),
    getSnapshots,
    createSnapshot,
    removeSnapshot,
    getTask: task => readTask(task, signal),
    waitForTask: (task, options) =>
      waitForTask(task, during => readTask(task, during), { ...options, pollMs, signal }),
    readObjects: async (type, ids, paths) =>
      ids.length === 0 ? [] : vim.run(within => readObjects(within, type, ids, paths), signal),
    readInventory: async spec =>
      Object.keys(spec).length === 0 ? [] : vim.run(within => readInventory(within, spec), signal)
  }
}

/** The filters this operation knows; they are lists of strings by their types. */
function filterOf(operation: Operation, filter: object): Filter {
  const known = new Set(operation.query)
  return Object.fromEntries(
    Object.entries(filter).flatMap(([key, values]: [string, unknown]) =>
      known.has(key) && Array.isArray(values) ? [[key, values.map(String)] as const] : []
    )
  )
}
