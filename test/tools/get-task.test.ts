import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { connectClient } from '../clients.ts'
import { type FaceName, callRest, callerFor } from '../faces.ts'
import { type Service, startService, tokens } from '../helper.ts'
import { vcenterKinds } from '../vcenter-kinds.ts'

/** Starts a task that takes so long, through the client of the service itself, and answers its id. */
async function beginSnapshot(service: Service, vm = 'vm-1002'): Promise<string> {
  const client = service.app.vcenters.get(service.simulator.host)?.client() ?? assert.fail()
  return client.createSnapshot({ vm, name: 'x', description: '', memory: false, quiesce: false })
}

for (const vcenter of vcenterKinds) {
  test(`a task is told while it runs and when it has ended, over every face, with ${vcenter.name}`, async t => {
    const service = await startService(t, { vcenter, simulator: { taskMs: 500 } })
    for (const face of ['rest', '2025', '2026'] as FaceName[]) {
      const call = await callerFor(t, service, face)
      const task = await beginSnapshot(service)
      const { body: running } = await call('viewer', 'get_task', { task })
      assert.ok(['queued', 'running'].includes(String(running['state'])), JSON.stringify(running))
      assert.equal(running['finished'], undefined)
      const { body } = await call('viewer', 'get_task', { task, wait_s: 20 })
      const { queued, started, finished, result, ...told } = body
      assert.deepEqual(told, {
        id: task,
        state: 'success',
        what: 'VirtualMachine.createSnapshot',
        object: { type: 'VirtualMachine', id: 'vm-1002', name: 'web-02' }
      })
      const times = [queued, started, finished].map(time => Date.parse(String(time)))
      assert.deepEqual(
        times,
        times.toSorted((one, other) => one - other)
      )
      assert.equal(result, service.simulator.inventory.vms.get('vm-1002')?.currentSnapshot)
    }
  })
}

test('a task is read in one call, and a wait begins no other', async t => {
  const service = await startService(t, { simulator: { taskMs: 1 } })
  const task = await beginSnapshot(service)
  await callRest(service, 'viewer', 'get_task', { task, wait_s: 1 })
  service.simulator.requests.length = 0
  await callRest(service, 'viewer', 'get_task', { task, wait_s: 50 })
  assert.deepEqual(
    service.simulator.requests.map(({ method, path }) => `${method} ${path}`),
    [`GET /sdk/vim25/8.0.3.0/Task/${task}/info`]
  )
})

test('a failed task is an answer with the words of vCenter and a code of this service', async t => {
  const service = await startService(t)
  const { inventory } = service.simulator
  const vm = inventory.vms.get('vm-1002') ?? assert.fail()
  const host = inventory.hosts.get(vm.host) ?? assert.fail()
  host.connectionState = 'DISCONNECTED'
  const task = await beginSnapshot(service)
  const { outcome, body } = await callRest(service, 'viewer', 'get_task', { task, wait_s: 5 })
  assert.deepEqual([outcome, body['state'], body['result']], ['ok', 'error', undefined])
  const { code, fault, message } = body['error'] as Record<string, string>
  assert.deepEqual([code, fault], ['unavailable', 'HostNotConnected'])
  assert.ok(message && message.length > 10)
})

test('a wait ends in time: with wait_s, or shortly before the call must answer', async t => {
  const service = await startService(t, {
    simulator: { taskMs: 60_000 },
    env: { CALL_TIMEOUT_S: '3' }
  })
  const task = await beginSnapshot(service)
  for (const [wait_s, least, most] of [
    [1, 900, 1900],
    [50, 1500, 2900]
  ] as const) {
    const begun = performance.now()
    const { outcome, body } = await callRest(service, 'viewer', 'get_task', { task, wait_s })
    const took = performance.now() - begun
    assert.equal(outcome, 'ok', JSON.stringify(body))
    assert.ok(took >= least && took < most, `${wait_s}: ${took} ms`)
  }
})

