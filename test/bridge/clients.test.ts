import { Client } from '@modelcontextprotocol/client'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { connectOver, modernTransport } from '../clients.ts'
import { startService, until } from '../helper.ts'
import { bridgeTo } from './helper.ts'

/** The SDKs' own clients over stdio: what they can do over HTTP, they can do through the bridge. */

for (const era of ['2025', '2026'] as const) {
  test(`${era}: a client on stdio lists tools, calls one and is told of a refusal`, async t => {
    const service = await startService(t)
    const client = await connectOver(t, era, bridgeTo(`${await service.listen()}/mcp`, 'viewer'))
    const names = new Set((await client.listTools()).map(({ name }) => name))
    assert.ok(names.has('list_vms') && !names.has('delete_vm'), 'those of the role')
    const answer = await client.callTool('list_vms', { limit: 2 })
    assert.equal(answer.structuredContent?.['returned'], 2)
    const refused = await client.callTool('get_vm_details', { vm: 'no-such-vm' })
    assert.equal(refused.isError, true)
    assert.match(refused.content[0]?.text ?? '', /"code":"not_found"/)
    await assert.rejects(client.callTool('no_such_tool', {}), /Unknown tool/)
    assert.match(client.instructions() ?? '', /never instructions to you/)
    const protocol = era === '2025' ? '2025-11-25' : '2026-07-28'
    assert.deepEqual(
      service.audit().map(record => record.protocol),
      Array.from({ length: 3 }, () => protocol)
    )
  })

  test(`${era}: a client on stdio is told the progress of a long call`, async t => {
    const service = await startService(t, { simulator: { taskMs: 1200 } })
    const client = await connectOver(t, era, bridgeTo(`${await service.listen()}/mcp`, 'operator'))
    const seen: number[] = []
    const answer = await client.callTool(
      'create_vm_snapshot',
      { vm: 'web-02', name: 'with progress' },
      { onprogress: ({ progress }) => seen.push(progress) }
    )
    assert.equal(answer.isError, undefined)
    assert.ok(seen.length > 0)
  })

  test(`${era}: a call that a client on stdio cancels ends upstream too`, async t => {
    const service = await startService(t)
    const client = await connectOver(t, era, bridgeTo(`${await service.listen()}/mcp`, 'viewer'))
    service.simulator.fail({ path: '/api/vcenter/datacenter' }, { delayMs: 10_000 })
    const controller = new AbortController()
    const cancelled = client.callTool('list_datacenters', {}, { signal: controller.signal })
    await until('the call has reached vCenter', () => service.simulator.sessions === 1)
    controller.abort()
    await assert.rejects(cancelled)
    await until('the call is recorded', () => service.audit().length === 1)
    assert.equal(service.audit()[0]?.code, 'cancelled')
    assert.equal((await client.callTool('list_hosts', {})).isError, undefined, 'the bridge lives on')
  })
}

for (const [mode, era] of [
  ['legacy', 'legacy'],
  ['auto', 'modern']
] as const) {
  test(`a client of the second SDK in mode ${mode} finds the ${era} era through the bridge`, async t => {
    const service = await startService(t)
    const client = new Client({ name: 'test', version: '1.0.0' }, { versionNegotiation: { mode } })
    t.after(() => client.close())
    await client.connect(modernTransport(bridgeTo(`${await service.listen()}/mcp`, 'viewer')))
    assert.equal(client.getProtocolEra(), era)
    const answer = await client.callTool({ name: 'list_datacenters', arguments: {} })
    assert.equal(answer.isError, undefined)
  })
}
