import { quoted } from '../../text.ts'
import type { Measure, Measures } from './vm-measures.ts'

/** What is known of a VM that might explain why it is slow. */
export interface VmSituation {
  minutes: number
  samples: number
  memoryMib: number
  measures: Measures
  cpuLimitMhz?: number
  /** All of its virtual CPUs at full speed; absent with the host. */
  cpuCapacityMhz?: number
  memoryLimitMib?: number
  snapshotCount: number
  /** Absent where it may not be seen. */
  host?: { name: string; cpuPercent: number; memoryPercent: number }
}

/**
 * Where measures begin to mean something. Disk latency is the 15 ms of "vSphere Monitoring and Performance", use of a VM and
 * of a host the red limits of vCenter's own alarms, snapshots the two to three in a chain of "Best practices for using VMware
 * snapshots". Of ready and co-stop VMware's pages give meaning and conversion; that 5 % and 3 % of a CPU's time are where it
 * is felt is common practice (inferred). Memory that is swapped in or compressed is never wanted.
 *
 * @see https://docs.vmware.com/en/VMware-vSphere/8.0/vsphere-monitoring-performance/ (disk charts, memory charts, preconfigured alarms)
 * @see https://knowledge.broadcom.com/external/article/318825 (snapshots)
 * @see https://kb.vmware.com/s/article/2002181 (CPU ready in percent)
 */
export const thresholds = {
  readyPercent: 5,
  coStopPercent: 3,
  latencyMs: 15,
  cpuPercent: 90,
  hostCpuPercent: 90,
  hostMemoryPercent: 95,
  activePercent: 90,
  ofLimitPercent: 90,
  snapshots: 3
} as const

type Rule = (situation: VmSituation) => string | undefined

/** Plain sentences, what weighs most first, each with its evidence. */
export function findingsOf(situation: VmSituation): string[] {
  if (situation.samples === 0) {
    return [
      `vCenter has no measures of the last ${situation.minutes} min: the VM has just been started, or its host is not connected.`
    ]
  }
  const found = rules.map(rule => rule(situation)).filter(finding => finding !== undefined)
  return found.length > 0 ? found : [nothing]
}

const nothing =
  'Nothing of this explains slowness: look inside the guest system, and at what it waits for outside of vSphere.'

const rules: readonly Rule[] = [
  swapIn,
  // before what only follows from it
  cpuLimit,
  ready,
  coStop,
  memoryLimit,
  latency,
  takenBack,
  cpuFull,
  memoryFull,
  hostCpu,
  hostMemory,
  snapshots
]

function swapIn({ measures, minutes }: VmSituation): string | undefined {
  const rate = measures.memory_swap_in_kib_per_s
  if (!rate || rate.average <= 0) return undefined
  const swapped = measures.memory_swapped_mib
  const much = swapped ? `, ${swapped.average} MiB are swapped out` : ''
  return `Memory is read back from swap at ${over(rate, 'KiB/s', minutes)}${much}; above 0 the VM waits for disk instead of memory: its host has too little, or a limit holds it.`
}

function ready({ measures, minutes }: VmSituation): string | undefined {
  const found = measures.cpu_ready_percent
  if (!found || found.average <= thresholds.readyPercent) return undefined
  return `CPU ready ${over(found, '%', minutes)}; above ${thresholds.readyPercent} % a VM waits for CPUs: its host has too few, or a limit holds it.`
}

function coStop({ measures, minutes }: VmSituation): string | undefined {
  const found = measures.cpu_costop_percent
  if (!found || found.average <= thresholds.coStopPercent) return undefined
  return `CPU co-stop ${over(found, '%', minutes)}; above ${thresholds.coStopPercent} % its virtual CPUs wait for each other: it has more than its host can run at once, or snapshots slow its disks.`
}

/** A limit that it never comes near does nothing, and one above what its CPUs can give neither. */
function cpuLimit({ cpuLimitMhz, cpuCapacityMhz = Infinity, measures }: VmSituation): string | undefined {
  const used = measures.cpu_usage_mhz
  if (cpuLimitMhz === undefined || cpuLimitMhz >= cpuCapacityMhz || !used) return undefined
  const share = Math.round((used.average / Math.max(1, cpuLimitMhz)) * 100)
  if (share < thresholds.ofLimitPercent) return undefined
  return `A CPU limit of ${cpuLimitMhz} MHz holds it: it uses ${share} % of that on average; from ${thresholds.ofLimitPercent} % on it is what slows it.`
}

function memoryLimit({ memoryLimitMib, memoryMib }: VmSituation): string | undefined {
  if (memoryLimitMib === undefined || memoryLimitMib >= memoryMib) return undefined
  return `A memory limit of ${memoryLimitMib} MiB is below its size of ${memoryMib} MiB: what is above is taken back by ballooning and swapping.`
}

function latency({ measures, minutes }: VmSituation): string | undefined {
  const found = measures.disk_latency_ms
  if (!found || found.average <= thresholds.latencyMs) return undefined
  return `Disk latency ${over(found, 'ms', minutes)}; above ${thresholds.latencyMs} ms the storage is probably the problem.`
}

function takenBack({ measures }: VmSituation): string | undefined {
  const parts = [
    ['ballooned', measures.memory_ballooned_mib],
    ['swapped out', measures.memory_swapped_mib],
    ['compressed', measures.memory_compressed_mib]
  ] as const
  const told = parts.flatMap(([what, found]) =>
    found && found.average > 0 ? [`${found.average} MiB ${what}`] : []
  )
  if (told.length === 0) return undefined
  return `Memory is taken back from it: ${told.join(', ')} on average; above 0 its host has too little memory, or a limit holds it.`
}

function cpuFull({ measures, minutes }: VmSituation): string | undefined {
  const found = measures.cpu_usage_percent
  if (!found || found.average <= thresholds.cpuPercent) return undefined
  return `It uses its own CPUs fully: ${over(found, '%', minutes)}; above ${thresholds.cpuPercent} % it needs more of them, or less to do.`
}

function memoryFull({ measures, memoryMib }: VmSituation): string | undefined {
  const active = measures.memory_active_mib
  if (!active || memoryMib <= 0) return undefined
  const share = Math.round((active.average / memoryMib) * 100)
  if (share <= thresholds.activePercent) return undefined
  return `It uses its own memory fully: ${share} % of ${memoryMib} MiB is active on average; above ${thresholds.activePercent} % the guest system may be short of it.`
}

function hostCpu({ host }: VmSituation): string | undefined {
  if (!host || host.cpuPercent <= thresholds.hostCpuPercent) return undefined
  return `Its host ${quoted(host.name)} uses ${host.cpuPercent} % of its CPUs now; above ${thresholds.hostCpuPercent} % its VMs get in each other's way.`
}

function hostMemory({ host }: VmSituation): string | undefined {
  if (!host || host.memoryPercent <= thresholds.hostMemoryPercent) return undefined
  return `Its host ${quoted(host.name)} uses ${host.memoryPercent} % of its memory now; above ${thresholds.hostMemoryPercent} % it may take memory back from its VMs.`
}

function snapshots({ snapshotCount }: VmSituation): string | undefined {
  if (snapshotCount <= thresholds.snapshots) return undefined
  return `It has ${snapshotCount} snapshots; more than ${thresholds.snapshots} in a chain slow its disks.`
}

function over({ average, maximum }: Measure, unit: string, minutes: number): string {
  return `${average} ${unit} on average over ${minutes} min (at most ${maximum} ${unit})`
}
