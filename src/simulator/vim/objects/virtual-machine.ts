import type { Allocation, VirtualMachine } from '../../inventory/index.ts'
import { usageOf } from '../../inventory/usage.ts'
import { currentTools } from '../../inventory/standard-devices.ts'
import { allSnapshots, homeBytesOf } from '../../inventory/snapshot-files.ts'
import type { State } from '../../state.ts'
import { dataObject, dateTime, escapeName, moRef } from '../values.ts'
import { needsConsolidation } from '../snapshots.ts'
import { refOf, refsOf, type Properties } from './entity.ts'
import { netOf, storageOf } from './vm-details.ts'
import { layoutOf } from './vm-layout.ts'
import { allocation } from './places.ts'
import { snapshotInfo } from './snapshot.ts'
import { configOf, powerStateNames } from './vm-config.ts'

export function vmProperties(state: State, vm: VirtualMachine): Properties {
  const { inventory } = state
  return {
    resourcePool: () => (vm.resourcePool === undefined ? undefined : moRef('ResourcePool', vm.resourcePool)),
    datastore: () => refsOf(inventory, [...datastoresOf(vm)]),
    network: () => refsOf(inventory, [...new Set(vm.nics.map(nic => nic.network))]),
    runtime: () => runtime(state, vm),
    config: () => configOf(state, vm, vm),
    resourceConfig: () => resourceConfig(vm),
    guest: () => guest(state, vm),
    guestHeartbeatStatus: () => (vm.guestState === 'running' ? 'green' : 'gray'),
    summary: () => summary(state, vm),
    storage: () => storageOf(state, vm),
    layoutEx: () => layoutOf(state, vm),
    snapshot: () => snapshotInfo(vm),
    rootSnapshot: () => vm.snapshots.map(snapshot => moRef('VirtualMachineSnapshot', snapshot.id))
  }
}

/** The usual shares: https://techdocs.broadcom.com/ "Resource Allocation Shares" */
function resourceConfig(vm: VirtualMachine): Record<string, unknown> {
  const usual = { reservation: 0, limit: -1, level: 'NORMAL' } as const
  return dataObject('ResourceConfigSpec', {
    entity: refOf(vm),
    cpuAllocation: allocation(vm.cpuAllocation ?? { ...usual, shares: vm.cpu.count * 1000 }),
    memoryAllocation: allocation(vm.memoryAllocation ?? { ...usual, shares: vm.memory.sizeMib * 10 })
  })
}

function datastoresOf(vm: VirtualMachine): Set<string> {
  return new Set([vm.datastore, ...vm.disks.map(disk => disk.datastore)])
}

/** MHz and MB. */
function runtime({ inventory }: State, vm: VirtualMachine): Record<string, unknown> {
  const on = vm.powerState === 'POWERED_ON'
  const host = inventory.hosts.get(vm.host)
  const connected = host?.connectionState === 'CONNECTED'
  const mhz = host?.hardware.cpuMhz ?? 0
  return dataObject('VirtualMachineRuntimeInfo', {
    host: moRef('HostSystem', vm.host),
    connectionState: connected ? 'connected' : 'disconnected',
    powerState: powerStateNames[vm.powerState],
    faultToleranceState: 'notConfigured',
    toolsInstallerMounted: vm.toolsInstallerMounted,
    bootTime: on && vm.bootTime !== undefined ? dateTime(vm.bootTime) : undefined,
    maxCpuUsage: on ? limitedTo(vm.cpuAllocation, vm.cpu.count * mhz) : undefined,
    maxMemoryUsage: on ? limitedTo(vm.memoryAllocation, vm.memory.sizeMib) : undefined,
    numMksConnections: 0,
    recordReplayState: 'inactive',
    cleanPowerOff: vm.powerState === 'POWERED_OFF' ? vm.cleanPowerOff : undefined,
    consolidationNeeded: needsConsolidation(vm),
    paused: false
  })
}

function limitedTo(own: Allocation | undefined, most: number): number {
  return own && own.limit >= 0 ? Math.min(own.limit, most) : most
}

