import { subjectOf } from '../events/subject.ts'
import type { Host, VirtualMachine } from '../inventory/index.ts'
import { isProblem } from '../machine/problems.ts'
import { relocateMachine } from '../machine/relocate.ts'
import type { State } from '../state.ts'
import { canRun, hostsInService } from './recommendations.ts'

/** Machines that DRS moves between two looks at the host. */
const movesAtOnce = 4

/**
 * One step of emptying a host: where DRS is fully automatic it moves machines to others of the cluster, anywhere
 * else they have to go by themselves, or by somebody's hand.
 *
 * @returns whether the host is free of running machines, and of the others if those are to go as well
 */
export function evacuate(state: State, host: Host, withPoweredOff: boolean, user: string): boolean {
  const staying = waitingOn(state, host, withPoweredOff)
  const cluster = state.inventory.computeResources.get(host.parent)
  if (!cluster?.drsEnabled || cluster.drsBehavior !== 'fullyAutomated') return staying.length === 0
  for (const vm of staying.slice(0, movesAtOnce)) {
    const others = hostsInService(state, cluster).filter(other => other !== host && canRun(other, vm))
    const count = (other: Host): number => state.inventory.vmsOf(other.id).length
    const [target] = others.toSorted((left, right) => count(left) - count(right))
    if (target) move(state, vm, target, user)
  }
  return waitingOn(state, host, withPoweredOff).length === 0
}

function waitingOn({ inventory }: State, host: Host, withPoweredOff: boolean): VirtualMachine[] {
  return inventory.vmsOf(host.id).filter(vm => withPoweredOff || vm.powerState === 'POWERED_ON')
}

function move(state: State, vm: VirtualMachine, target: Host, user: string): void {
  const before = subjectOf(state.inventory, vm.id)
  try {
    relocateMachine(state, vm, { placement: { host: target.id } })
  } catch (error) {
    // Then it stays, and the host waits for it.
    if (isProblem(error)) return
    throw error
  }
  state.events.record({
    type: 'DrsVmMigratedEvent',
    user,
    category: 'info',
    message: `DRS migrated ${vm.name} from ${before.host?.name} to ${target.name}`,
    subject: subjectOf(state.inventory, vm.id),
    fields: { sourceHost: before.host, sourceDatacenter: before.datacenter }
  })
}
