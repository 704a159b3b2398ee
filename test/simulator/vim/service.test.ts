import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, ref, sdk, startBench } from '../helper.ts'

const content = '/ServiceInstance/ServiceInstance/content'

test('the service content needs no session and names the managers', async t => {
  const { call } = await startBench(t)
  const reply = await call('GET', `${sdk}${content}`)
  assert.deepEqual([reply.status, reply.headers['content-type']], [200, 'application/json'])
  assert.equal(at(reply.json, '_typeName'), 'ServiceContent')
  assert.deepEqual(at(reply.json, 'rootFolder'), ref('Folder', 'group-d1'))
  assert.deepEqual(at(reply.json, 'sessionManager'), ref('SessionManager', 'SessionManager'))
  assert.deepEqual(at(reply.json, 'perfManager'), ref('PerformanceManager', 'PerfMgr'))
  assert.equal(at(reply.json, 'about', 'version'), '8.0.3')
  assert.equal(at(reply.json, 'about', 'apiVersion'), '8.0.3.0')
  assert.equal(at(reply.json, 'about', 'apiType'), 'VirtualCenter')
})

test('a server serves its own release and older ones from 8.0.1.0 on, nothing newer', async t => {
  const expected: Record<string, string[]> = {
    '8.0.3.0': ['8.0.1.0', '8.0.2.0', '8.0.3.0'],
    '8.0.1.0': ['8.0.1.0'],
    '8.0.0.1': []
  }
  for (const [apiRelease, served] of Object.entries(expected)) {
    const { call } = await startBench(t, { apiRelease, vms: 5 })
    for (const release of ['7.0.3.0', '8.0.0.1', '8.0.1.0', '8.0.2.0', '8.0.3.0', '8.0.3.1', '9.0.0.0']) {
      const { status } = await call('GET', `/sdk/vim25/${release}${content}`)
      assert.equal(status, served.includes(release) ? 200 : 404, `${release} on ${apiRelease}`)
    }
  }
})

test('vimServiceVersions.xml is there on every release', async t => {
  for (const apiRelease of ['8.0.3.0', '8.0.0.1']) {
    const { call } = await startBench(t, { apiRelease, vms: 5 })
    const reply = await call('GET', '/sdk/vimServiceVersions.xml')
    assert.equal(reply.headers['content-type'], 'text/xml')
    assert.ok(reply.text.includes(`<name>urn:vim25</name><version>${apiRelease}</version><priorVersions>`))
    assert.equal(reply.text.includes('8.0.1.0'), apiRelease === '8.0.3.0')
  }
})

test('a property read gives the bare value: text, list, structure or null', async t => {
  const { vim } = await startBench(t)
  assert.equal((await vim('GET', '/VirtualMachine/vm-1001/name')).text, '"web-01"')
  const datastores = (await vim('GET', '/VirtualMachine/vm-1001/datastore')).json
  assert.equal(at(datastores, 0, '_typeName'), 'ManagedObjectReference')
  assert.equal(at((await vim('GET', '/VirtualMachine/vm-1001/runtime')).json, 'powerState'), 'poweredOn')
  const unset = await vim('GET', '/VirtualMachine/vm-1002/snapshot')
  assert.deepEqual([unset.status, unset.text], [200, 'null'])
})

test('names are escaped as the VIM API does it, and plain in the Automation API', async t => {
  const { api, vim } = await startBench(t)
  assert.equal((await vim('GET', '/VirtualMachine/vm-1011/name')).json, 'load 100%25 test')
  assert.equal(at((await vim('GET', '/VirtualMachine/vm-1011/config')).json, 'name'), 'load 100%25 test')
  assert.equal(at((await api('GET', '/api/vcenter/vm/vm-1011')).json, 'name'), 'load 100% test')
})

test('a property may be read by way of a base type, not by way of another type', async t => {
  const { vim } = await startBench(t)
  assert.equal((await vim('GET', '/ManagedEntity/vm-1001/name')).json, 'web-01')
  const wrong = await vim('GET', '/HostSystem/vm-1001/name')
  assert.deepEqual([wrong.status, at(wrong.json, '_typeName')], [500, 'ManagedObjectNotFound'])
})

