import { createRandom } from '../random.ts'
import type { Inventory } from '../inventory/index.ts'
import { addressOf } from '../inventory/machines.ts'

/** Ids and addresses that go on where the inventory's ended; nothing is handed out twice. */
export interface NewIds {
  /** A managed object id: one counter for all kinds, as vCenter has it. */
  next(prefix: string): string
  /** From the range that vCenter assigns, 00:50:56:80:00:00 and above. */
  mac(): string
  /** An IPv4 address for a guest's adapter. */
  address(): string
  uuid(): string
}

/** `seed` decides on the UUIDs. */
export function createNewIds(inventory: Inventory, seed: number): NewIds {
  const random = createRandom(seed ^ 0x5eed_1d5)
  let last = 0
  let lastNic = 0
  for (const objects of [
    inventory.folders,
    inventory.datacenters,
    inventory.computeResources,
    inventory.hosts,
    inventory.resourcePools,
    inventory.datastores,
    inventory.networks,
    inventory.vms
  ]) {
    for (const id of objects.keys()) last = Math.max(last, numberOf(id))
  }
  for (const vm of inventory.vms.values()) {
    for (const nic of vm.nics) {
      lastNic = Math.max(lastNic, Number.parseInt(nic.mac.slice(9).replaceAll(':', ''), 16) & 0x3f_ffff)
    }
  }
  let lastAddress = lastNic

  return {
    next: prefix => `${prefix}${(last += 1)}`,
    mac: () => macOf((lastNic += 1)),
    address: () => addressOf((lastAddress += 1)),
    uuid: () => random.uuid()
  }
}

function numberOf(id: string): number {
  return Number(/\d+$/.exec(id)?.[0] ?? 0)
}

function macOf(number: number): string {
  const bytes = [0x80 + ((number >> 16) & 0x3f), (number >> 8) & 0xff, number & 0xff]
  return `00:50:56:${bytes.map(byte => byte.toString(16).padStart(2, '0')).join(':')}`
}
