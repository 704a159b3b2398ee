import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, listOf, ref, startBench, type Bench } from '../helper.ts'
import { faultOf, idOf, post, read, root, succeed } from './helper.ts'

const manager = 'AlarmManager/AlarmManager'

/** Triggered alarms as `name of the alarm: object, status`. */
async function triggered(bench: Bench, object = 'Folder/group-d1'): Promise<string[]> {
  const states = listOf(await read(bench, object, 'triggeredAlarmState'))
  const lines: string[] = []
  for (const state of states) {
    const info = await read(bench, `Alarm/${String(at(state, 'alarm', 'value'))}`, 'info')
    const entity = bench.simulator.inventory.find(String(at(state, 'entity', 'value')))
    lines.push(`${String(at(info, 'name'))}: ${entity?.name}, ${String(at(state, 'overallStatus'))}`)
  }
  return lines
}

test('the root folder shows every triggered alarm, an object only its own', async t => {
  const bench = await startBench(t)
  const { inventory } = bench.simulator
  const all = await triggered(bench)
  const away = [...inventory.hosts.values()].find(host => host.connectionState !== 'CONNECTED')
  assert.ok(all.includes('Datastore usage on disk: archive-nfs-01, red'), all.join('\n'))
  assert.ok(all.includes(`Host connection and power state: ${away?.name}, red`))
  assert.ok(all.includes('Virtual machine CPU usage: load 100% test, red'))
  const hot = `VirtualMachine/${idOf(bench, 'load 100% test')}`
  assert.deepEqual(await triggered(bench, hot), ['Virtual machine CPU usage: load 100% test, red'])
  assert.deepEqual(await triggered(bench, 'VirtualMachine/vm-1001'), [])
  assert.deepEqual(await triggered(bench, `HostSystem/${away?.id}`), [
    `Host connection and power state: ${away?.name}, red`
  ])
})

test('an alarm colours its object', async t => {
  const bench = await startBench(t)
  const hot = `VirtualMachine/${idOf(bench, 'load 100% test')}`
  assert.equal(await read(bench, hot, 'overallStatus'), 'red')
  assert.equal(at(await read(bench, hot, 'summary'), 'overallStatus'), 'red')
  assert.equal(await read(bench, 'VirtualMachine/vm-1001', 'overallStatus'), 'green')
})

test('an alarm is acknowledged on an object, until it clears', async t => {
  const bench = await startBench(t)
  const vm = idOf(bench, 'load 100% test')
  const [state] = listOf(await read(bench, `VirtualMachine/${vm}`, 'triggeredAlarmState'))
  assert.equal(at(state, '_typeName'), 'AlarmState')
  assert.equal(at(state, 'key'), `${String(at(state, 'alarm', 'value'))}.${vm}`)
  assert.equal(at(state, 'acknowledged'), false)
  const body = { alarm: at(state, 'alarm'), entity: ref('VirtualMachine', vm) }
  assert.equal((await post(bench, manager, 'AcknowledgeAlarm', body)).status, 204)
  const known = listOf(await read(bench, 'Folder/group-d1', 'triggeredAlarmState')).find(
    one => at(one, 'entity', 'value') === vm
  )
  assert.deepEqual([at(known, 'acknowledged'), at(known, 'acknowledgedByUser')], [true, bench.simulator.user])
  assert.equal(at(known, 'time'), at(state, 'time'))
  await succeed(bench, `VirtualMachine/${vm}`, 'PowerOffVM_Task')
  assert.deepEqual(await triggered(bench, `VirtualMachine/${vm}`), [])
  assert.equal(await faultOf(post(bench, manager, 'AcknowledgeAlarm', body)), 'InvalidArgument')
  await succeed(bench, `VirtualMachine/${vm}`, 'PowerOnVM_Task')
  const again = listOf(await read(bench, `VirtualMachine/${vm}`, 'triggeredAlarmState'))
  assert.equal(at(again[0], 'acknowledged'), false)
  const events = listOf(
    (
      await post(bench, 'EventManager/EventManager', 'QueryEvents', {
        filter: { eventTypeId: ['AlarmStatusChangedEvent'] }
      })
    ).json
  )
  const [off, on] = events.slice(-2)
  assert.deepEqual([at(off, 'from'), at(off, 'to'), at(on, 'to')], ['red', 'gray', 'red'])
  assert.equal(at(on, 'alarm', 'alarm', 'value'), at(state, 'alarm', 'value'))
})

test('definitions are on the root folder, states on what they watch', async t => {
  const bench = await startBench(t)
  const all = listOf((await post(bench, manager, 'GetAlarm', {})).json)
  assert.deepEqual((await post(bench, manager, 'GetAlarm', { entity: root })).json, all)
  assert.deepEqual(
    (await post(bench, manager, 'GetAlarm', { entity: ref('VirtualMachine', 'vm-1001') })).json,
    []
  )
  const info = await read(bench, `Alarm/${String(at(all[0], 'value'))}`, 'info')
  assert.equal(at(info, 'expression', '_typeName'), 'OrAlarmExpression')
  assert.deepEqual(at(info, 'entity'), root)
  const states = await post(bench, manager, 'GetAlarmState', { entity: ref('VirtualMachine', 'vm-1001') })
  assert.equal(at(states.json, 0, 'overallStatus'), 'green')
  assert.deepEqual(await read(bench, 'VirtualMachine/vm-1001', 'declaredAlarmState'), states.json)
  const entity = ref('VirtualMachine', 'vm-1001')
  const unknown = post(bench, manager, 'AcknowledgeAlarm', { alarm: ref('Alarm', 'alarm-99'), entity })
  assert.equal(await faultOf(unknown), 'ManagedObjectNotFound')
})

test('a datastore turns yellow, then red, as it fills', async t => {
  const bench = await startBench(t)
  const datastore =
    [...bench.simulator.inventory.datastores.values()].find(({ name }) => name === 'prod-vmfs-01') ??
    assert.fail()
  const status = () => read(bench, `Datastore/${datastore.id}`, 'overallStatus')
  datastore.freeSpace = datastore.capacity * 0.5
  assert.equal(await status(), 'green')
  datastore.freeSpace = datastore.capacity * 0.2
  assert.equal(await status(), 'yellow')
  datastore.freeSpace = datastore.capacity * 0.1
  assert.equal(await status(), 'red')
})