test('a missing object is 500 ManagedObjectNotFound that names it', async t => {
  const { vim } = await startBench(t)
  const reply = await vim('GET', '/VirtualMachine/vm-999/name')
  assert.equal(reply.status, 500)
  assert.deepEqual(reply.json, {
    _typeName: 'ManagedObjectNotFound',
    faultstring:
      "The object 'vim.VirtualMachine:vm-999' has already been deleted or has not been completely created",
    obj: ref('VirtualMachine', 'vm-999')
  })
})

test('no session is 500 NotAuthenticated, not 401', async t => {
  const { call } = await startBench(t)
  const reply = await call('GET', `${sdk}/VirtualMachine/vm-1001/name`)
  assert.deepEqual(reply.json, {
    _typeName: 'NotAuthenticated',
    faultstring: 'The session is not authenticated.',
    object: ref('VirtualMachine', 'vm-1001'),
    privilegeId: 'System.View'
  })
})

test('unknown types, members and methods are 404; what the simulator lacks is 501', async t => {
  const { vim } = await startBench(t)
  assert.equal((await vim('GET', '/VirtualMachine/vm-1001/nothing')).status, 404)
  assert.equal((await vim('GET', '/Machine/vm-1001/name')).status, 404)
  assert.equal((await vim('POST', '/VirtualMachine/vm-1001/PowerOn', {})).status, 404)
  assert.equal((await vim('PUT', '/VirtualMachine/vm-1001/name', {})).status, 404)
  assert.equal((await vim('POST', '/VirtualMachine/vm-1001/MigrateVM_Task', {})).status, 501)
  assert.equal((await vim('POST', '/LicenseManager/LicenseManager/AddLicense', {})).status, 501)
})

test('parameters are checked: missing, unknown and wrong ones are InvalidRequest', async t => {
  const { vim } = await startBench(t)
  for (const body of [
    {},
    { name: 'x' },
    { name: 'x', memory: 'no' },
    { name: 1, memory: false },
    { name: 'x', memory: false, quiesce: true },
    { name: 'x', memory: false, quiesceSpec: { _typeName: 'Other' } }
  ]) {
    const reply = await vim('POST', '/VirtualMachine/vm-1001/CreateSnapshotEx_Task', body)
    assert.deepEqual(
      [reply.status, at(reply.json, '_typeName')],
      [500, 'InvalidRequest'],
      JSON.stringify(body)
    )
  }
})

test('methods without parameters take no body, an empty object or a _typeName', async t => {
  const { vim } = await startBench(t)
  for (const body of [undefined, {}, { _typeName: 'CurrentTime' }]) {
    const reply = await vim('POST', '/ServiceInstance/ServiceInstance/CurrentTime', body)
    assert.match(reply.text, /^"\d{4}-.*\.\d{6}Z"$/)
  }
})

test('quick statistics of host and machine agree with capacity', async t => {
  const { vim } = await startBench(t)
  const summary = (await vim('GET', '/HostSystem/host-32/summary')).json
  assert.ok(Number(at(summary, 'quickStats', 'overallCpuUsage')) > 0)
  const capacity = Number(at(summary, 'hardware', 'cpuMhz')) * Number(at(summary, 'hardware', 'numCpuCores'))
  assert.ok(Number(at(summary, 'quickStats', 'overallCpuUsage')) < capacity)
  const machine = (await vim('GET', '/VirtualMachine/vm-1001/summary')).json
  assert.ok(Number(at(machine, 'quickStats', 'uptimeSeconds')) > 0)
  assert.ok(
    Number(at(machine, 'quickStats', 'overallCpuUsage')) < Number(at(machine, 'runtime', 'maxCpuUsage'))
  )
  const off = (await vim('GET', '/VirtualMachine/vm-1004/summary')).json
  assert.equal(at(off, 'quickStats', 'overallCpuUsage'), 0)
  assert.equal(at(off, 'quickStats', 'uptimeSeconds'), 0)
})

test('a cluster counts hosts in service apart from all hosts', async t => {
  const { vim } = await startBench(t)
  const summary = (await vim('GET', '/ClusterComputeResource/domain-c8/summary')).json
  assert.deepEqual([at(summary, 'numHosts'), at(summary, 'numEffectiveHosts')], [3, 2])
  assert.ok(Number(at(summary, 'effectiveCpu')) < Number(at(summary, 'totalCpu')))
})
