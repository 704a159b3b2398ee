import type { ComputeResource, Host } from '../../inventory/index.ts'
import { cpuCapacityOf, hostUsageOf } from '../../inventory/usage.ts'
import { buildOf, versionOf } from '../../releases.ts'
import type { State } from '../../state.ts'
import { dataObject, dateTime, escapeName, moRef } from '../values.ts'
import { recommendationsOf, showRecommendation } from '../recommendations.ts'
import { refOf, refsOf, type Properties } from './entity.ts'

const mebibyte = 1024 ** 2

/** MHz, and bytes for memory except in `quickStats` and `effectiveMemory`, which are MB. */
export function hostProperties(state: State, host: Host): Properties {
  const { inventory } = state
  return {
    datastore: () => refsOf(inventory, host.datastores),
    network: () => refsOf(inventory, host.networks),
    vm: () => inventory.vmsOf(host.id).map(refOf),
    runtime: () => hostRuntime(host),
    summary: () =>
      dataObject('HostListSummary', {
        host: refOf(host),
        hardware: hardwareSummary(host),
        runtime: hostRuntime(host),
        config: dataObject('HostConfigSummary', {
          name: host.name,
          port: 443,
          product: product(state),
          vmotionEnabled: true,
          faultToleranceEnabled: false
        }),
        quickStats: quickStats(state, host),
        overallStatus: host.connectionState === 'CONNECTED' ? 'green' : 'red',
        rebootRequired: false,
        managementServerIp: '10.20.0.10'
      })
  }
}

export function computeProperties(state: State, compute: ComputeResource): Properties {
  const { inventory } = state
  const cluster = compute.kind === 'ClusterComputeResource'
  return {
    host: () => refsOf(inventory, compute.hosts),
    datastore: () => refsOf(inventory, compute.datastores),
    network: () => refsOf(inventory, compute.networks),
    resourcePool: () => moRef('ResourcePool', compute.resourcePool),
    summary: () => computeSummary(state, compute),
    recommendation: () =>
      cluster
        ? recommendationsOf(state, compute).map(each => showRecommendation(inventory, each))
        : undefined,
    configurationEx: () =>
      cluster
        ? dataObject('ClusterConfigInfoEx', {
            dasConfig: dataObject('ClusterDasConfigInfo', { enabled: compute.haEnabled }),
            drsConfig: dataObject('ClusterDrsConfigInfo', {
              enabled: compute.drsEnabled,
              defaultVmBehavior: compute.drsBehavior
            })
          })
        : undefined
  }
}

function computeSummary({ inventory }: State, compute: ComputeResource): Record<string, unknown> {
  const hosts = compute.hosts.flatMap(id => inventory.hosts.get(id) ?? [])
  const effective = hosts.filter(host => host.connectionState === 'CONNECTED' && !host.inMaintenanceMode)
  const sum = (list: Host[], value: (host: Host) => number): number =>
    list.reduce((total, host) => total + value(host), 0)
  const cluster = compute.kind === 'ClusterComputeResource'
  return dataObject(cluster ? 'ClusterComputeResourceSummary' : 'ComputeResourceSummary', {
    totalCpu: sum(hosts, cpuCapacityOf),
    totalMemory: sum(hosts, host => host.hardware.memoryBytes),
    numCpuCores: sum(hosts, host => host.hardware.cores),
    numCpuThreads: sum(hosts, host => host.hardware.threads),
    // What is left for virtual machines once the hypervisors have taken theirs.
    effectiveCpu: sum(effective, host => cpuCapacityOf(host) - host.overhead.cpuMhz),
    effectiveMemory: sum(effective, host => host.hardware.memoryBytes / mebibyte - host.overhead.memoryMib),
    numHosts: hosts.length,
    numEffectiveHosts: effective.length,
    overallStatus: effective.length === hosts.length ? 'green' : 'yellow',
    ...(cluster ? { currentFailoverLevel: Math.max(0, effective.length - 1), numVmotions: 0 } : {})
  })
}

function hostRuntime(host: Host): Record<string, unknown> {
  const connected = host.connectionState === 'CONNECTED'
  const states = { CONNECTED: 'connected', DISCONNECTED: 'disconnected', NOT_RESPONDING: 'notResponding' }
  return dataObject('HostRuntimeInfo', {
    connectionState: states[host.connectionState],
    powerState: connected ? 'poweredOn' : 'unknown',
    standbyMode: 'none',
    inMaintenanceMode: host.inMaintenanceMode,
    inQuarantineMode: false,
    bootTime: connected ? dateTime(host.bootTime) : undefined
  })
}

/** A host that is not connected reports nothing: its fields are unset (inferred). */
function quickStats(state: State, host: Host): Record<string, unknown> {
  if (host.connectionState !== 'CONNECTED') return dataObject('HostListSummaryQuickStats', {})
  const usage = hostUsageOf(state.inventory, host)
  return dataObject('HostListSummaryQuickStats', {
    overallCpuUsage: usage.cpuMhz,
    overallMemoryUsage: usage.memoryMib,
    distributedCpuFairness: 0,
    distributedMemoryFairness: 0,
    uptime: Math.floor((state.now() - host.bootTime) / 1000)
  })
}

function hardwareSummary(host: Host): Record<string, unknown> {
  const { hardware } = host
  return dataObject('HostHardwareSummary', {
    vendor: hardware.vendor,
    model: hardware.model,
    uuid: host.uuid,
    memorySize: hardware.memoryBytes,
    cpuModel: hardware.cpuModel,
    cpuMhz: hardware.cpuMhz,
    numCpuPkgs: hardware.packages,
    numCpuCores: hardware.cores,
    numCpuThreads: hardware.threads,
    numNics: 4,
    numHBAs: 3
  })
}

function product({ settings }: State): Record<string, unknown> {
  const version = versionOf(settings.apiRelease)
  const build = buildOf(settings.apiRelease)
  return dataObject('AboutInfo', {
    name: 'VMware ESXi',
    fullName: escapeName(`VMware ESXi ${version} build-${build}`),
    vendor: 'VMware, Inc.',
    version,
    build,
    localeVersion: 'INTL',
    localeBuild: '000',
    osType: 'vmnix-x86',
    productLineId: 'embeddedEsx',
    apiType: 'HostAgent',
    apiVersion: settings.apiRelease,
    licenseProductName: 'VMware ESX Server',
    licenseProductVersion: '8.0'
  })
}
