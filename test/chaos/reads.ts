import { setTimeout as sleep } from 'node:timers/promises'
import type { Caller } from './callers.ts'
import type { Ledger } from './ledger.ts'
import type { Witness } from './vcenter.ts'

export interface Reading {
  ledger: Ledger
  vcenters: readonly Witness[]
  call: Caller
  random: () => number
  goesOn: () => boolean
}

/** Reads of which it is known what a true answer holds. */
const reads = [
  { tool: 'list_vms', args: { limit: 5 }, field: 'total', holds: 60 },
  { tool: 'get_vm_details', args: { vm: 'web-01' }, field: 'id', holds: 'vm-1001' },
  { tool: 'list_hosts', args: {}, field: 'total', holds: 10 }
]

/** Reads again and again from any of the vCenters. One that is well answers as if it were alone. */
export async function readRepeatedly({ ledger, vcenters, call, random, goesOn }: Reading): Promise<void> {
  while (goesOn()) {
    const { name, isWell } = one(vcenters, random)
    const { tool, args, field, holds } = one(reads, random)
    const { code, data } = await ledger.watch(tool, () => call(tool, { ...args, hostname: name }))
    if (code === undefined && data[field] !== holds) {
      ledger.violations.push(`${tool} of ${name} answered ${String(data[field])} for ${holds}`)
    }
    if (code !== undefined && isWell)
      ledger.violations.push(`${tool} of ${name}, which was well, failed: ${code}`)
    await sleep(5)
  }
}

/** From the last fault on. */
const healMs = 10_000

/** Reads until that succeeds; it must within ten seconds, and without a restart. */
export async function readUntilWell(ledger: Ledger, { name }: Witness, call: Caller): Promise<void> {
  const endedAt = performance.now()
  for (;;) {
    const { code } = await ledger.watch('list_datastores', () => call('list_datastores', { hostname: name }))
    if (code === undefined) return
    if (performance.now() > endedAt + healMs) {
      ledger.violations.push(`${name} was not well ${healMs} ms after the last fault: ${code}`)
      return
    }
    await sleep(250)
  }
}

function one<T>(items: readonly T[], random: () => number): T {
  return items[Math.floor(random() * items.length)] as T
}
