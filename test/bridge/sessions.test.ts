import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Service, startService, until } from '../helper.ts'
import { bridgeTo, call, handshake, modernMeta, spawnBridge } from './helper.ts'

const sessions = { env: { MCP_SESSIONS: 'true' } }
const capabilities = { elicitation: { form: {} } }
const consent = { action: 'accept', content: { confirm: true } }

function isThere({ simulator }: Service, name: string): boolean {
  return [...simulator.inventory.vms.values()].some(each => each.name === name)
}

test('2025: the gateway asks the person behind a client on stdio, and hears the answer', async t => {
  const service = await startService(t, sessions)
  const bridge = spawnBridge(t, bridgeTo(`${await service.listen()}/mcp`, 'admin'))
  bridge.send({ id: 1, ...handshake(capabilities) })
  bridge.send({ method: 'notifications/initialized' })
  bridge.send({ id: 2, ...call('delete_vm', { vm: 'db-02' }) })
  const question = await bridge.line(({ method }) => method === 'elicitation/create')
  assert.match(JSON.stringify(question.params), /Delete VM 'db-02'/)
  assert.ok(isThere(service, 'db-02'))
  bridge.send({ id: question.id, result: consent })
  assert.ok((await bridge.answerTo(2)).result)
  assert.equal(isThere(service, 'db-02'), false)
})

test('2026: the question travels with the answer, and the bridge carries both', async t => {
  const service = await startService(t)
  const bridge = spawnBridge(t, bridgeTo(`${await service.listen()}/mcp`, 'admin'))
  const meta = { ...modernMeta, 'io.modelcontextprotocol/clientCapabilities': capabilities }
  const { method, params } = call('delete_vm', { vm: 'db-02' }, meta)
  bridge.send({ id: 1, method, params })
  const { result } = await bridge.answerTo(1)
  assert.equal(result?.['resultType'], 'input_required')
  const [key = ''] = Object.keys(result?.['inputRequests'] ?? {})
  const { requestState } = result ?? {}
  bridge.send({ id: 2, method, params: { ...params, requestState, inputResponses: { [key]: consent } } })
  assert.equal((await bridge.answerTo(2)).result?.['isError'], undefined)
  assert.equal(isThere(service, 'db-02'), false)
})

for (const kept of ['true', 'false']) {
  test(`a session is given back when the client leaves, with MCP_SESSIONS=${kept}`, async t => {
    const service = await startService(t, { env: { MCP_SESSIONS: kept } })
    const deleted: number[] = []
    service.app.server.on('request', (request, response) => {
      if (request.method === 'DELETE') response.on('finish', () => deleted.push(response.statusCode))
    })
    const bridge = spawnBridge(t, bridgeTo(`${await service.listen()}/mcp`, 'viewer'))
    bridge.send({ id: 1, ...handshake() })
    await bridge.answerTo(1)
    bridge.child.stdin.end()
    assert.deepEqual(await bridge.exited, [0, null])
    await until('the end has been answered', () => deleted.length === 1)
    assert.deepEqual(deleted, [kept === 'true' ? 200 : 405])
    assert.equal(bridge.stderr(), '')
  })
}
