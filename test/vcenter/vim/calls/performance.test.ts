import assert from 'node:assert/strict'
import { test } from 'node:test'
import { boxed, moRef, retrieved, startVimServer, type Answer, type VimCallSeen } from '../vim-server.ts'

const vm = moRef('VirtualMachine', 'vm-1')
const words = (key: string) => ({ _typeName: 'ElementDescription', key, label: key, summary: `About ${key}` })

function counter(key: number, group: string, name: string, rollupType: string, unit: string) {
  return {
    _typeName: 'PerfCounterInfo',
    key,
    nameInfo: words(name),
    groupInfo: words(group),
    unitInfo: words(unit),
    rollupType,
    statsType: 'rate',
    level: 1
  }
}

const counters = [
  counter(2, 'cpu', 'usage', 'average', 'percent'),
  counter(6, 'cpu', 'usagemhz', 'average', 'megaHertz')
]

interface Provided {
  currentSupported: boolean
  summarySupported: boolean
  refreshRate?: number
}

function performanceManager(provider: Provided, query: (call: VimCallSeen) => Answer) {
  return (call: VimCallSeen): Answer => {
    if (call.path === 'PerformanceManager/PerfMgr/perfCounter') return { value: counters }
    if (call.path.endsWith('/QueryPerfProviderSummary')) {
      return { value: { _typeName: 'PerfProviderSummary', entity: vm, ...provider } }
    }
    return query(call)
  }
}

const realtime = { currentSupported: true, summarySupported: true, refreshRate: 20 }

function metric(entity: object, times: string[], values: [counterId: number, instance: string, number[]][]) {
  return {
    _typeName: 'PerfEntityMetric',
    entity,
    sampleInfo: times.map(timestamp => ({ _typeName: 'PerfSampleInfo', timestamp, interval: 20 })),
    value: values.map(([counterId, instance, value]) => ({
      _typeName: 'PerfMetricIntSeries',
      id: { _typeName: 'PerfMetricId', counterId, instance },
      value
    }))
  }
}

test('realtime samples come by name of counter, oldest first, in the unit of the counter', async t => {
  const answer = [
    metric(
      vm,
      ['t1', 't2', 't3'],
      [
        [2, '', [1234, -1, 10_000]],
        [6, '', [0, 1500, 2000]],
        [99, '', [1, 2, 3]]
      ]
    )
  ]
  const { client, calls } = await startVimServer(
    t,
    performanceManager(realtime, () => ({ value: answer }))
  )
  const series = await client.queryPerformance({
    entities: [vm],
    counters: ['cpu.usage.average', 'cpu.usagemhz.average'],
    interval: 'realtime',
    maxSamples: 3
  })
  assert.deepEqual(series, [
    {
      entity: vm,
      times: ['t1', 't2', 't3'],
      series: [
        { counter: 'cpu.usage.average', unit: 'percent', instance: '', values: [12.34, null, 100] },
        { counter: 'cpu.usagemhz.average', unit: 'megaHertz', instance: '', values: [0, 1500, 2000] }
      ]
    }
  ])
  assert.equal(calls.at(-1)?.path, 'PerformanceManager/PerfMgr/QueryPerf')
  assert.deepEqual(calls.at(-1)?.body, {
    querySpec: [
      {
        _typeName: 'PerfQuerySpec',
        entity: vm,
        metricId: [
          { _typeName: 'PerfMetricId', counterId: 2, instance: '' },
          { _typeName: 'PerfMetricId', counterId: 6, instance: '' }
        ],
        intervalId: 20,
        format: 'normal',
        maxSample: 3
      }
    ]
  })
})

test('samples of longer intervals are cut to the newest ones, which vCenter does not do for them', async t => {
  const answer = [metric(vm, ['t1', 't2', 't3'], [[2, '', [100, 200, 300]]])]
  const { client, calls } = await startVimServer(
    t,
    performanceManager(realtime, () => ({ value: answer }))
  )
  const series = await client.queryPerformance({
    entities: [vm],
    counters: ['cpu.usage.average'],
    interval: 300,
    maxSamples: 2,
    since: '2026-01-01T00:00:00Z',
    until: '2026-01-02T00:00:00Z',
    instance: '*'
  })
  assert.deepEqual(series[0]?.times, ['t2', 't3'])
  assert.deepEqual(series[0].series[0]?.values, [2, 3])
  assert.partialDeepStrictEqual(calls.at(-1)?.body, {
    querySpec: [
      {
        intervalId: 300,
        startTime: '2026-01-01T00:00:00Z',
        endTime: '2026-01-02T00:00:00Z',
        metricId: [{ instance: '*' }]
      }
    ]
  })
})

test('what has no realtime samples is told so, and is not queried', async t => {
  const cluster = { currentSupported: false, summarySupported: true }
  const { client, paths } = await startVimServer(
    t,
    performanceManager(cluster, () => ({ value: [] }))
  )
  const query = {
    entities: [{ type: 'ClusterComputeResource', value: 'domain-c8' }],
    counters: ['cpu.usage.average']
  }
  await assert.rejects(client.queryPerformance({ ...query, interval: 'realtime' }), {
    errorType: 'NotSupported',
    message: /A ClusterComputeResource has no realtime samples: ask for an interval of 300 seconds/
  })
  assert.ok(!paths().some(path => path.endsWith('/QueryPerf')))
  assert.deepEqual(await client.queryPerformance({ ...query, interval: 300 }), [])
})

