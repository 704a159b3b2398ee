import assert from 'node:assert/strict'
import type { VirtualMachine } from '../../src/simulator/inventory/index.ts'
import type { Simulator } from '../../src/simulator/index.ts'
import { at, type Bench, type Reply } from './helper.ts'

/** A machine of the inventory by its id. */
export function vmAt(simulator: Simulator, id: string): VirtualMachine {
  return simulator.inventory.vms.get(id) ?? assert.fail(`no ${id}`)
}

/** The placement that a machine has, as a new one would name it. */
export function placementOf(vm: VirtualMachine) {
  return { folder: vm.parent, resource_pool: vm.resourcePool, host: vm.host, datastore: vm.datastore }
}

export function datastoreNamed(simulator: Simulator, name: string) {
  const { datastores } = simulator.inventory
  return [...datastores.values()].find(datastore => datastore.name === name) ?? assert.fail(`no ${name}`)
}

/** Asks for a task of the Automation API until it has ended. */
export async function vapiTaskEnd(bench: Bench, started: Reply): Promise<unknown> {
  const path = `/api/cis/tasks/${encodeURIComponent(String(started.json))}`
  for (;;) {
    const task = (await bench.api('GET', path)).json
    if (at(task, 'status') === 'SUCCEEDED' || at(task, 'status') === 'FAILED') return task
  }
}
