import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fixtures } from '../conformance/fixtures/index.ts'
import { type Service, bearer, startService } from '../helper.ts'
import { type Era, callOf, legacy, modern } from './eras.ts'

const tool = 'test_simple_text'
const text = 'This is a simple text response for testing.'

interface Change {
  headers?: Record<string, string>
  arguments?: object
}

function call({ app }: Service, era: Era, change: Change = {}) {
  const { headers = bearer('viewer'), arguments: args = {} } = change
  return app.inject({
    method: 'POST',
    url: '/mcp',
    headers: {
      host: 'localhost',
      accept: 'application/json, text/event-stream',
      'content-type': 'application/json',
      ...era.headers('tools/call', tool),
      ...headers
    },
    payload: callOf(era, {}, { name: tool, arguments: args })
  })
}

/** One array in another. */
function nested(depth: number): unknown {
  return JSON.parse('['.repeat(depth) + ']'.repeat(depth))
}

for (const era of [legacy, modern]) {
  test(`${era.year}: a server of the conformance suite is behind every guard of the route it stands in for`, async t => {
    const service = await startService(t, { mcpServers: fixtures })
    const answer = await call(service, era)
    assert.equal(answer.statusCode, 200, answer.body)
    assert.match(answer.body, new RegExp(text))
    assert.equal(answer.headers['x-content-type-options'], 'nosniff')
    assert.match(String(answer.headers['cache-control']), /no-store/)

    const refusals: [string, number, Change][] = [
      ['no token', 401, { headers: {} }],
      ['an unknown token', 401, { headers: { authorization: `Bearer ${'x'.repeat(40)}` } }],
      ['a foreign origin', 403, { headers: { ...bearer('admin'), origin: 'https://evil.example' } }],
      ['a foreign host', 403, { headers: { ...bearer('admin'), host: 'evil.example' } }],
      ['a coded body', 415, { headers: { ...bearer('admin'), 'content-encoding': 'gzip' } }],
      ['a body too deep to walk', 400, { arguments: { deep: nested(40) } }]
    ]
    for (const [what, status, change] of refusals) {
      const refused = await call(service, era, change)
      assert.equal(refused.statusCode, status, `${what}: ${refused.body}`)
      assert.doesNotMatch(refused.body, new RegExp(text), what)
    }
  })

  test(`${era.year}: a call of such a server is found and recorded like any other, as that of no tool`, async t => {
    const service = await startService(t, { mcpServers: fixtures })
    await call(service, era)
    const [record] = service.audit()
    assert.equal(record?.tool, tool)
    assert.equal(record?.outcome, 'denied')
    assert.equal(record?.code, 'not_found')
  })
}

test('the fixtures are not there unless they are asked for', async t => {
  const service = await startService(t)
  for (const era of [legacy, modern]) {
    assert.match((await call(service, era)).body, /Unknown tool: test_simple_text/)
  }
})
