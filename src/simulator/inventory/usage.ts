import type { Inventory } from './store.ts'
import type { Host, VirtualMachine } from './types.ts'

/** Current use; zero for what is not running. */
export interface Usage {
  cpuMhz: number
  guestMemoryMib: number
  hostMemoryMib: number
}

const mebibyte = 1024 ** 2

/** What a virtual machine uses now. */
export function usageOf(vm: VirtualMachine): Usage {
  return vm.powerState === 'POWERED_ON' ? vm.demand : { cpuMhz: 0, guestMemoryMib: 0, hostMemoryMib: 0 }
}

/** What a host uses now: its machines and its own overhead. */
export function hostUsageOf(inventory: Inventory, host: Host): { cpuMhz: number; memoryMib: number } {
  const total = { cpuMhz: host.overhead.cpuMhz, memoryMib: host.overhead.memoryMib }
  for (const vm of inventory.vmsOf(host.id)) {
    const usage = usageOf(vm)
    total.cpuMhz += usage.cpuMhz
    total.memoryMib += usage.hostMemoryMib
  }
  return total
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
