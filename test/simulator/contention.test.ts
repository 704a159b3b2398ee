import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startSimulator } from '../../src/simulator/index.ts'
import { cpuCapacityOf, hostUsageOf } from '../../src/simulator/inventory/usage.ts'
import { at, listOf, ref, startBench, type Bench } from './helper.ts'
import { post, read } from './vim/helper.ts'

const host = 'esx-prod-01.corp.example'

async function start(t: Parameters<typeof startBench>[0], of = host) {
  const bench = await startBench(t)
  const { inventory } = bench.simulator
  const found = [...inventory.hosts.values()].find(({ name }) => name === of) ?? assert.fail()
  const vms = inventory.vmsOf(found.id).filter(vm => vm.powerState === 'POWERED_ON')
  return { bench, inventory, found, vms }
}

/** The mean of the last hour, in the unit of the counter. */
async function meanOf(bench: Bench, entity: object, name: string): Promise<number> {
  const all = listOf(await read(bench, 'PerformanceManager/PerfMgr', 'perfCounter'))
  const counter = all.find(info => {
    const parts = [at(info, 'groupInfo', 'key'), at(info, 'nameInfo', 'key'), at(info, 'rollupType')]
    return parts.join('.') === name
  })
  const reply = await post(bench, 'PerformanceManager/PerfMgr', 'QueryPerf', {
    querySpec: [
      {
        _typeName: 'PerfQuerySpec',
        entity,
        metricId: [{ counterId: at(counter, 'key'), instance: '' }],
        intervalId: 20
      }
    ]
  })
  const values = listOf(at(reply.json, 0, 'value', 0, 'value')).map(Number)
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

test('a host with too few processors is full, and its machines wait for what it lacks', async t => {
  const { bench, inventory, found, vms } = await start(t)
  const vm = vms.find(each => each.cpu.count > 1) ?? assert.fail()
  const entity = ref('VirtualMachine', vm.id)
  assert.ok((await meanOf(bench, entity, 'cpu.ready.summation')) < 100)
  assert.equal(await meanOf(bench, entity, 'cpu.costop.summation'), 0)
  bench.simulator.contend({ host, cpu: 2 })
  const use = hostUsageOf(inventory, found).cpuMhz / cpuCapacityOf(found)
  assert.ok(use > 0.98 && use <= 1, String(use))
  const stats = at(await read(bench, `VirtualMachine/${vm.id}`, 'summary'), 'quickStats')
  const [used, demand] = [Number(at(stats, 'overallCpuUsage')), Number(at(stats, 'overallCpuDemand'))]
  assert.ok(demand / used > 1.8 && demand / used < 2.3, `${demand} ${used}`)
  // of 95 % that it wants it gets half
  const waited =
    (await meanOf(bench, entity, 'cpu.ready.summation')) +
    (await meanOf(bench, entity, 'cpu.costop.summation'))
  const share = waited / 20_000 / vm.cpu.count
  assert.ok(share > 0.42 && share < 0.55, String(share))
  assert.ok((await meanOf(bench, entity, 'cpu.costop.summation')) > 100)
  const alarms = listOf(await read(bench, `HostSystem/${found.id}`, 'triggeredAlarmState'))
  assert.ok(
    alarms.some(alarm => at(alarm, 'overallStatus') === 'red' && at(alarm, 'entity', 'value') === found.id)
  )
})

test('a host with too little memory takes it back: by the balloon where there is one, by swapping elsewhere', async t => {
  // that of legacy-erp, which has no VMware Tools
  const small = 'esx-prod-02.corp.example'
  const { bench, inventory, found, vms } = await start(t, small)
  bench.simulator.contend({ host: small, memory: 1.25 })
  const mebibytes = found.hardware.memoryBytes / 1024 ** 2
  assert.ok(hostUsageOf(inventory, found).memoryMib / mebibytes > 0.98)
  const [withTools, without] = [vms.find(vm => vm.tools), vms.find(vm => !vm.tools)]
  assert.ok(withTools && without, 'there are both')
  for (const vm of [withTools, without]) {
    const entity = ref('VirtualMachine', vm.id)
    const names = ['mem.vmmemctl.average', 'mem.swapped.average', 'mem.compressed.average']
    const [ballooned = 0, swapped = 0, compressed = 0] = await Promise.all(
      names.map(name => meanOf(bench, entity, name))
    )
    const stats = at(await read(bench, `VirtualMachine/${vm.id}`, 'summary'), 'quickStats')
    assert.deepEqual(
      [Number(at(stats, 'balloonedMemory')) * 1024, Number(at(stats, 'swappedMemory')) * 1024],
      [ballooned, swapped]
    )
    const total = (ballooned + swapped + compressed) / 1024
    assert.equal(total + Number(at(stats, 'hostMemoryUsage')), vm.demand.hostMemoryMib)
    assert.ok(Math.abs(total / vm.demand.hostMemoryMib - 0.2) < 0.02, String(total))
    assert.equal(ballooned > 0, vm.tools)
    assert.ok((await meanOf(bench, entity, 'mem.swapinRate.average')) > 0)
  }
})

test('a machine that leaves the host is rid of it, and one with a limit is held back wherever it is', async t => {
  const { bench, inventory, vms } = await start(t)
  const vm = vms.find(each => each.cpu.count > 1) ?? assert.fail()
  bench.simulator.contend({ host, cpu: 3 })
  const waits = () => meanOf(bench, ref('VirtualMachine', vm.id), 'cpu.ready.summation')
  assert.ok((await waits()) > 5000)
  const elsewhere = [...inventory.hosts.values()].find(({ name }) => name === 'esx-edge-01.corp.example')
  inventory.change(vm, { host: elsewhere?.id ?? '' })
  assert.ok((await waits()) < 100)
  vm.cpuAllocation = { reservation: 100, limit: 500, level: 'LOW', shares: 500 }
  assert.ok((await waits()) > 5000)
  const config = await read(bench, `VirtualMachine/${vm.id}`, 'resourceConfig')
  assert.deepEqual(
    [at(config, 'cpuAllocation', 'limit'), at(config, 'cpuAllocation', 'shares', 'level')],
    [500, 'low']
  )
  assert.equal(at(config, 'memoryAllocation', 'limit'), -1)
  assert.equal(at(await read(bench, `VirtualMachine/${vm.id}`, 'runtime'), 'maxCpuUsage'), 500)
})

test('everything on a slow datastore waits for it, and nothing else', async t => {
  const { bench, inventory } = await start(t)
  const slow = inventory.vms.get('vm-1001') ?? assert.fail()
  const other = [...inventory.vms.values()].find(
    vm => vm.powerState === 'POWERED_ON' && vm.datastore !== slow.datastore
  )
  const latency = (id: string) => meanOf(bench, ref('VirtualMachine', id), 'disk.maxTotalLatency.latest')
  bench.simulator.contend({ datastore: slow.datastore, latencyMs: 40 })
  assert.ok((await latency(slow.id)) > 30)
  assert.ok((await latency(other?.id ?? '')) < 8)
})

test('what cannot be is refused with one sentence, and changes nothing', async t => {
  const simulator = await startSimulator()
  t.after(() => simulator.close())
  const before = JSON.stringify([...simulator.inventory.hosts.values()])
  const orders: [order: unknown, words: RegExp][] = [
    [{}, /a host or of a datastore/],
    [{ host, datastore: 'prod-vmfs-01' }, /a host or of a datastore/],
    [{ host: 'nowhere', cpu: 2 }, /there is no host "nowhere"/],
    [{ host, cpu: 0.5 }, /cpu must be a number from 1 to 10/],
    [{ host, cpu: 2, memory: 'x' }, /memory must be/],
    [{ host }, /needs cpu or memory/],
    [{ host, disk: 3 }, /no disk, but cpu, memory/],
    [{ host: 'esx-prod-03.corp.example', cpu: 2 }, /nothing runs on/],
    [{ datastore: 'prod-vmfs-01' }, /latencyMs must be/],
    [{ datastore: 'prod-vmfs-01', latencyMs: -1 }, /latencyMs must be/],
    [{ datastore: 'nowhere', latencyMs: 1 }, /there is no datastore/],
    ['x', /must be an object/]
  ]
  for (const [order, words] of orders) {
    assert.throws(() => simulator.contend(order as never), { name: 'RangeError', message: words })
  }
  assert.equal(JSON.stringify([...simulator.inventory.hosts.values()]), before)
})
