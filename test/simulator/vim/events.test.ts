import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, basic, listOf, ref, sdk, startBench, until, type Bench } from '../helper.ts'
import { fail, faultOf, objectOf, post, read, root, succeed } from './helper.ts'

const manager = 'EventManager/EventManager'

async function query(bench: Bench, filter: Record<string, unknown> = {}): Promise<unknown[]> {
  const reply = await post(bench, manager, 'QueryEvents', {
    filter: { _typeName: 'EventFilterSpec', ...filter }
  })
  assert.equal(reply.status, 200, reply.text)
  return listOf(reply.json)
}

function about(id: string, recursion = 'self', type = 'VirtualMachine') {
  return { entity: { _typeName: 'EventFilterSpecByEntity', entity: ref(type, id), recursion } }
}

const types = (events: unknown[]) => events.map(event => at(event, '_typeName'))

test('the log has a past, oldest first, the same for the same seed', async t => {
  const clock = () => Date.parse('2026-05-01T12:00:00Z')
  const events = await query(await startBench(t, { clock }))
  assert.ok(events.length > 100)
  const times = events.map(event => String(at(event, 'createdTime')))
  assert.deepEqual(times, times.toSorted())
  const keys = events.map(event => Number(at(event, 'key')))
  assert.ok(keys.every((key, index) => index === 0 || key > (keys[index - 1] ?? 0)))
  for (const type of [
    'VmCreatedEvent',
    'VmPoweredOnEvent',
    'AlarmStatusChangedEvent',
    'UserLoginSessionEvent'
  ]) {
    assert.ok(types(events).includes(type), type)
  }
  const twin = await query(await startBench(t, { clock }))
  assert.deepEqual(
    twin.map(event => at(event, 'fullFormattedMessage')).slice(0, 100),
    events.map(event => at(event, 'fullFormattedMessage')).slice(0, 100)
  )
})

test('what a machine goes through is in the log with where it was', async t => {
  const bench = await startBench(t)
  await succeed(bench, 'VirtualMachine/vm-1004', 'PowerOnVM_Task')
  await fail(bench, 'VirtualMachine/vm-1004', 'PowerOnVM_Task')
  const spec = { _typeName: 'VirtualMachineConfigSpec', annotation: 'x' }
  await succeed(bench, 'VirtualMachine/vm-1004', 'ReconfigVM_Task', { spec })
  const events = await query(bench, about('vm-1004'))
  assert.deepEqual(types(events.slice(-6)), [
    'TaskEvent',
    'VmPoweredOnEvent',
    'TaskEvent',
    'VmFailedToPowerOnEvent',
    'TaskEvent',
    'VmReconfiguredEvent'
  ])
  const on = events.at(-5)
  assert.deepEqual(at(on, 'vm'), {
    _typeName: 'VmEventArgument',
    name: 'db-02',
    vm: ref('VirtualMachine', 'vm-1004')
  })
  assert.equal(at(on, 'host', '_typeName'), 'HostEventArgument')
  assert.equal(at(on, 'datacenter', 'name'), 'Amsterdam')
  assert.equal(at(on, 'userName'), 'administrator@vsphere.local')
  assert.equal(at(on, 'chainId'), at(events.at(-6), 'chainId'))
  assert.match(String(at(on, 'fullFormattedMessage')), /db-02 .* is powered on$/)
  assert.equal(at(events.at(-6), 'info', 'descriptionId'), 'VirtualMachine.powerOn')
})

test('an event says what is particular to its type', async t => {
  const bench = await startBench(t)
  const { inventory } = bench.simulator
  await fail(bench, 'VirtualMachine/vm-1001', 'PowerOnVM_Task')
  await succeed(bench, 'VirtualMachine/vm-1001', 'Rename_Task', { newName: 'shop' })
  const source = inventory.vms.get('vm-1001')?.host ?? ''
  await succeed(bench, `HostSystem/${source}`, 'EnterMaintenanceMode_Task', { timeout: 0 })
  const events = await query(bench, about('vm-1001'))
  const last = (type: string) => events.findLast(event => at(event, '_typeName') === type)
  assert.equal(at(last('VmFailedToPowerOnEvent'), 'reason', 'fault', '_typeName'), 'InvalidPowerState')
  assert.deepEqual(
    [at(last('VmRenamedEvent'), 'oldName'), at(last('VmRenamedEvent'), 'newName')],
    ['web-01', 'shop']
  )
  assert.equal(at(last('DrsVmMigratedEvent'), 'sourceHost', 'host', 'value'), source)
  assert.equal(at(last('VmCreatedEvent'), 'template'), false)
})

