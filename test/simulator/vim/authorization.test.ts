import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, collector, listOf, ref, sdk, startBench } from '../helper.ts'
import { faultOf, post, read, root, succeed } from './helper.ts'

const manager = 'AuthorizationManager/AuthorizationManager'

test('an account without a privilege is refused by name, before anything happens', async t => {
  const privileges = [
    'VirtualMachine.Interact.PowerOn',
    'VirtualMachine.Config.Annotation',
    'Resource.ColdMigrate'
  ]
  const bench = await startBench(t, { privileges })
  await succeed(bench, 'VirtualMachine/vm-1004', 'PowerOnVM_Task')
  const refused = await post(bench, 'VirtualMachine/vm-1004', 'PowerOffVM_Task')
  assert.equal(refused.status, 500)
  assert.deepEqual(refused.json, {
    _typeName: 'NoPermission',
    faultstring: 'Permission to perform this operation was denied.',
    object: ref('VirtualMachine', 'vm-1004'),
    privilegeId: 'VirtualMachine.Interact.PowerOff'
  })
  assert.equal(bench.simulator.inventory.vms.get('vm-1004')?.powerState, 'POWERED_ON')
})

test('what a specification asks for needs its own privileges', async t => {
  const privileges = [
    'VirtualMachine.Config.Annotation',
    'Resource.ColdMigrate',
    'VirtualMachine.Provisioning.Clone'
  ]
  const bench = await startBench(t, { privileges })
  const vm = bench.simulator.inventory.vms.get('vm-1004') ?? assert.fail()
  const missing = async (method: string, body: unknown) =>
    at((await post(bench, 'VirtualMachine/vm-1004', method, body)).json, 'privilegeId')
  await succeed(bench, 'VirtualMachine/vm-1004', 'ReconfigVM_Task', { spec: { annotation: 'x' } })
  assert.equal(
    await missing('ReconfigVM_Task', { spec: { annotation: 'x', numCPUs: 1 } }),
    'VirtualMachine.Config.CPUCount'
  )
  assert.equal(await missing('Rename_Task', { newName: 'x' }), 'VirtualMachine.Config.Rename')
  const datastore = ref('Datastore', vm.datastore)
  assert.equal(await missing('RelocateVM_Task', { spec: { datastore } }), 'Datastore.AllocateSpace')
  const spec = { location: {}, template: false, powerOn: false }
  const clone = { folder: ref('Folder', vm.parent), name: 'x', spec }
  assert.equal(await missing('CloneVM_Task', clone), 'VirtualMachine.Inventory.CreateFromExisting')
})

test('a running machine needs another privilege to move', async t => {
  const bench = await startBench(t, { privileges: ['Resource.ColdMigrate'] })
  const reply = await post(bench, 'VirtualMachine/vm-1001', 'RelocateVM_Task', { spec: {} })
  assert.equal(at(reply.json, 'privilegeId'), 'Resource.HotMigrate')
})

test('every role but none may look; without any the account cannot even log in', async t => {
  const reader = await startBench(t, { privileges: ['System.Read'] })
  assert.equal(await read(reader, 'VirtualMachine/vm-1001', 'name'), 'web-01')
  assert.equal((await post(reader, 'EventManager/EventManager', 'QueryEvents', { filter: {} })).status, 200)
  const sessions = await reader.vim('GET', '/SessionManager/SessionManager/sessionList')
  assert.equal(at(sessions.json, 'privilegeId'), 'Sessions.TerminateSession')
  const nobody = await startBench(t, { privileges: [] })
  const body = { userName: nobody.simulator.user, password: nobody.simulator.password }
  const login = await nobody.call('POST', `${sdk}/SessionManager/SessionManager/Login`, { body })
  assert.deepEqual([login.status, at(login.json, '_typeName')], [500, 'NoPermission'])
  assert.equal(await faultOf(nobody.vim('GET', '/VirtualMachine/vm-1001/name')), 'NoPermission')
  const specSet = [
    {
      propSet: [{ type: 'VirtualMachine', pathSet: ['name'] }],
      objectSet: [{ obj: ref('VirtualMachine', 'vm-1001') }]
    }
  ]
  const blind = await nobody.vim('POST', `${collector}/RetrievePropertiesEx`, { specSet, options: {} })
  const missing = at(blind.json, 'objects', 0, 'missingSet', 0)
  assert.deepEqual(
    [at(missing, 'path'), at(missing, 'fault', 'fault', '_typeName')],
    ['name', 'NoPermission']
  )
})

