import type { Inventory } from './store.ts'
import type { Allocation, Host, VirtualMachine } from './types.ts'

/** Current use; zero for what is not running. */
export interface Usage {
  cpuMhz: number
  /** What it would use if nothing held it back. */
  cpuDemandMhz: number
  processors: number
  /** The part of their time in which it wants to run and may not, from 0 to 1. */
  waiting: number
  guestMemoryMib: number
  hostMemoryMib: number
  balloonedMib: number
  swappedMib: number
  compressedMib: number
}

const none: Usage = {
  cpuMhz: 0,
  cpuDemandMhz: 0,
  processors: 0,
  waiting: 0,
  guestMemoryMib: 0,
  hostMemoryMib: 0,
  balloonedMib: 0,
  swappedMib: 0,
  compressedMib: 0
}

const mebibyte = 1024 ** 2

/**
 * What a virtual machine uses now: what it wants, as far as its limits and its host allow. What a host has too little of
 * its machines share in the same proportion.
 */
export function usageOf(inventory: Inventory, vm: VirtualMachine): Usage {
  const host = inventory.hosts.get(vm.host)
  if (vm.powerState !== 'POWERED_ON' || !host) return none
  return usedOn(host, vm, shortageOf(inventory, host))
}

/** What a host uses now: its machines and its own overhead. */
export function hostUsageOf(
  inventory: Inventory,
  host: Host
): { cpuMhz: number; memoryMib: number; of: Usage[] } {
  const shortage = shortageOf(inventory, host)
  const running = inventory.vmsOf(host.id).filter(isRunning)
  const of = running.map(vm => usedOn(host, vm, shortage))
  const sum = (value: (usage: Usage) => number): number => of.reduce((total, each) => total + value(each), 0)
  return {
    cpuMhz: host.overhead.cpuMhz + sum(each => each.cpuMhz),
    memoryMib: host.overhead.memoryMib + sum(each => each.hostMemoryMib),
    of
  }
}

/** How much more than there is the machines of a host want: 1 or less is enough for all. */
interface Shortage {
  cpu: number
  memory: number
}

function shortageOf(inventory: Inventory, host: Host): Shortage {
  const wanted = { cpuMhz: 0, memoryMib: 0 }
  for (const vm of inventory.vmsOf(host.id)) {
    if (!isRunning(vm)) continue
    wanted.cpuMhz += limited(vm.demand.cpuMhz, vm.cpuAllocation)
    wanted.memoryMib += limited(vm.demand.hostMemoryMib, vm.memoryAllocation)
  }
  return {
    cpu: wanted.cpuMhz / (cpuCapacityOf(host) - host.overhead.cpuMhz),
    memory: wanted.memoryMib / (host.hardware.memoryBytes / mebibyte - host.overhead.memoryMib)
  }
}

/**
 * That memory is taken back by the balloon first where there is one, and the rest is mostly swapped, is how ESXi does it;
 * the proportions are the simulator's own.
 */
function usedOn(host: Host, vm: VirtualMachine, { cpu, memory }: Shortage): Usage {
  const { demand } = vm
  const cpuMhz = Math.floor(limited(demand.cpuMhz, vm.cpuAllocation) / Math.max(1, cpu))
  const kept = Math.floor(limited(demand.hostMemoryMib, vm.memoryAllocation) / Math.max(1, memory))
  const taken = demand.hostMemoryMib - kept
  const balloonedMib = vm.guestState === 'running' ? Math.floor(taken * 0.6) : 0
  const compressedMib = Math.floor((taken - balloonedMib) / 4)
  return {
    cpuMhz,
    cpuDemandMhz: demand.cpuMhz,
    processors: vm.cpu.count,
    waiting: Math.min(0.95, (demand.cpuMhz - cpuMhz) / (vm.cpu.count * host.hardware.cpuMhz)),
    guestMemoryMib: demand.guestMemoryMib,
    hostMemoryMib: kept,
    balloonedMib,
    swappedMib: taken - balloonedMib - compressedMib,
    compressedMib
  }
}

function isRunning({ powerState }: VirtualMachine): boolean {
  return powerState === 'POWERED_ON'
}

function limited(wanted: number, allocation: Allocation | undefined): number {
  return allocation && allocation.limit >= 0 ? Math.min(wanted, allocation.limit) : wanted
}

/** Processor capacity in MHz, as vCenter counts it: cores without hyper-threading. */
export function cpuCapacityOf(host: Host): number {
  return host.hardware.cores * host.hardware.cpuMhz
}

/** The machine whose name promises that it uses nearly all of its processors. */
const hotMachine = 'load 100% test'

/** Scales demands down until every host stays below 85 % with all its machines running. */
export function settleDemands(inventory: Inventory): void {
  for (const host of inventory.hosts.values()) {
    const vms = inventory.vmsOf(host.id)
    const hot = vms.find(vm => vm.name === hotMachine)
    if (hot) hot.demand.cpuMhz = Math.floor(hot.cpu.count * host.hardware.cpuMhz * 0.96)
    const fixed = host.overhead.cpuMhz + (hot?.demand.cpuMhz ?? 0)
    const wanted = { cpuMhz: 0, memoryMib: 0 }
    for (const vm of vms) {
      if (vm !== hot) wanted.cpuMhz += vm.demand.cpuMhz
      wanted.memoryMib += vm.demand.hostMemoryMib
    }
    const cpu = Math.min(1, (cpuCapacityOf(host) * 0.85 - fixed) / wanted.cpuMhz)
    const room = (host.hardware.memoryBytes / mebibyte) * 0.85 - host.overhead.memoryMib
    const memory = Math.min(1, room / wanted.memoryMib)
    for (const vm of vms) {
      if (vm !== hot) vm.demand.cpuMhz = Math.floor(vm.demand.cpuMhz * cpu)
      vm.demand.hostMemoryMib = Math.floor(vm.demand.hostMemoryMib * memory)
      vm.demand.guestMemoryMib = Math.min(vm.demand.guestMemoryMib, vm.demand.hostMemoryMib)
    }
  }
}
