import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { applianceRole, privilegeTable } from '../../../src/simulator/automation/privilege-table.ts'
import { routes } from '../../../src/simulator/automation/routes.ts'
import { knownPrivileges } from '../../../src/simulator/privileges.ts'
import { at, listOf, restErrorOf, startBench, type Bench, type Reply } from '../helper.ts'

const vm = '/vcenter/vm/vm-1004'

/** The privileges that the error says are missing. */
function missingIn(error: unknown): unknown[] {
  return listOf(at(error, 'messages'))
    .slice(1)
    .map(cause => at(cause, 'args', 0))
}

function missing({ status, json }: Reply): unknown[] {
  assert.deepEqual([status, at(json, 'error_type')], [403, 'UNAUTHORIZED'], JSON.stringify(json))
  return missingIn(json)
}

function restricted(t: TestContext, ...privileges: string[]): Promise<Bench> {
  return startBench(t, { privileges })
}

test('every operation that may change something says what it needs, and nothing else does', () => {
  const spellings = routes.filter(({ operation }) => !operation.anonymous).map(({ api = '' }) => api)
  const changing = spellings.filter(api => !api.startsWith('GET '))
  assert.deepEqual(
    changing.filter(api => privilegeTable[api] === undefined),
    []
  )
  assert.deepEqual(
    Object.keys(privilegeTable).filter(api => !spellings.includes(api)),
    []
  )
})

test('what an operation needs is among the privileges of the vCenter', () => {
  const body = {
    count: 1,
    size_MiB: 1,
    hot_add_enabled: true,
    backing: {},
    nics: [{ backing: {} }],
    guest_customization_spec: {}
  }
  const named = Object.values(privilegeTable).flatMap(needed =>
    typeof needed === 'function' ? [...needed(body), ...needed({})] : needed === 'list' ? [] : needed
  )
  assert.ok(named.length > 80)
  assert.deepEqual(
    named.filter(name => name !== applianceRole && !knownPrivileges.includes(name)),
    []
  )
})

test('a reader may read and list, and is told which privilege each change lacks, in both dialects', async t => {
  const { api, simulator } = await restricted(t, 'System.Read')
  assert.equal(listOf((await api('GET', '/api/vcenter/vm')).json).length, 40)
  assert.equal((await api('GET', `/api${vm}`)).status, 200)
  assert.deepEqual(missing(await api('POST', `/api${vm}/power?action=start`)), [
    'VirtualMachine.Interact.PowerOn'
  ])
  const inRest = await api('POST', `/rest${vm}/power/start`)
  assert.deepEqual(restErrorOf(inRest), [403, 'UNAUTHORIZED'])
  assert.deepEqual(missingIn(at(inRest.json, 'value')), ['VirtualMachine.Interact.PowerOn'])
  assert.equal(simulator.inventory.vms.get('vm-1004')?.powerState, 'POWERED_OFF')
  assert.deepEqual(missing(await api('DELETE', `/api${vm}`)), ['VirtualMachine.Inventory.Delete'])
  const clone = { source: 'vm-1004', name: 'copy' }
  const all = [
    'VirtualMachine.Provisioning.Clone',
    'VirtualMachine.Inventory.CreateFromExisting',
    'Resource.AssignVMToPool',
    'Datastore.AllocateSpace'
  ]
  for (const path of ['vm?action=clone', 'vm?action=clone&vmw-task=true'])
    assert.deepEqual(missing(await api('POST', `/api/vcenter/${path}`, clone)), all)
  assert.deepEqual(missing(await api('GET', '/api/appliance/system/version')), [applianceRole])
})

test('what is held is done, and only the rest is named', async t => {
  const held = [
    'VirtualMachine.Interact.PowerOn',
    'VirtualMachine.Config.CPUCount',
    'VirtualMachine.Inventory.CreateFromExisting',
    'Datastore.AllocateSpace'
  ]
  const { api } = await restricted(t, ...held)
  assert.equal((await api('PATCH', `/api${vm}/hardware/cpu`, { count: 2, cores_per_socket: 1 })).status, 204)
  assert.equal((await api('POST', `/api${vm}/power?action=start`)).status, 204)
  assert.deepEqual(
    missing(await api('POST', '/api/vcenter/vm?action=clone', { source: 'vm-1004', name: 'copy' })),
    ['VirtualMachine.Provisioning.Clone', 'Resource.AssignVMToPool']
  )
})

test('the body decides what a change of hardware needs', async t => {
  const { api } = await restricted(t, 'System.Read')
  const config = 'VirtualMachine.Config'
  const cases: [string, string, object, string[]][] = [
    ['PATCH', 'cpu', { count: 1 }, [`${config}.CPUCount`]],
    ['PATCH', 'cpu', { hot_add_enabled: true }, [`${config}.Settings`]],
    [
      'PATCH',
      'memory',
      { size_MiB: 4096, hot_add_enabled: true },
      [`${config}.Memory`, `${config}.Settings`]
    ],
    ['POST', 'disk', { new_vmdk: {} }, [`${config}.AddNewDisk`, 'Datastore.AllocateSpace']],
    [
      'POST',
      'disk',
      { backing: { type: 'VMDK_FILE', vmdk_file: '[a] b.vmdk' } },
      [`${config}.AddExistingDisk`]
    ],
    ['POST', 'ethernet', {}, [`${config}.AddRemoveDevice`]],
    [
      'POST',
      'ethernet',
      { backing: { type: 'STANDARD_PORTGROUP', network: 'network-1' } },
      [`${config}.AddRemoveDevice`, 'Network.Assign']
    ]
  ]
  for (const [method, part, body, needed] of cases)
    assert.deepEqual(missing(await api(method, `/api${vm}/hardware/${part}`, body)), needed)
})

test('an account without any privilege logs in and out, sees empty lists, and may read nothing', async t => {
  const { api } = await restricted(t)
  for (const path of ['vcenter/vm', 'vcenter/folder', 'content/library', 'cis/tagging/tag'])
    assert.deepEqual((await api('GET', `/api/${path}`)).json, [])
  assert.deepEqual((await api('GET', '/rest/vcenter/host')).json, { value: [] })
  assert.deepEqual(missing(await api('GET', `/api${vm}`)), ['System.Read'])
  assert.equal((await api('GET', '/api/session')).status, 200)
  assert.equal((await api('DELETE', '/api/session')).status, 204)
})

test('what is not there is not found, and a wrong body is refused, whatever the account may do', async t => {
  const { api } = await restricted(t)
  assert.equal((await api('POST', '/api/vcenter/vm/vm-999999/power?action=start')).status, 404)
  assert.equal((await api('DELETE', '/api/vcenter/resource-pool/resgroup-999999')).status, 404)
  assert.equal((await api('POST', '/api/vcenter/vm?action=clone', { name: 'copy' })).status, 400)
})