test('a task that vCenter has forgotten is not found, and the answer says to read the object', async t => {
  const service = await startService(t, { simulator: { taskMs: 1, taskKeptMs: 20 } })
  const task = await beginSnapshot(service)
  await callRest(service, 'viewer', 'get_task', { task, wait_s: 1 })
  await new Promise(resolve => setTimeout(resolve, 60))
  const { body } = await callRest(service, 'viewer', 'get_task', { task, wait_s: 1 })
  assert.equal(body['code'], 'not_found')
  assert.match(String(body['hint']), /read the object/)
})

for (const era of ['2025', '2026'] as const) {
  test(`whoever waits hears how far it is (${era})`, async t => {
    const service = await startService(t, { simulator: { taskMs: 1500 } })
    const client = await connectClient(t, era, `${await service.listen()}/mcp`, 'viewer')
    const task = await beginSnapshot(service)
    const steps: number[] = []
    const onprogress = ({ progress }: { progress: number }) => void steps.push(progress)
    await client.callTool('get_task', { task, wait_s: 20 }, { onprogress })
    assert.ok(steps.length > 0 && steps.every(each => each > 0 && each < 100), String(steps))
  })
}

async function startOutliving(t: TestContext, roles: object) {
  return startService(t, {
    simulator: { taskMs: 60_000 },
    env: { CALL_TIMEOUT_S: '2', ROLES_TO_TOOLS: JSON.stringify(roles) }
  })
}

test('a change that outlives its call says to go on with get_task, to whoever has it', async t => {
  const service = await startOutliving(t, {
    viewer: ['get_task'],
    operator: ['toolset:snapshots'],
    admin: ['*']
  })
  const all = await callRest(service, 'admin', 'create_vm_snapshot', { vm: 'web-02', name: 'x' })
  assert.equal(all.status, 202)
  const { id } = all.body['task'] as { id: string }
  assert.match(String(all.body['hint']), new RegExp(`get_task with ${id} `))
  const less = await callRest(service, 'operator', 'create_vm_snapshot', { vm: 'web-01', name: 'x' })
  assert.deepEqual([less.status, less.body['hint']], [202, undefined])
})

test('a limited role is told of tasks of what it may see, and of no other, whatever it waits for', async t => {
  const service = await startService(t, {
    env: {
      ROLES_TO_TOOLS: JSON.stringify({
        viewer: { tools: ['*'], scope: { vm_names: ['web-*'] } },
        operator: ['*'],
        admin: ['*']
      })
    }
  })
  const own = await beginSnapshot(service, 'vm-1001')
  const foreign = await beginSnapshot(service, 'vm-1003')
  const seen = await callRest(service, 'viewer', 'get_task', { task: own, wait_s: 5 })
  assert.equal(seen.body['state'], 'success')
  assert.equal(seen.body['result'], service.simulator.inventory.vms.get('vm-1001')?.currentSnapshot)
  const asked: string[][] = []
  for (const task of [foreign, 'task-999999']) {
    service.simulator.requests.length = 0
    const { body } = await callRest(service, 'viewer', 'get_task', { task, wait_s: 5 })
    assert.equal(body['code'], 'not_found')
    assert.doesNotMatch(JSON.stringify(body), /db-01|createSnapshot/)
    asked.push(service.simulator.requests.map(({ path }) => path.replace(task, '<task>')))
  }
  assert.deepEqual(asked[0], asked[1], 'vCenter is asked the same for both')
})

test('what a task has made is told to a limited role only where it may see it', async t => {
  const service = await startService(t, {
    env: {
      ROLES_TO_TOOLS: JSON.stringify({
        viewer: { tools: ['*'], scope: { vm_names: ['web-*'] } },
        admin: ['*']
      }),
      TOKENS_TO_ROLES: JSON.stringify({
        [tokens.viewer]: 'viewer',
        [tokens.admin]: 'admin'
      })
    }
  })
  const client = service.app.vcenters.get(service.simulator.host)?.client() ?? assert.fail()
  const vm = service.simulator.inventory.vms.get('vm-1001') ?? assert.fail()
  for (const [name, isTold] of [
    ['secret', false],
    ['web-copy', true]
  ] as const) {
    const task = await client.startClone({ vm: vm.id, name, folder: vm.parent })
    const { body } = await callRest(service, 'viewer', 'get_task', { task, wait_s: 5 })
    assert.equal(body['state'], 'success')
    assert.equal('result' in body, isTold, name)
  }
})
