import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { connectionTo } from '../connections.ts'
import { answerError, answerJson, startServer, type Handler } from '../server.ts'

async function connect(t: TestContext, apiMode: 'api' | 'rest', handler: Handler) {
  const server = await startServer(t, handler, { tls: true })
  return connectionTo(t, server, { apiMode }).client()
}

const unknownPath = {
  error_type: 'NOT_FOUND',
  messages: [
    { id: 'com.vmware.vapi.rest.operationsForUrlNotFound', default_message: 'No such URL.', args: [] }
  ]
}
const remedy = /Where vCenter no longer serves \/rest, set VSPHERE_API_MODE=api\.$/

test('where /rest is gone the error names the remedy, and nowhere else', async t => {
  const client = await connect(t, 'rest', ({ url }, response) => {
    if (url === '/rest/com/vmware/cis/session') return answerJson(response, 200, { value: 'id' })
    if (url === '/rest/vcenter/vm/vm-1') return answerError(response, 404, 'NOT_FOUND')
    answerJson(response, 404, unknownPath)
  })
  await assert.rejects(client.listVms(), { isUnknownPath: true, message: remedy })
  await assert.rejects(client.getVm({ vm: 'vm-1' }), ({ message }: Error) => !remedy.test(message))
  const asked = client.hello({ body: { api_releases: ['8.0.1.0'] } })
  await assert.rejects(asked, ({ message }: Error) => !remedy.test(message))
})

test('in /rest mode what exists below /api only is answered too', async t => {
  const client = await connect(t, 'rest', ({ url }, response) => {
    if (url === '/rest/com/vmware/cis/session') return answerJson(response, 200, { value: 'id' })
    answerJson(response, 200, { api_release: '8.0.1.0' })
  })
  const body = { api_releases: ['8.0.1.0'] }
  assert.deepEqual(await client.hello({ body }), { api_release: '8.0.1.0' })
})

test('what cannot be sent in a header is no session id', async t => {
  for (const id of ['', 'a b', 'a\r\nhost: b', { id: 'a' }, 5]) {
    const client = await connect(t, 'api', (_request, response) => answerJson(response, 201, id))
    await assert.rejects(client.listVms(), /Login to vCenter .* failed: .*The answer is not a session id\.$/)
  }
})

test('a filter of many values never lets an object be answered twice', async t => {
  const lines: string[] = []
  const client = await connect(t, 'api', ({ url }, response) => {
    if (url === '/api/session') return answerJson(response, 201, 'id')
    lines.push(url)
    const ids = new URL(url, 'https://x').searchParams.getAll('policies')
    answerJson(
      response,
      200,
      [...new Set(ids)].map(policy => ({ policy, name: policy, description: '' }))
    )
  })
  const policies = Array.from({ length: 100 }, (_item, index) => `policy-${index}`)
  const found = await client.listStoragePolicies({ policies: [...policies, ...policies] })
  assert.deepEqual(found.map(({ policy }) => policy).toSorted(), policies.toSorted())
  assert.equal(lines.length, 2)
})

test('two filters of many values are asked in every combination once, never in too long a request', async t => {
  const asked: [names: string[], hosts: string[]][] = []
  const client = await connect(t, 'api', ({ url }, response) => {
    if (url === '/api/session') return answerJson(response, 201, 'id')
    const { searchParams } = new URL(url, 'https://x')
    asked.push([searchParams.getAll('names'), searchParams.getAll('hosts')])
    answerJson(response, 200, [])
  })
  const names = Array.from({ length: 100 }, (_item, index) => `vm-${index}`)
  const hosts = Array.from({ length: 90 }, (_item, index) => `host-${index}`)
  await client.listVms({ names, hosts })
  for (const values of asked.flat()) assert.ok(values.length <= 80, `${values.length} values`)
  const pairsOf = (some: string[], others: string[]) =>
    some.flatMap(name => others.map(host => `${name} on ${host}`))
  assert.deepEqual(
    asked.flatMap(([some, others]) => pairsOf(some, others)).toSorted(),
    pairsOf(names, hosts).toSorted()
  )
})
