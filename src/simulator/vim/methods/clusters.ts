import type { ComputeResource, Inventory } from '../../inventory/index.ts'
import { cpuCapacityOf, hostUsageOf } from '../../inventory/usage.ts'
import { relocateMachine } from '../../machine/relocate.ts'
import { optionalRef, sessionOf, textOf, type Method, type VimCall, referred } from '../call.ts'
import { invalidArgument, invalidRequest } from '../faults.ts'
import { canRun, drop, hostsInService, refresh, type Recommendation } from '../recommendations.ts'
import { dataObject, moRef } from '../values.ts'
import { attempt } from './problems.ts'

/** https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/ ClusterComputeResource */

const refreshRecommendation: Method = {
  parameters: [],
  privilege: 'Host.Inventory.EditCluster',
  run: call => {
    refresh(call.state, clusterOf(call))
    return {}
  }
}

/** Starts the migration and answers at once. */
const applyRecommendation: Method = {
  parameters: ['key!'],
  privilege: 'Resource.ApplyRecommendation',
  run: call => {
    const { state } = call
    const { vm, destination } = take(call)
    state.tasks.start({
      name: 'RelocateVM_Task',
      descriptionId: 'Drm.ExecuteVMotionLRO',
      entity: { type: 'VirtualMachine', id: vm.id, name: vm.name },
      user: sessionOf(call).user,
      cancelable: false,
      effect: () =>
        attempt(() => {
          relocateMachine(state, vm, { placement: { host: destination.id } })
          return {}
        })
    })
    return {}
  }
}

const cancelRecommendation: Method = {
  parameters: ['key!'],
  privilege: 'Resource.ApplyRecommendation',
  run: call => {
    take(call)
    return {}
  }
}

/** Hosts that have what the machine needs, the idlest rated best. */
const recommendHostsForVm: Method = {
  parameters: ['vm!', 'pool'],
  privilege: 'System.Read',
  run: call => {
    const { inventory } = call.state
    const entity = referred(call, call.parameters['vm'], 'vm')
    optionalRef(call.parameters['pool'], 'pool')
    const vm = inventory.vms.get(entity.id)
    if (!vm) throw invalidArgument('vm')
    const value = hostsInService(call.state, clusterOf(call))
      .filter(host => canRun(host, vm))
      .map(host => ({ host, rating: ratingOf(inventory, host) }))
      .toSorted((left, right) => right.rating - left.rating)
      .map(({ host, rating }) =>
        dataObject('ClusterHostRecommendation', { host: moRef('HostSystem', host.id), rating })
      )
    return { value }
  }
}

export const clusterMethods: Record<string, Method> = {
  RefreshRecommendation: refreshRecommendation,
  ApplyRecommendation: applyRecommendation,
  CancelRecommendation: cancelRecommendation,
  RecommendHostsForVm: recommendHostsForVm
}

function ratingOf(inventory: Inventory, host: Parameters<typeof hostUsageOf>[1]): number {
  return 5 - Math.min(4, Math.floor((5 * hostUsageOf(inventory, host).cpuMhz) / cpuCapacityOf(host)))
}

/** That an unknown key is InvalidArgument is inferred. */
function take(call: VimCall): Recommendation {
  const found = drop(call.state, clusterOf(call), textOf(call, 'key') ?? '')
  if (!found) throw invalidArgument('key')
  return found
}

function clusterOf({ state, target }: VimCall): ComputeResource {
  const cluster = state.inventory.computeResources.get(target.id)
  if (cluster?.kind !== 'ClusterComputeResource') throw invalidRequest('The method needs a cluster.')
  return cluster
}
