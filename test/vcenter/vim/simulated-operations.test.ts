import assert from 'node:assert/strict'
import { test } from 'node:test'
import { releases, startSimulated } from './simulated.ts'

for (const apiRelease of releases) {
  test(`statistics and performance are read by name of counter (${apiRelease})`, async t => {
    const { client, vmThatIs, count } = await startSimulated(t, { apiRelease })
    const on = await vmThatIs('POWERED_ON')
    const [{ host } = { host: '' }] = await client.listHosts({ connection_states: ['CONNECTED'] })
    const [vmNow] = await client.getVmStatistics({ vms: [on] })
    assert.equal(vmNow?.powerState, 'poweredOn')
    assert.ok((vmNow.cpuMhz ?? -1) >= 0 && (vmNow.memoryMib ?? 0) > 0 && (vmNow.uptimeS ?? 0) > 0)
    const [hostNow] = await client.getHostStatistics({ hosts: [host] })
    assert.ok((hostNow?.cpuMhz ?? 0) <= (hostNow?.cpuCapacityMhz ?? 0))
    assert.ok((hostNow?.memoryMib ?? 0) <= (hostNow?.memoryCapacityMib ?? 0))

    const entities = [{ type: 'HostSystem', value: host }]
    const query = { entities, counters: ['cpu.usage.average', 'mem.usage.average'], maxSamples: 5 }
    for (const interval of ['realtime', 300] as const) {
      const [usage] = await client.queryPerformance({ ...query, interval })
      assert.equal(usage?.times.length, 5, String(interval))
      assert.deepEqual(usage.series.map(({ counter }) => counter).toSorted(), query.counters)
      for (const { unit, values } of usage.series) {
        assert.equal(unit, 'percent')
        assert.ok(values.every(value => value !== null && value >= 0 && value <= 100))
      }
    }
    assert.equal(count(/\/perfCounter$/), 1)
    await assert.rejects(
      client.queryPerformance({ ...query, counters: ['no.such.counter'], interval: 300 }),
      {
        isInvalid: true
      }
    )
  })

  test(`a host goes into maintenance and out of it, restarts, leaves and comes back (${apiRelease})`, async t => {
    const { client, done, simulator } = await startSimulated(t, { apiRelease })
    const [{ host } = { host: '' }] = await client.listHosts({ connection_states: ['CONNECTED'] })
    async function runtime(path: string) {
      return (await client.readObjects('HostSystem', [host], [path]))[0]?.properties[path]
    }
    await done(client.enterMaintenance({ host, evacuatePoweredOff: true }))
    assert.equal(await runtime('runtime.inMaintenanceMode'), true)
    await done(client.rebootHost({ host, force: false }))
    await until(async () => (await runtime('runtime.connectionState')) === 'connected')
    await done(client.exitMaintenance({ host, timeoutS: 10 }))
    assert.equal(await runtime('runtime.inMaintenanceMode'), false)
    await done(client.startHostDisconnect({ host }))
    assert.equal(await runtime('runtime.connectionState'), 'disconnected')
    await done(client.startHostReconnect({ host }))
    assert.equal(await runtime('runtime.connectionState'), 'connected')
    assert.deepEqual(
      simulator.requests.filter(
        ({ path, status }) => status >= 400 && !path.startsWith('/api/vcenter/system')
      ),
      []
    )
  })

  test(`recommendations of a cluster are computed, read and applied (${apiRelease})`, async t => {
    const { client } = await startSimulated(t, { apiRelease, vms: 200 })
    let found = 0
    for (const { cluster } of await client.listClusters()) {
      await client.refreshRecommendations({ cluster })
      const [first] = await client.listRecommendations({ cluster })
      if (!first) continue
      found += 1
      await client.applyRecommendation({ cluster, key: first.key })
      const left = await client.listRecommendations({ cluster })
      assert.ok(left.every(({ key }) => key !== first.key))
    }
    assert.ok(found > 0)
  })

  test(`events are read by object and kind, alarms by name, and acknowledged (${apiRelease})`, async t => {
    const { client, done, vmThatIs } = await startSimulated(t, { apiRelease })
    const vm = await vmThatIs('POWERED_OFF')
    await done(client.renameVm({ vm, name: 'renamed' }))
    const object = { type: 'VirtualMachine', value: vm }
    const events = await client.queryEvents({ object, recursion: 'self', maximum: 10 })
    assert.ok(events.length > 0)
    assert.ok(events.every(each => each.vm?.vm.value === vm && each.fullFormattedMessage))
    const [{ _typeName: kind } = { _typeName: '' }] = events
    const same = await client.queryEvents({ object, types: [kind], maximum: 10 })
    assert.ok(same.length > 0 && same.every(each => each._typeName === kind))
    assert.deepEqual(await client.queryEvents({ object, until: '2001-01-01T00:00:00Z', maximum: 10 }), [])

    const alarms = await client.listTriggeredAlarms()
    const open = alarms.find(({ acknowledged }) => acknowledged !== true)
    assert.ok(open?.name)
    await client.acknowledgeAlarm({ alarm: open.alarm.value, entity: open.entity })
    const after = await client.listTriggeredAlarms({ object: open.entity })
    assert.equal(after.find(({ key }) => key === open.key)?.acknowledged, true)
  })

  test(`tasks tell what they do, can be cancelled, and are found again (${apiRelease})`, async t => {
    const { client, vmThatIs } = await startSimulated(t, { apiRelease, taskMs: 2_000 })
    const vm = await vmThatIs('POWERED_OFF')
    const object = { type: 'VirtualMachine', value: vm }
    const before = await client.listRecentTasks({ object })
    const task = await client.createSnapshot({
      vm,
      name: 'a',
      description: '',
      memory: false,
      quiesce: false
    })
    const recent = (await client.listRecentTasks({ object })).filter(
      ({ key }) => !before.some(each => each.key === key)
    )
    assert.deepEqual(
      recent.map(({ key, entity }) => [key, entity?.value]),
      [[task, vm]]
    )
    assert.match(recent[0]?.descriptionId ?? '', /[sS]napshot/)
    assert.ok((await client.listRecentTasks()).some(({ key }) => key === task))
    const info = await client.getTask({ task })
    if (info.cancelable) {
      await client.cancelTask({ task })
      const ended = await client.waitForTask(task, { timeoutMs: 5_000 })
      assert.equal(client.taskFailure(ended, 'x')?.isCanceled, true)
    } else {
      await assert.rejects(client.cancelTask({ task }), { isConflict: true })
    }
  })
}

