import type { Datastore, Host, Inventory, VirtualMachine } from './inventory/index.ts'
import { cpuCapacityOf } from './inventory/usage.ts'
import { isObject } from './objects.ts'

/** What is made too small for what uses it, or slow. */
export type Contention =
  | {
      /** Its id or name. */
      host: string
      /** How many times what the host has its running machines want: 1.5 of its processors, 1.2 of its memory. */
      cpu?: number
      memory?: number
    }
  | { datastore: string; latencyMs: number }

const mebibyte = 1024 ** 2
/** A machine that wants to run most of the time, in each of its processors. */
const busy = 0.95

/**
 * Makes a host too small for what runs on it, as if it had been bought so, or a datastore slow. What vCenter says of it
 * follows: use, demand, ready and co-stop, memory that is taken back, alarms, recommendations.
 *
 * @throws RangeError naming what is wrong; nothing has changed then
 */
export function contend(inventory: Inventory, order: unknown): void {
  if (!isObject(order)) throw new RangeError(`contention must be an object such as ${example}`)
  const { host, datastore, ...values } = order
  const allowed = host === undefined ? ['latencyMs'] : ['cpu', 'memory']
  const unknown = Object.keys(values).find(name => !allowed.includes(name))
  if (unknown !== undefined) throw new RangeError(`contention has no ${unknown}, but ${allowed.join(', ')}`)
  if (host !== undefined && datastore === undefined) {
    const found = named(inventory.hosts, 'host', host)
    const [cpu, memory] = [factor('cpu', values['cpu']), factor('memory', values['memory'])]
    const vms = inventory.vmsOf(found.id).filter(vm => vm.powerState === 'POWERED_ON')
    if (vms.length === 0) throw new RangeError(`nothing runs on ${found.name}`)
    if (cpu === undefined && memory === undefined)
      throw new RangeError('contention of a host needs cpu or memory')
    if (cpu !== undefined) fewerCores(found, vms, cpu)
    if (memory !== undefined) lessMemory(found, vms, memory)
    return
  }
  if (datastore === undefined || host !== undefined)
    throw new RangeError(`contention is of a host or of a datastore, such as ${example}`)
  const { latencyMs } = values
  if (typeof latencyMs !== 'number' || !(latencyMs >= 0 && latencyMs <= 10_000))
    throw new RangeError('latencyMs must be a number from 0 to 10000')
  named<Datastore>(inventory.datastores, 'datastore', datastore).latencyMs = latencyMs
}

const example = '{"host": "esx-prod-01.corp.example", "cpu": 1.5}'

/** All of its machines want to run; there are no half cores, so that the proportion is not quite what was asked for. */
function fewerCores(host: Host, vms: readonly VirtualMachine[], cpu: number): void {
  const { cpuMhz } = host.hardware
  for (const vm of vms) vm.demand.cpuMhz = Math.floor(vm.cpu.count * cpuMhz * busy)
  const wanted = vms.reduce((sum, vm) => sum + vm.demand.cpuMhz, 0)
  const cores = Math.max(1, Math.floor((wanted / cpu + host.overhead.cpuMhz) / cpuMhz))
  host.hardware = { ...host.hardware, packages: 1, cores, threads: cores * 2 }
  // the hypervisor takes what is left of so small a host
  host.overhead = { ...host.overhead, cpuMhz: Math.min(host.overhead.cpuMhz, cpuCapacityOf(host) / 2) }
}

function lessMemory(host: Host, vms: readonly VirtualMachine[], memory: number): void {
  const wanted = vms.reduce((sum, vm) => sum + vm.demand.hostMemoryMib, 0)
  const memoryBytes = Math.floor(wanted / memory + host.overhead.memoryMib) * mebibyte
  host.hardware = { ...host.hardware, memoryBytes }
}

function factor(name: string, value: unknown): number | undefined {
  if (value === undefined) return undefined
  if (typeof value !== 'number' || !(value >= 1 && value <= 10))
    throw new RangeError(`${name} must be a number from 1 to 10, such as 1.5`)
  return value
}

function named<Item extends { id: string; name: string }>(
  items: ReadonlyMap<string, Item>,
  what: string,
  wanted: unknown
): Item {
  const found = [...items.values()].find(({ id, name }) => id === wanted || name === wanted)
  if (!found) throw new RangeError(`there is no ${what} ${JSON.stringify(wanted)}`)
  return found
}
