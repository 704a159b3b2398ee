import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, listOf, ref, startBench, type Bench } from '../helper.ts'
import { faultOf, post, read } from './helper.ts'

const manager = 'PerformanceManager/PerfMgr'
const now = Date.parse('2026-05-01T12:00:07Z')
const clock = () => now

/** Keys of counters by name, such as `cpu.usage.average`. */
async function counters(bench: Bench): Promise<Map<string, number>> {
  const all = listOf(await read(bench, manager, 'perfCounter'))
  const name = (info: unknown) =>
    [at(info, 'groupInfo', 'key'), at(info, 'nameInfo', 'key'), at(info, 'rollupType')].join('.')
  return new Map(all.map(info => [name(info), Number(at(info, 'key'))]))
}

async function query(bench: Bench, fields: Record<string, unknown>) {
  const reply = await post(bench, manager, 'QueryPerf', {
    querySpec: [{ _typeName: 'PerfQuerySpec', ...fields }]
  })
  assert.equal(reply.status, 200, reply.text)
  return listOf(reply.json)
}

test('counters are named by group, name and rollup, under keys that differ from vCenter to vCenter', async t => {
  const one = await counters(await startBench(t, { seed: 1 }))
  const other = await counters(await startBench(t, { seed: 2 }))
  assert.deepEqual([...one.keys()], [...other.keys()])
  assert.notDeepEqual([...one.values()], [...other.values()])
  assert.equal(new Set(one.values()).size, one.size)
  for (const name of ['cpu.usage.average', 'mem.usage.average', 'cpu.ready.summation', 'disk.used.latest']) {
    assert.ok(one.has(name), name)
  }
})

test('real-time samples come every 20 seconds, the newest last, the same for everybody', async t => {
  const bench = await startBench(t, { clock })
  const counterId = (await counters(bench)).get('cpu.usage.average')
  const fields = {
    entity: ref('VirtualMachine', 'vm-1001'),
    metricId: [{ _typeName: 'PerfMetricId', counterId, instance: '' }],
    intervalId: 20,
    maxSample: 15,
    format: 'normal'
  }
  const [metric] = await query(bench, fields)
  assert.equal(at(metric, '_typeName'), 'PerfEntityMetric')
  const samples = listOf(at(metric, 'sampleInfo'))
  assert.equal(samples.length, 15)
  assert.deepEqual(at(samples, 14), {
    _typeName: 'PerfSampleInfo',
    timestamp: '2026-05-01T12:00:00.000000Z',
    interval: 20
  })
  assert.equal(at(samples, 13, 'timestamp'), '2026-05-01T11:59:40.000000Z')
  const series = at(metric, 'value', 0)
  assert.equal(at(series, '_typeName'), 'PerfMetricIntSeries')
  assert.equal(at(series, 'id', 'counterId'), counterId)
  const values = listOf(at(series, 'value')).map(Number)
  assert.equal(values.length, 15)
  assert.ok(values.every(value => Number.isInteger(value) && value >= 0 && value <= 10_000))
  assert.ok(new Set(values).size > 3)
  assert.deepEqual(await query(bench, fields), [metric])
})

test('a series stays near what the machine uses now', async t => {
  const bench = await startBench(t, { clock })
  const counterId = (await counters(bench)).get('cpu.usagemhz.average')
  const entity = ref('VirtualMachine', 'vm-1001')
  const [metric] = await query(bench, { entity, metricId: [{ counterId, instance: '' }], intervalId: 20 })
  const values = listOf(at(metric, 'value', 0, 'value')).map(Number)
  assert.equal(values.length, 180, 'an hour of samples is kept')
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const use = Number(
    at(await read(bench, 'VirtualMachine/vm-1001', 'summary'), 'quickStats', 'overallCpuUsage')
  )
  assert.ok(mean > use * 0.7 && mean < use * 1.3, `${mean} around ${use}`)
})

test('a machine that is off and a host that is away have no samples', async t => {
  const bench = await startBench(t)
  const away = [...bench.simulator.inventory.hosts.values()].find(
    host => host.connectionState !== 'CONNECTED'
  )
  assert.deepEqual(await query(bench, { entity: ref('VirtualMachine', 'vm-1004'), intervalId: 20 }), [])
  assert.deepEqual(await query(bench, { entity: ref('HostSystem', away?.id ?? ''), intervalId: 20 }), [])
})

