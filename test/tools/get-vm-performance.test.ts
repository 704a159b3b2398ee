import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { type CallTool, callerFor } from '../faces.ts'
import { type ServiceOptions, startService } from '../helper.ts'
import { vcenterKinds } from '../vcenter-kinds.ts'

interface Measure {
  average: number
  maximum: number
}

interface Performance {
  id: string
  findings: string[]
  samples: number
  cpu_count: number
  memory_mib: number
  measures: Record<string, Measure>
  cpu_mhz_allocation: { limit?: number; reservation: number; shares: string }
  snapshot_count: number
  host?: { id: string; name: string; cpu_used_percent: number; memory_used_percent: number; vm_count: number }
}

async function start(t: TestContext, options: ServiceOptions = {}) {
  const service = await startService(t, options)
  const { simulator } = service
  const machine = (name: string) =>
    [...simulator.inventory.vms.values()].find(vm => vm.name === name) ?? assert.fail(name)
  return { service, simulator, machine, call: await callerFor(t, service, 'rest') }
}

async function ask(call: CallTool, args: Record<string, unknown>): Promise<Performance> {
  const { outcome, body } = await call('viewer', 'get_vm_performance', args)
  assert.equal(outcome, 'ok', JSON.stringify(body))
  return body as unknown as Performance
}

const nothing = /^Nothing of this explains slowness/

for (const vcenter of vcenterKinds) {
  test(`why a VM is slow is told: its host, its storage or itself; and that nothing explains it, with ${vcenter.name}`, async t => {
    const { simulator, machine, call } = await start(t, { vcenter })
    const vm = machine('web-02')
    const calm = await ask(call, { vm: 'web-02' })
    assert.match(calm.findings.join(), nothing)
    assert.deepEqual([calm.samples, calm.cpu_count, calm.memory_mib], [180, vm.cpu.count, vm.memory.sizeMib])
    const names = `cpu_usage_percent cpu_usage_mhz cpu_ready_percent cpu_costop_percent memory_active_mib
      memory_ballooned_mib memory_swapped_mib memory_compressed_mib memory_swap_in_kib_per_s
      disk_latency_ms disk_kib_per_s network_kib_per_s`
    assert.deepEqual(Object.keys(calm.measures), names.split(/\s+/))
    for (const [name, { average, maximum }] of Object.entries(calm.measures))
      assert.ok(average <= maximum && average >= 0, name)

    simulator.contend({ host: vm.host, cpu: 2, memory: 1.3 })
    const [swap, ready, ...others] = (await ask(call, { vm: 'web-02', minutes: 10 })).findings
    assert.match(swap ?? '', /read back from swap/)
    assert.match(ready ?? '', /^CPU ready \d+(\.\d)? % on average over 10 min/)
    assert.ok(others.some(each => /ballooned, .* swapped out/.test(each)))
    assert.ok(others.some(each => each.startsWith("Its host 'esx-prod-")))

    const other = machine('load 100% test')
    assert.match((await ask(call, { vm: other.id })).findings[0] ?? '', /its own CPUs fully/)
    simulator.contend({ datastore: machine('web-03').datastore, latencyMs: 50 })
    assert.match((await ask(call, { vm: 'web-03' })).findings.join(), /^Disk latency \d+/)
  })
}

test('over both MCP eras the answer is the same', async t => {
  const { service, call } = await start(t, { simulator: { clock: () => Date.parse('2026-11-22T12:00:00Z') } })
  const rest = await ask(call, { vm: 'web-01', minutes: 5 })
  assert.equal(rest.samples, 15)
  for (const era of ['2025', '2026'] as const)
    assert.deepEqual(await ask(await callerFor(t, service, era), { vm: 'web-01', minutes: 5 }), rest)
})

test('a limit that holds a VM is told with it, and one that does not is only shown', async t => {
  const { machine, call } = await start(t)
  const vm = machine('web-02')
  const { measures, cpu_mhz_allocation } = await ask(call, { vm: vm.id })
  assert.deepEqual(cpu_mhz_allocation, { reservation: 0, shares: 'normal' })
  vm.demand.cpuMhz = 1500
  vm.cpuAllocation = { reservation: 200, limit: 1200, level: 'LOW', shares: 500 }
  vm.memoryAllocation = { reservation: 0, limit: 1024, level: 'NORMAL', shares: 1000 }
  assert.ok(measures['cpu_usage_percent'])
  const held = await ask(call, { vm: vm.id })
  assert.deepEqual(held.cpu_mhz_allocation, { limit: 1200, reservation: 200, shares: 'low' })
  assert.ok(
    held.findings.some(each => each.startsWith('A CPU limit of 1200 MHz holds it')),
    held.findings.join()
  )
  assert.ok(held.findings.some(each => each.startsWith('A memory limit of 1024 MiB')))
  vm.cpuAllocation = { ...vm.cpuAllocation, limit: 1_000_000 }
  delete vm.memoryAllocation
  assert.match((await ask(call, { vm: vm.id })).findings.join(), nothing)
})