test('what has no realtime samples is told so', async t => {
  const { client } = await startSimulated(t)
  const [{ cluster } = { cluster: '' }] = await client.listClusters()
  const query = {
    entities: [{ type: 'ClusterComputeResource', value: cluster }],
    counters: ['cpu.usage.average']
  }
  await assert.rejects(client.queryPerformance({ ...query, interval: 'realtime' }), {
    errorType: 'NotSupported'
  })
  assert.equal((await client.queryPerformance({ ...query, interval: 300 })).length, 1)
})

test('more events than one answer holds are read through a collector, newest first and each once', async t => {
  const { client, done, count } = await startSimulated(t, { vms: 500, taskMs: 1 })
  const vms = await client.listVms()
  await Promise.all(vms.map(({ vm }) => done(client.renameVm({ vm, name: `renamed ${vm}` }))))
  const events = await client.queryEvents({ maximum: 1_100 })
  const keys = events.map(({ key }) => key)
  assert.equal(keys.length, 1_100)
  assert.equal(new Set(keys).size, keys.length)
  assert.ok(
    events.every((each, index) => index === 0 || each.createdTime <= (events[index - 1]?.createdTime ?? ''))
  )
  await until(() => count(/DestroyCollector$/) === 1)
})

test('a host that waits for its VMs is cancelled, and is not in maintenance', async t => {
  const { client } = await startSimulated(t, { taskMs: 300 })
  const hosts = await client.listHosts({ connection_states: ['CONNECTED'] })
  for (const { host } of hosts) {
    const running = await client.listVms({ hosts: [host], power_states: ['POWERED_ON'] })
    if (running.length === 0) continue
    const task = await client.enterMaintenance({ host })
    const info = await client.getTask({ task })
    if (!info.cancelable) continue
    await client.cancelTask({ task })
    const ended = await client.waitForTask(task, { timeoutMs: 5_000 })
    assert.equal(client.taskFailure(ended, 'x')?.isCanceled, true)
    const [read] = await client.readObjects('HostSystem', [host], ['runtime.inMaintenanceMode'])
    assert.equal(read?.properties['runtime.inMaintenanceMode'], false)
    return
  }
  assert.fail('no host with running VMs')
})

async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  for (let left = 200; left > 0; left--) {
    if (await isTrue()) return
    await new Promise(resolve => setTimeout(resolve, 10))
  }
  assert.fail('it never became true')
}