function toolsFields(vm: VirtualMachine): Record<string, unknown> {
  const open = vm.system.family === 'LINUX'
  const old = !open && vm.toolsVersion < currentTools
  const running = vm.guestState === 'running' || vm.guestState === 'shuttingDown'
  return {
    toolsStatus: vm.tools
      ? running
        ? old
          ? 'toolsOld'
          : 'toolsOk'
        : 'toolsNotRunning'
      : 'toolsNotInstalled',
    toolsVersionStatus2: vm.tools
      ? open
        ? 'guestToolsUnmanaged'
        : old
          ? 'guestToolsSupportedOld'
          : 'guestToolsCurrent'
      : 'guestToolsNotInstalled',
    toolsRunningStatus: running ? 'guestToolsRunning' : 'guestToolsNotRunning'
  }
}

/** What only a running VMware Tools can tell. */
function reported(vm: VirtualMachine): Record<string, unknown> {
  if (vm.guestState !== 'running') return {}
  return {
    guestId: vm.system.guestId,
    guestFullName: vm.system.fullName,
    hostName: vm.hostName,
    ipAddress: vm.nics[0]?.address
  }
}

function guest({ inventory }: State, vm: VirtualMachine): Record<string, unknown> {
  const running = vm.guestState === 'running'
  return dataObject('GuestInfo', {
    ...toolsFields(vm),
    toolsVersion: vm.tools ? String(vm.toolsVersion) : '0',
    ...reported(vm),
    net: running ? netOf(inventory, vm) : undefined,
    guestFamily: running ? `${vm.system.family.toLowerCase()}Guest` : undefined,
    guestState: vm.guestState,
    guestOperationsReady: running
  })
}

function summary(state: State, vm: VirtualMachine): Record<string, unknown> {
  const ofDisks = vm.disks.reduce((total, disk) => total + disk.committed, 0)
  const committed = ofDisks + homeBytesOf(allSnapshots(vm))
  const capacity = vm.disks.reduce((total, disk) => total + disk.capacity, 0)
  return dataObject('VirtualMachineSummary', {
    vm: moRef('VirtualMachine', vm.id),
    runtime: runtime(state, vm),
    guest: dataObject('VirtualMachineGuestSummary', { ...toolsFields(vm), ...reported(vm) }),
    config: dataObject('VirtualMachineConfigSummary', {
      name: escapeName(vm.name),
      template: vm.template,
      vmPathName: vm.file,
      memorySizeMB: vm.memory.sizeMib,
      cpuReservation: vm.cpuAllocation?.reservation ?? 0,
      memoryReservation: vm.memoryAllocation?.reservation ?? 0,
      numCpu: vm.cpu.count,
      numEthernetCards: vm.nics.length,
      numVirtualDisks: vm.disks.length,
      uuid: vm.biosUuid,
      instanceUuid: vm.instanceUuid,
      guestId: vm.system.guestId,
      guestFullName: vm.system.fullName,
      annotation: vm.annotation
    }),
    storage: dataObject('VirtualMachineStorageSummary', {
      committed,
      uncommitted: Math.max(0, capacity - ofDisks),
      unshared: committed,
      timestamp: dateTime(state.now())
    }),
    quickStats: quickStats(state, vm),
    overallStatus: state.alarms.worstOf(vm)
  })
}

/** MHz, MB and seconds; zero while it is not running. */
function quickStats(state: State, vm: VirtualMachine): Record<string, unknown> {
  const usage = usageOf(state.inventory, vm)
  const on = vm.powerState === 'POWERED_ON' && vm.bootTime !== undefined
  return dataObject('VirtualMachineQuickStats', {
    overallCpuUsage: usage.cpuMhz,
    overallCpuDemand: usage.cpuDemandMhz,
    guestMemoryUsage: usage.guestMemoryMib,
    hostMemoryUsage: usage.hostMemoryMib,
    guestHeartbeatStatus: vm.guestState === 'running' ? 'green' : 'gray',
    balloonedMemory: usage.balloonedMib,
    swappedMemory: usage.swappedMib,
    uptimeSeconds: on ? Math.floor((state.now() - (vm.bootTime ?? 0)) / 1000) : 0
  })
}
