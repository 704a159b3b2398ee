import { setTimeout as sleep } from 'node:timers/promises'
import type { Arguments, Caller } from './callers.ts'
import { type Ledger, judge } from './ledger.ts'
import type { Witness } from './vcenter.ts'

/** A change, and how it shows in the vCenter itself that it was made. */
interface Change {
  tool: string
  args: Arguments
  /** The id under which its requests arrive. */
  target: string
  happened(): boolean
}

export interface Work {
  vcenter: Witness
  /** Nobody else touches it. */
  vm: string
  call: Caller
  random: () => number
  ledger: Ledger
  goesOn: () => boolean
  /** Longest time in which a change shows that was begun when its answer came. */
  settleMs: number
}

/** Changes one VM again and again, one change at a time, and holds every answer against what became of the VM. */
export async function changeRepeatedly(work: Work): Promise<void> {
  for (let count = 0; work.goesOn(); count++) {
    const change = nextChange(work, count)
    if (!change) return
    await tryChange(work, change)
  }
}

export async function tryChange(work: Work, change: Change): Promise<void> {
  const { vcenter, call, ledger } = work
  const before = vcenter.seen()
  const startedAt = performance.now()
  const args = { ...change.args, hostname: vcenter.name }
  const told = await ledger.watch(change.tool, () => call(change.tool, args))
  await sleep(work.settleMs)
  const arrived = vcenter.changesOf(change.target, before)
  judge(ledger, {
    what: `${change.tool} ${JSON.stringify(args)} on ${vcenter.name}`,
    startedAt,
    told,
    arrived,
    happened: change.happened()
  })
}

function nextChange(work: Work, count: number): Change | undefined {
  const { vm, random } = work
  const machine = work.vcenter.simulator.inventory.vms.get(vm)
  if (!machine) return undefined
  const choice = random()
  if (choice < 0.35) {
    const name = `friday-${vm}-${count}`
    return {
      tool: 'create_vm_snapshot',
      args: { vm, name },
      target: vm,
      happened: () => all(machine.snapshots).filter(each => each.name === name).length === 1
    }
  }
  const [oldest] = all(machine.snapshots)
  if (oldest && choice < 0.5) {
    return {
      tool: 'delete_vm_snapshot',
      args: { vm, snapshot: oldest.id, confirm: true },
      target: oldest.id,
      happened: () => !all(machine.snapshots).some(({ id }) => id === oldest.id)
    }
  }
  if (machine.powerState === 'POWERED_OFF' && choice < 0.7) {
    const wanted = machine.cpu.count === 2 ? 4 : 2
    return {
      tool: 'modify_vm_resources',
      args: { vm, cpu_count: wanted, cores_per_socket: 1, confirm: true },
      target: vm,
      happened: () => machine.cpu.count === wanted
    }
  }
  const { bootTime } = machine
  if (machine.powerState === 'POWERED_ON' && choice < 0.75) {
    return { tool: 'restart_vm', args: { vm }, target: vm, happened: () => machine.bootTime !== bootTime }
  }
  const wanted = machine.powerState === 'POWERED_ON' ? 'POWERED_OFF' : 'POWERED_ON'
  const tool = wanted === 'POWERED_ON' ? 'power_on_vm' : 'power_off_vm'
  return { tool, args: { vm }, target: vm, happened: () => machine.powerState === wanted }
}

export function deletionOf({ vm, vcenter }: Work): Change {
  const { vms } = vcenter.simulator.inventory
  return { tool: 'delete_vm', args: { vm, confirm: true }, target: vm, happened: () => !vms.has(vm) }
}

interface Tree {
  id: string
  name: string
  children: Tree[]
}

function all(trees: readonly Tree[]): Tree[] {
  return trees.flatMap(tree => [tree, ...all(tree.children)])
}