test('a deep chain of snapshots is named', async t => {
  const { call } = await start(t)
  const { findings, snapshot_count } = await ask(call, { vm: 'web-01' })
  assert.equal(snapshot_count, 4)
  assert.match(findings.join(), /^It has 4 snapshots/)
})

test('a VM that is off, or was started a moment ago, is not measured, and the answer says which it is', async t => {
  const { service, machine, call } = await start(t)
  const { body } = await call('operator', 'get_vm_performance', { vm: 'db-02' })
  assert.deepEqual([body['code'], body['next_tool']], ['invalid_state', 'power_on_vm'])
  const less = (await call('viewer', 'get_vm_performance', { vm: 'db-02' })).body
  assert.deepEqual([less['next_tool'], less['hint']], ['get_vm_details', 'It must run first.'])
  const vm = machine('web-02')
  const none = {
    _typeName: 'PerfEntityMetric',
    entity: { _typeName: 'ManagedObjectReference', type: 'VirtualMachine', value: vm.id }
  }
  service.simulator.fail({ path: /QueryPerf$/ }, { status: 200, body: [none] })
  const fresh = await ask(call, { vm: vm.id })
  assert.equal(fresh.samples, 0)
  assert.match(fresh.findings.join(), /^vCenter has no measures of the last 60 min/)
})

test('a vCenter without some of the counters tells of the others', async t => {
  const { service, simulator, call } = await start(t)
  const client = service.app.vcenters.get(simulator.host)?.client() ?? assert.fail()
  const all = [...(await client.listPerformanceCounters()).values()]
  const { machine } = await start(t)
  assert.ok(all.length > 20 && machine('web-02'))
  const { service: other, call: ofOther } = await start(t)
  const shown = all.filter(({ name }) => name !== 'cpu.costop.summation')
  other.simulator.fail(
    { path: /perfCounter$/ },
    {
      status: 200,
      body: shown.map(({ id, name, unit, level }) => {
        const [group = '', own = '', rollup = ''] = name.split('.')
        const described = (key: string) => ({
          _typeName: 'ElementDescription',
          label: key,
          summary: key,
          key
        })
        return {
          _typeName: 'PerfCounterInfo',
          key: id,
          nameInfo: described(own),
          groupInfo: described(group),
          unitInfo: described(unit),
          rollupType: rollup,
          statsType: 'absolute',
          level
        }
      })
    }
  )
  const { measures } = await ask(ofOther, { vm: 'web-02' })
  assert.equal(measures['cpu_costop_percent'], undefined)
  assert.ok(measures['cpu_ready_percent'])
  assert.ok((await ask(call, { vm: 'web-02' })).measures['cpu_costop_percent'])
})

test('it takes five reads of vCenter once its counters are known', async t => {
  const { simulator, call } = await start(t)
  await ask(call, { vm: 'vm-1002' })
  simulator.requests.length = 0
  await ask(call, { vm: 'vm-1002' })
  assert.deepEqual(simulator.requests.map(({ path }) => path.split('/').at(-1) ?? '').toSorted(), [
    'QueryPerf',
    'QueryPerfProviderSummary',
    'RetrievePropertiesEx',
    'RetrievePropertiesEx',
    'vm'
  ])
})

test('a limited role learns of its VM, and of the host only what it may see there', async t => {
  const { simulator, call } = await start(t, {
    env: {
      ROLES_TO_TOOLS: JSON.stringify({
        viewer: { tools: ['*'], scope: { vm_names: ['web-*'] } },
        operator: { tools: ['*'], scope: { clusters: ['prod'] } },
        admin: ['*']
      })
    }
  })
  const own = await ask(call, { vm: 'web-02' })
  assert.equal(own.host, undefined)
  assert.ok(own.measures['cpu_ready_percent'])
  for (const vm of ['db-01', 'vm-1003', 'vm-999999']) {
    const { body } = await call('viewer', 'get_vm_performance', { vm })
    assert.equal(body['code'], 'not_found')
  }
  const { body } = await call('operator', 'get_vm_performance', { vm: 'web-02' })
  const { host } = body as unknown as Performance
  const { inventory } = simulator
  const seen = inventory.vmsOf(host?.id ?? '').filter(vm => !vm.template)
  assert.equal(host?.vm_count, seen.length)
})