test('operations of the Automation API are in it too, and the machine that is gone', async t => {
  const bench = await startBench(t)
  await bench.api('DELETE', '/api/vcenter/vm/vm-1004')
  const removed = (await query(bench, { eventTypeId: ['vim.event.VmRemovedEvent'] })).at(-1)
  assert.deepEqual([at(removed, 'vm', 'name'), at(removed, 'vm', 'vm', 'value')], ['db-02', 'vm-1004'])
})

test('a guest that is told to shut down over either face leaves both events', async t => {
  const bench = await startBench(t)
  await post(bench, 'VirtualMachine/vm-1001', 'ShutdownGuest')
  await bench.api('POST', '/api/vcenter/vm/vm-1002/guest/power?action=shutdown')
  const { vms } = bench.simulator.inventory
  await until(() => ['vm-1001', 'vm-1002'].every(id => vms.get(id)?.powerState === 'POWERED_OFF'))
  for (const id of ['vm-1001', 'vm-1002']) {
    const [told, off] = (await query(bench, about(id))).slice(-2)
    assert.deepEqual(types([told, off]), ['VmGuestShutdownEvent', 'VmPoweredOffEvent'])
    assert.deepEqual([at(told, 'userName'), at(off, 'userName')], [bench.simulator.user, ''])
  }
})

test('logins of both faces, logouts and refused logins are in it', async t => {
  const bench = await startBench(t)
  const { simulator, call } = bench
  const id = await bench.login()
  await call('DELETE', '/api/session', { headers: { 'vmware-api-session-id': id } })
  const wrong = { userName: simulator.user, password: 'no' }
  await call('POST', `${sdk}/SessionManager/SessionManager/Login`, { body: wrong })
  const found = await query(bench, { type: ['SessionEvent'], category: ['info', 'error'] })
  assert.deepEqual(types(found.slice(-4)), [
    'UserLoginSessionEvent',
    'UserLogoutSessionEvent',
    'BadUsernameSessionEvent',
    'UserLoginSessionEvent'
  ])
  assert.equal(at(found.at(-2), 'ipAddress'), '127.0.0.1')
})

test('a host’s maintenance leaves its start, each migration and its end', async t => {
  const bench = await startBench(t)
  const host = bench.simulator.inventory.vms.get('vm-1001')?.host ?? ''
  await succeed(bench, `HostSystem/${host}`, 'EnterMaintenanceMode_Task', { timeout: 0 })
  const own = types(await query(bench, about(host, 'self', 'HostSystem')))
  assert.deepEqual(own.slice(-3), [
    'TaskEvent',
    'EnteringMaintenanceModeEvent',
    'EnteredMaintenanceModeEvent'
  ])
  assert.ok(types(await query(bench, about('vm-1001'))).includes('DrsVmMigratedEvent'))
  const below = types(await query(bench, about(host, 'children', 'HostSystem')))
  assert.ok(below.includes('VmCreatedEvent') && !below.includes('EnteredMaintenanceModeEvent'))
})

test('filters combine: entity and below, time, user, kind, count', async t => {
  const bench = await startBench(t)
  const before = new Date(Date.now() - 1).toISOString()
  await succeed(bench, 'VirtualMachine/vm-1004', 'PowerOnVM_Task')
  const folder = bench.simulator.inventory.vms.get('vm-1004')?.parent ?? ''
  const time = { _typeName: 'EventFilterSpecByTime', beginTime: before }
  const below = await query(bench, { ...about(folder, 'children', 'Folder'), time })
  assert.deepEqual(types(below), ['TaskEvent', 'VmPoweredOnEvent'])
  assert.deepEqual(await query(bench, { ...about(folder, 'self', 'Folder'), time }), [])
  const everywhere = await query(bench, { entity: { entity: root, recursion: 'all' }, time })
  assert.ok(types(everywhere).includes('UserLoginSessionEvent'))
  const mine = { systemUser: false, userList: ['ADMINISTRATOR@vsphere.local'] }
  assert.equal((await query(bench, { userName: mine, time })).length, everywhere.length)
  assert.deepEqual(await query(bench, { userName: { systemUser: true }, time }), [])
  const [last] = await query(bench, { maxCount: 1, disableFullMessage: true })
  assert.equal(at(last, '_typeName'), 'VmPoweredOnEvent')
  assert.equal(at(last, 'fullFormattedMessage'), undefined)
  assert.deepEqual(await query(bench, { time: { endTime: '2001-01-01T00:00:00Z' } }), [])
  assert.equal((await query(bench, { eventChainId: at(last, 'chainId'), time })).length, 2)
})