test('clusters and datastores have history only, machines both', async t => {
  const bench = await startBench(t, { clock })
  const keys = await counters(bench)
  const datastore = ref('Datastore', bench.simulator.inventory.vms.get('vm-1001')?.datastore ?? '')
  const cluster = ref('ClusterComputeResource', 'domain-c8')
  for (const entity of [datastore, cluster]) {
    const refused = await post(bench, manager, 'QueryPerf', { querySpec: [{ entity, intervalId: 20 }] })
    assert.deepEqual([refused.status, at(refused.json, 'invalidProperty')], [500, 'querySpec.interval'])
    const summary = (await post(bench, manager, 'QueryPerfProviderSummary', { entity })).json
    assert.deepEqual([at(summary, 'currentSupported'), at(summary, 'refreshRate')], [false, undefined])
    const [metric] = await query(bench, { entity, intervalId: 300 })
    assert.equal(listOf(at(metric, 'sampleInfo')).length, 288)
  }
  const [used] = await query(bench, {
    entity: datastore,
    metricId: [{ counterId: keys.get('disk.capacity.latest'), instance: '' }],
    intervalId: 300,
    startTime: '2026-05-01T11:00:00Z',
    endTime: '2026-05-01T11:30:00Z'
  })
  assert.equal(listOf(at(used, 'sampleInfo')).length, 6, 'after the start, up to the end')
  const capacity = bench.simulator.inventory.datastores.get(datastore.value)?.capacity ?? 0
  assert.equal(at(used, 'value', 0, 'value', 5), Math.round(capacity / 1024))
  const machine = (
    await post(bench, manager, 'QueryPerfProviderSummary', { entity: ref('VirtualMachine', 'vm-1001') })
  ).json
  assert.deepEqual([at(machine, 'currentSupported'), at(machine, 'refreshRate')], [true, 20])
})

test('available metrics are those of the object, with an instance per processor', async t => {
  const bench = await startBench(t)
  const keys = await counters(bench)
  const vm = bench.simulator.inventory.vms.get('vm-1001') ?? assert.fail()
  const entity = ref('VirtualMachine', 'vm-1001')
  const metrics = listOf(
    (await post(bench, manager, 'QueryAvailablePerfMetric', { entity, intervalId: 20 })).json
  )
  const ready = metrics.filter(metric => at(metric, 'counterId') === keys.get('cpu.ready.summation'))
  assert.equal(ready.length, vm.cpu.count + 1)
  assert.ok(metrics.every(metric => at(metric, 'counterId') !== keys.get('disk.capacity.latest')))
  const metricId = [{ counterId: keys.get('cpu.ready.summation'), instance: '*' }]
  const [all] = await query(bench, { entity, metricId, intervalId: 20, maxSample: 1 })
  assert.equal(listOf(at(all, 'value')).length, vm.cpu.count + 1)
})

test('samples also come as lines of text', async t => {
  const bench = await startBench(t, { clock })
  const counterId = (await counters(bench)).get('mem.usage.average')
  const metricId = [{ counterId, instance: '' }]
  const entity = ref('VirtualMachine', 'vm-1001')
  const [metric] = await query(bench, { entity, metricId, intervalId: 20, maxSample: 2, format: 'csv' })
  assert.equal(at(metric, '_typeName'), 'PerfEntityMetricCSV')
  assert.equal(at(metric, 'sampleInfoCSV'), '20,2026-05-01T11:59:40Z,20,2026-05-01T12:00:00Z')
  assert.match(String(at(metric, 'value', 0, 'value')), /^\d+,\d+$/)
})

test('unknown counters, intervals and formats are InvalidArgument', async t => {
  const bench = await startBench(t)
  const entity = ref('VirtualMachine', 'vm-1001')
  for (const fields of [
    { metricId: [{ counterId: 99_999, instance: '' }] },
    { intervalId: 17 },
    { format: 'xml' },
    { maxSample: 0 }
  ]) {
    const reply = post(bench, manager, 'QueryPerf', { querySpec: [{ entity, ...fields }] })
    assert.equal(await faultOf(reply), 'InvalidArgument', JSON.stringify(fields))
  }
  const key = (await counters(bench)).get('cpu.usage.average') ?? 0
  const known = await post(bench, manager, 'QueryPerfCounter', { counterId: [key] })
  assert.equal(at(known.json, 0, 'unitInfo', 'key'), 'percent')
  assert.equal(
    await faultOf(post(bench, manager, 'QueryPerfCounter', { counterId: [99_999] })),
    'InvalidArgument'
  )
})
