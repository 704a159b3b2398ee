import { type Static, Type } from '@sinclair/typebox'
import { CodedError } from '../../errors.ts'
import { quoted } from '../../text.ts'
import { unescapeName } from '../../vcenter/names.ts'
import type { PerformanceSeries, VcenterClient, VmSummary } from '../../vcenter/types.ts'
import { isSnapshotInfo } from '../../vcenter/vim/answers.ts'
import { type ToolContext, defineTool } from '../define-tool.ts'
import { percentOf } from '../inventory/share.ts'
import { count, field, lengthOf, numberIn, referenceId, text } from '../properties.ts'
import { findingVm, resolveVm } from '../resolve.ts'
import { inventoryObject, longText, vmRef } from '../schemas.ts'
import { snapshotRows } from '../snapshots/snapshot-tree.ts'
import { findingsOf } from './vm-findings.ts'
import { measures, measuresOf, sampleS, vmCounters } from './vm-measures.ts'

const allocation = Type.Object({
  limit: Type.Optional(Type.Integer({ description: 'absent: none' })),
  reservation: Type.Integer(),
  shares: Type.Optional(Type.String({ description: 'normal, low, high or custom' }))
})

const host = inventoryObject({
  cpu_used_percent: Type.Number(),
  memory_used_percent: Type.Number(),
  vm_count: Type.Integer()
})

const output = inventoryObject({
  findings: Type.Array(Type.String(longText), {
    description: 'what explains slowness, the weightiest first'
  }),
  minutes: Type.Integer(),
  samples: Type.Integer({ description: 'one every 20 s' }),
  cpu_count: Type.Integer(),
  memory_mib: Type.Integer(),
  measures,
  cpu_mhz_allocation: Type.Optional(allocation),
  memory_mib_allocation: Type.Optional(allocation),
  snapshot_count: Type.Integer(),
  host: Type.Optional(host)
})

export const getVmPerformance = defineTool({
  name: 'get_vm_performance',
  title: 'Get VM performance',
  toolset: 'performance',
  description:
    'Why is a VM slow? Averages and maxima of the last minutes: CPU use, ready and co-stop, memory active, ballooned, ' +
    'swapped, compressed, disk latency, throughput; its limits, snapshots and host; findings says what of it is bad and ' +
    'why. Next: get_host_details for what else its host runs. Size and state are in get_vm_details.',
  risk: 'read',
  idempotent: true,
  rest: 'GET /vms/:vm/performance',
  privileges: findingVm,
  input: Type.Object({
    vm: vmRef,
    minutes: Type.Optional(Type.Integer({ minimum: 5, maximum: 60, default: 60 }))
  }),
  output,
  async run({ vm: ref, minutes: wanted }, context) {
    const { vcenter } = context
    const minutes = wanted ?? 60
    const vm = await resolveVm(vcenter, ref)
    if (vm.power_state !== 'POWERED_ON') throw notRunning(vm, context)
    const [series, [object]] = await Promise.all([
      readSeries(vcenter, vm.vm, (minutes * 60) / sampleS),
      vcenter.readObjects('VirtualMachine', [vm.vm], vmPaths)
    ])
    const properties = object?.properties ?? {}
    const where = await readHost(vcenter, referenceId(properties['runtime.host']))
    const cpuCount = numberIn(properties['summary.config'], 'numCpu')
    const memoryMib = numberIn(properties['summary.config'], 'memorySizeMB')
    const cpu = allocationOf(properties['resourceConfig'], 'cpuAllocation')
    const memory = allocationOf(properties['resourceConfig'], 'memoryAllocation')
    const info = properties['snapshot']
    const snapshotCount = isSnapshotInfo(info) ? snapshotRows(info).length : 0
    const measured = measuresOf(series, cpuCount)
    const findings = findingsOf({
      minutes,
      samples: series.times.length,
      memoryMib,
      measures: measured,
      ...count('cpuLimitMhz', cpu?.limit),
      ...(where && { cpuCapacityMhz: cpuCount * where.coreMhz }),
      ...count('memoryLimitMib', memory?.limit),
      snapshotCount,
      ...(where && { host: where.finding })
    })
    return {
      id: vm.vm,
      name: vm.name,
      findings,
      minutes,
      samples: series.times.length,
      cpu_count: cpuCount,
      memory_mib: memoryMib,
      measures: measured,
      ...(cpu && { cpu_mhz_allocation: cpu }),
      ...(memory && { memory_mib_allocation: memory }),
      snapshot_count: snapshotCount,
      ...(where && { host: where.shown })
    }
  }
})

const vmPaths = ['summary.config', 'runtime.host', 'resourceConfig', 'snapshot']
const hostPaths = ['name', 'summary.hardware', 'summary.quickStats', 'vm']

function notRunning({ vm, name, power_state }: VmSummary, context: ToolContext): CodedError {
  const message = `${quoted(name)} (${vm}) is ${power_state}, so nothing of it is measured.`
  const mayStart = context.mayUse('power_on_vm')
  return new CodedError('invalid_state', message, {
    hint: mayStart ? 'Start it with power_on_vm, and ask again some minutes later.' : 'It must run first.',
    ...(mayStart && { nextTool: 'power_on_vm' })
  })
}

/** Of the counters that this vCenter has. */
async function readSeries(
  vcenter: VcenterClient,
  vm: string,
  maxSamples: number
): Promise<Pick<PerformanceSeries, 'times' | 'series'>> {
  const known = await vcenter.listPerformanceCounters()
  const [found] = await vcenter.queryPerformance({
    entities: [{ type: 'VirtualMachine', value: vm }],
    counters: vmCounters.filter(counter => known.has(counter)),
    interval: 'realtime',
    maxSamples
  })
  return found ?? { times: [], series: [] }
}

/** `undefined` for whoever may not see it. */
async function readHost(vcenter: VcenterClient, id: string | undefined) {
  if (id === undefined) return undefined
  const [found] = await vcenter.readObjects('HostSystem', [id], hostPaths)
  if (!found) return undefined
  const { properties } = found
  const hardware = properties['summary.hardware']
  const use = properties['summary.quickStats']
  const name = unescapeName(String(properties['name']))
  const coreMhz = numberIn(hardware, 'cpuMhz')
  const cpuPercent = percentOf(numberIn(use, 'overallCpuUsage'), coreMhz * numberIn(hardware, 'numCpuCores'))
  const memoryMib = numberIn(hardware, 'memorySize') / 2 ** 20
  const memoryPercent = percentOf(numberIn(use, 'overallMemoryUsage'), memoryMib)
  const shown: Static<typeof host> = {
    id,
    name,
    cpu_used_percent: cpuPercent,
    memory_used_percent: memoryPercent,
    vm_count: lengthOf(properties['vm'])
  }
  return { coreMhz, shown, finding: { name, cpuPercent, memoryPercent } }
}

/** -1 stands for no limit. @see https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/data-structures/ResourceAllocationInfo */
function allocationOf(config: unknown, name: string): Static<typeof allocation> | undefined {
  const found = field(config, name)
  if (found === undefined) return undefined
  const limit = field(found, 'limit')
  return {
    ...(typeof limit === 'number' && limit >= 0 && { limit }),
    reservation: numberIn(found, 'reservation'),
    ...text('shares', field(field(found, 'shares'), 'level'))
  }
}