test('HasUserPrivilegeOnEntities answers per object and privilege', async t => {
  const bench = await startBench(t, { privileges: ['VirtualMachine.Interact.PowerOn'] })
  const { user } = bench.simulator
  const privId = ['System.Read', 'VirtualMachine.Interact.PowerOn', 'VirtualMachine.Interact.PowerOff']
  const entities = [ref('VirtualMachine', 'vm-1001'), root]
  const ask = async (userName: string) =>
    (await post(bench, manager, 'HasUserPrivilegeOnEntities', { entities, userName, privId })).json
  const answer = listOf(await ask(user))
  assert.deepEqual(
    answer.map(one => at(one, 'entity', 'value')),
    ['vm-1001', 'group-d1']
  )
  const granted = (one: unknown) => listOf(at(one, 'privAvailability')).map(entry => at(entry, 'isGranted'))
  assert.deepEqual(answer.map(granted), [
    [true, true, false],
    [true, true, false]
  ])
  for (const name of [user.toUpperCase(), String.raw`VSPHERE.LOCAL\administrator`]) {
    assert.deepEqual(await ask(name), answer, name)
  }
  assert.deepEqual(listOf(await ask(String.raw`OTHER\administrator`)).map(granted), [
    [false, false, false],
    [false, false, false]
  ])
  assert.deepEqual(listOf(await ask('someone')).map(granted), [
    [false, false, false],
    [false, false, false]
  ])
  const key = at(await read(bench, 'SessionManager/SessionManager', 'currentSession'), 'key')
  const bySession = await post(bench, manager, 'HasPrivilegeOnEntities', {
    entity: entities,
    sessionId: key,
    privId
  })
  assert.deepEqual(bySession.json, answer)
})

test('HasUserPrivilegeOnEntities looks at the root folder for what is no entity, and knows what there is', async t => {
  const bench = await startBench(t, { privileges: ['VirtualMachine.Interact.PowerOn'] })
  const ask = (entity: unknown) =>
    post(bench, manager, 'HasUserPrivilegeOnEntities', {
      entities: [entity],
      userName: bench.simulator.user,
      privId: ['VirtualMachine.Interact.PowerOn']
    })
  const answer = (await ask(ref('EventManager', 'EventManager'))).json
  assert.equal(at(answer, 0, 'privAvailability', 0, 'isGranted'), true)
  assert.equal(at((await ask(ref('VirtualMachine', 'vm-1'))).json, '_typeName'), 'ManagedObjectNotFound')
})

test('roles and permissions show what the account has', async t => {
  const full = await startBench(t)
  assert.deepEqual(await read(full, 'VirtualMachine/vm-1001', 'effectiveRole'), [-1])
  const bench = await startBench(t, { privileges: ['VirtualMachine.Interact.PowerOn'] })
  const roles = listOf(await read(bench, manager, 'roleList'))
  const own = roles.find(role => at(role, 'name') === 'Restricted')
  assert.deepEqual(at(own, 'privilege'), [
    'System.Anonymous',
    'System.View',
    'System.Read',
    'VirtualMachine.Interact.PowerOn'
  ])
  assert.deepEqual(await read(bench, 'VirtualMachine/vm-1001', 'effectiveRole'), [at(own, 'roleId')])
  const [permission] = listOf((await post(bench, manager, 'RetrieveAllPermissions')).json)
  assert.deepEqual(
    [at(permission, 'roleId'), at(permission, 'principal')],
    [at(own, 'roleId'), bench.simulator.user]
  )
  assert.ok(listOf(await read(bench, manager, 'privilegeList')).length > 40)
})