test('what has only realtime samples is told so', async t => {
  const only = { currentSupported: true, summarySupported: false, refreshRate: 20 }
  const { client } = await startVimServer(
    t,
    performanceManager(only, () => ({ value: [] }))
  )
  const query = { entities: [vm], counters: ['cpu.usage.average'], interval: 300 } as const
  await assert.rejects(client.queryPerformance(query), { message: /has realtime samples only/ })
})

test('counters are read once, and one that this vCenter does not have is named', async t => {
  const { client, paths } = await startVimServer(
    t,
    performanceManager(realtime, () => ({ value: null }))
  )
  const query = { entities: [vm], interval: 'realtime' } as const
  assert.deepEqual(await client.queryPerformance({ ...query, counters: ['cpu.usage.average'] }), [])
  await assert.rejects(client.queryPerformance({ ...query, counters: ['cpu.nonsense.average'] }), {
    isInvalid: true,
    message: /no counter 'cpu\.nonsense\.average'/
  })
  const known = await client.listPerformanceCounters()
  assert.deepEqual(known.get('cpu.usage.average'), {
    id: 2,
    name: 'cpu.usage.average',
    summary: 'About usage',
    unit: 'percent',
    level: 1
  })
  assert.equal(paths().filter(path => path.endsWith('/perfCounter')).length, 1)
})

test('many entities are asked for in queries of at most 64 metrics', async t => {
  const sizes: number[] = []
  const { client } = await startVimServer(
    t,
    performanceManager(realtime, ({ body }) => {
      const { querySpec } = body as { querySpec: { entity: object }[] }
      sizes.push(querySpec.length)
      return { value: querySpec.map(({ entity }) => metric(entity, ['t1'], [[2, '', [100]]])) }
    })
  )
  const entities = Array.from({ length: 70 }, (_item, index) => moRef('VirtualMachine', `vm-${index}`))
  const series = await client.queryPerformance({
    entities,
    counters: ['cpu.usage.average', 'cpu.usagemhz.average'],
    interval: 'realtime'
  })
  assert.deepEqual(sizes, [32, 32, 6])
  assert.deepEqual(
    series.map(({ entity }) => entity.value),
    entities.map(({ value }) => value)
  )
})

test('no entities and no counters cost nothing', async t => {
  const { client, calls } = await startVimServer(t, () => undefined)
  assert.deepEqual(await client.queryPerformance({ entities: [], counters: ['x'], interval: 'realtime' }), [])
  assert.deepEqual(await client.queryPerformance({ entities: [vm], counters: [], interval: 'realtime' }), [])
  assert.deepEqual(await client.getVmStatistics({ vms: [] }), [])
  assert.equal(calls.length, 0)
})

test('quick statistics of VMs are one call, and unknown ones are absent', async t => {
  const { client, calls } = await startVimServer(t, () =>
    retrieved(
      [
        'VirtualMachine',
        'vm-1',
        {
          'summary.quickStats': {
            _typeName: 'VirtualMachineQuickStats',
            overallCpuUsage: 150,
            overallCpuDemand: 160,
            guestMemoryUsage: 512,
            hostMemoryUsage: 2100,
            balloonedMemory: 0,
            swappedMemory: 1,
            uptimeSeconds: 3600
          },
          'summary.config.memorySizeMB': boxed('int', 4096),
          'runtime.powerState': boxed('VirtualMachinePowerState', 'poweredOn'),
          'runtime.maxCpuUsage': boxed('int', 4800)
        }
      ],
      ['VirtualMachine', 'vm-2', { 'summary.quickStats': { _typeName: 'VirtualMachineQuickStats' } }]
    )
  )
  assert.deepEqual(await client.getVmStatistics({ vms: ['vm-1', 'vm-2'] }), [
    {
      vm: 'vm-1',
      powerState: 'poweredOn',
      cpuMhz: 150,
      cpuDemandMhz: 160,
      cpuLimitMhz: 4800,
      guestMemoryMib: 512,
      hostMemoryMib: 2100,
      memoryMib: 4096,
      balloonedMib: 0,
      swappedMib: 1,
      uptimeS: 3600
    },
    { vm: 'vm-2' }
  ])
  assert.equal(calls.length, 1)
})

test('quick statistics of hosts come with what the host has', async t => {
  const { client } = await startVimServer(t, () =>
    retrieved(
      [
        'HostSystem',
        'host-1',
        {
          'summary.quickStats': { overallCpuUsage: 900, overallMemoryUsage: 20_000, uptime: 86_400 },
          'summary.hardware': { cpuMhz: 2_400, numCpuCores: 16, memorySize: 64 * 1024 ** 3 },
          'runtime.connectionState': boxed('HostSystemConnectionState', 'connected')
        }
      ],
      ['HostSystem', 'host-2', { 'runtime.connectionState': 'notResponding' }]
    )
  )
  assert.deepEqual(await client.getHostStatistics({ hosts: ['host-1', 'host-2'] }), [
    {
      host: 'host-1',
      connectionState: 'connected',
      cpuMhz: 900,
      cpuCapacityMhz: 38_400,
      memoryMib: 20_000,
      memoryCapacityMib: 65_536,
      uptimeS: 86_400
    },
    { host: 'host-2', connectionState: 'notResponding' }
  ])
})