test('a filter that is none is refused', async t => {
  const bench = await startBench(t)
  const type = (filter: Record<string, unknown>) => faultOf(post(bench, manager, 'QueryEvents', { filter }))
  assert.equal(await type({ since: 1 }), 'InvalidRequest')
  assert.equal(await type(about('vm-1001', 'around')), 'InvalidRequest')
  assert.equal(await type(about('vm-9')), 'ManagedObjectNotFound')
  assert.equal(await type({ time: { beginTime: 'yesterday' } }), 'InvalidRequest')
  assert.equal(await type({ maxCount: -1 }), 'InvalidArgument')
})

test('a collector goes forth from the oldest, and back from before the latest page', async t => {
  const bench = await startBench(t)
  const filter = { _typeName: 'EventFilterSpec' }
  const collector = objectOf((await post(bench, manager, 'CreateCollectorForEvents', { filter })).json)
  const all = (await query(bench)).map(event => Number(at(event, 'key')))
  const page = async (method: string, maxCount: number) =>
    listOf((await post(bench, collector, method, { maxCount })).json).map(event => Number(at(event, 'key')))
  assert.deepEqual(await page('ReadPreviousEvents', 5), [], 'it starts at the oldest')
  assert.deepEqual(await page('ReadNextEvents', 4), all.slice(0, 4))
  assert.deepEqual(await page('ReadNextEvents', 4), all.slice(4, 8))
  assert.equal((await post(bench, collector, 'RewindCollector')).status, 204)
  assert.deepEqual(await page('ReadNextEvents', 2), all.slice(0, 2))
  assert.equal((await post(bench, collector, 'SetCollectorPageSize', { maxCount: 3 })).status, 204)
  const latest = listOf(await read(bench, collector, 'latestPage')).map(event => Number(at(event, 'key')))
  assert.deepEqual(latest, all.slice(-3).toReversed(), 'the newest first')
  assert.equal((await post(bench, collector, 'ResetCollector')).status, 204)
  assert.deepEqual(await page('ReadPreviousEvents', 2), all.slice(-5, -3).toReversed())
  assert.deepEqual(await page('ReadPreviousEvents', 2), all.slice(-7, -5).toReversed())
  await succeed(bench, 'VirtualMachine/vm-1004', 'PowerOnVM_Task')
  const fresh = listOf(await read(bench, collector, 'latestPage'))
  assert.equal(at(fresh[0], '_typeName'), 'VmPoweredOnEvent')
  assert.equal(await faultOf(post(bench, collector, 'ReadNextEvents', { maxCount: 0 })), 'InvalidArgument')
  assert.equal((await post(bench, collector, 'DestroyCollector')).status, 204)
  assert.equal(await faultOf(post(bench, collector, 'DestroyCollector')), 'ManagedObjectNotFound')
})

test('a session has 32 collectors of a kind at most, and they go with it', async t => {
  const bench = await startBench(t)
  const create = () => post(bench, manager, 'CreateCollectorForEvents', { filter: {} })
  const made: string[] = []
  for (let number = 0; number < 32; number += 1) made.push(objectOf((await create()).json))
  assert.equal(await faultOf(create()), 'InvalidState')
  const tasks = await post(bench, 'TaskManager/TaskManager', 'CreateCollectorForTasks', { filter: {} })
  assert.equal(tasks.status, 200)
  await post(bench, made[0] ?? '', 'DestroyCollector')
  assert.equal((await create()).status, 200)
  assert.equal(await read(bench, manager, 'maxCollector'), 32)
  const { simulator } = bench
  const other = await bench.call('POST', '/api/session', {
    headers: basic(simulator.user, simulator.password)
  })
  const headers = { 'vmware-api-session-id': String(other.json) }
  const [type, id] = (made[1] ?? '').split('/')
  const foreign = await bench.call('POST', `${sdk}/${type}/${encodeURIComponent(id ?? '')}/RewindCollector`, {
    headers
  })
  assert.equal(at(foreign.json, '_typeName'), 'ManagedObjectNotFound')
})

test('latestEvent is the last one of all', async t => {
  const bench = await startBench(t)
  await succeed(bench, 'VirtualMachine/vm-1004', 'PowerOnVM_Task')
  const latest = await read(bench, manager, 'latestEvent')
  assert.equal(at(latest, '_typeName'), 'VmPoweredOnEvent')
})
