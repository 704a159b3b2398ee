import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import { test } from 'node:test'
import { startService, until } from '../helper.ts'
import { bridgeTo, call, handshake, modernMeta, spawnBridge } from './helper.ts'

/** What the process does with what it is given, and how it ends. */

test('a client that sends its whole conversation at once is served in order', async t => {
  const service = await startService(t)
  const bridge = spawnBridge(t, bridgeTo(`${await service.listen()}/mcp`, 'viewer'))
  bridge.send({ id: 1, ...handshake() })
  bridge.send({ method: 'notifications/initialized' })
  bridge.send({ id: 2, ...call('list_datacenters') })
  assert.ok((await bridge.answerTo(2)).result)
  assert.equal(bridge.lines[0]?.id, 1)
  assert.equal(service.audit()[0]?.protocol, '2025-11-25', 'the header of the negotiated revision was sent')
})

test('lines may come in pieces, and what is no message is passed over', async t => {
  const service = await startService(t)
  const bridge = spawnBridge(t, bridgeTo(`${await service.listen()}/mcp`, 'viewer'))
  bridge.write('{not json}\n\n')
  bridge.write('[{"jsonrpc":"2.0","id":7,"method":"ping"}]\n')
  const message = JSON.stringify({ jsonrpc: '2.0', id: 2, ...call('list_datacenters', {}, modernMeta) })
  for (const piece of [message.slice(0, 20), message.slice(20, 90), `${message.slice(90)}\r\n`]) {
    bridge.write(piece)
    await pause(30)
  }
  assert.ok((await bridge.answerTo(2)).result)
  assert.deepEqual(
    bridge.lines.map(({ id, error }) => [id, error?.code]),
    [
      [null, -32_600],
      [2, undefined]
    ]
  )
})

test('a message that is too large for the gateway is refused, and the bridge lives on', async t => {
  const service = await startService(t)
  const bridge = spawnBridge(t, bridgeTo(`${await service.listen()}/mcp`, 'viewer'))
  bridge.send({ id: 1, ...call('get_vm_details', { vm: 'x'.repeat(2 * 1024 * 1024) }, modernMeta) })
  assert.match((await bridge.answerTo(1)).error?.message ?? '', /larger than 1 MiB/)
  bridge.send({ id: 2, ...call('list_datacenters', {}, modernMeta) })
  assert.ok((await bridge.answerTo(2)).result)
})

test('a line without end does not fill the memory: the bridge says so and ends with 1', async t => {
  const service = await startService(t)
  const bridge = spawnBridge(t, bridgeTo(`${await service.listen()}/mcp`, 'viewer'))
  bridge.write('x'.repeat(11 * 1024 * 1024))
  assert.deepEqual(await bridge.exited, [1, null])
  assert.match(bridge.stderr(), /exceeded maximum size/)
})

for (const [how, end] of [
  ['stdin ends', bridge => bridge.child.stdin.end()],
  ['it is sent SIGTERM', bridge => bridge.child.kill('SIGTERM')]
] satisfies [string, (bridge: ReturnType<typeof spawnBridge>) => void][]) {
  test(`the bridge exits with 0 when ${how}, and the call in flight is aborted`, async t => {
    const service = await startService(t)
    service.simulator.fail({ path: '/api/vcenter/datacenter' }, { delayMs: 10_000 })
    const bridge = spawnBridge(t, bridgeTo(`${await service.listen()}/mcp`, 'viewer'))
    bridge.send({ id: 1, ...call('list_datacenters', {}, modernMeta) })
    await until('the call has reached vCenter', () => service.simulator.sessions === 1)
    const before = performance.now()
    end(bridge)
    assert.deepEqual(await bridge.exited, [0, null])
    assert.ok(performance.now() - before < 2000)
    await until('the call is recorded', () => service.audit().length === 1)
    assert.equal(service.audit()[0]?.code, 'cancelled')
    assert.deepEqual(bridge.lines, [])
    assert.equal(bridge.stderr(), '')
  })
}

test('a client that closes its end of stdout ends the bridge quietly', async t => {
  const service = await startService(t)
  const bridge = spawnBridge(t, bridgeTo(`${await service.listen()}/mcp`, 'viewer'))
  bridge.child.stdout.destroy()
  for (let id = 1; bridge.child.exitCode === null && id < 50; id += 1) {
    bridge.send({ id, ...call('list_datacenters', {}, modernMeta) })
    await pause(50)
  }
  assert.deepEqual(await bridge.exited, [0, null])
  assert.equal(bridge.stderr(), '')
})

test('whatever happens, each line of stdout is a message of JSON-RPC', async t => {
  const service = await startService(t)
  const bridge = spawnBridge(t, {
    ...bridgeTo(`${await service.listen()}/mcp`, 'viewer'),
    args: ['--trace-warnings', 'scripts/vsphere-mcp-pro.ts', 'stdio']
  })
  bridge.send({ id: 1, ...handshake() })
  bridge.send({ method: 'notifications/initialized' })
  bridge.send({ id: 2, ...call('list_vms') })
  bridge.send({ id: 3, ...call('list_vms', { limit: -1 }) })
  bridge.send({ id: 4, method: 'no/such/method' })
  bridge.send({ id: 5, method: 'no/such/method', params: { _meta: modernMeta } })
  bridge.send({ id: 6, ...call('list_vms', {}, { ...modernMeta, progressToken: 6 }) })
  bridge.send({ method: 'notifications/no-such' })
  bridge.send({ id: 7, params: {} })
  await Promise.all([1, 2, 3, 4, 5, 6].map(id => bridge.answerTo(id)))
  bridge.child.stdin.end()
  await bridge.exited
  assert.ok(bridge.lines.length >= 6)
  for (const line of bridge.lines) {
    assert.equal(line.jsonrpc, '2.0')
    assert.equal([line.method, line.result, line.error].filter(each => each !== undefined).length, 1)
  }
})
