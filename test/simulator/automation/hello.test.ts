import assert from 'node:assert/strict'
import { test } from 'node:test'
import { errorOf, startBench } from '../helper.ts'

const path = '/api/vcenter/system?action=hello'

test('hello takes the client’s order and needs no session', async t => {
  const { call } = await startBench(t)
  const ask = async (api_releases: string[]) => (await call('POST', path, { body: { api_releases } })).json
  assert.deepEqual(await ask(['8.0.1.0', '8.0.3.0']), { api_release: '8.0.1.0' })
  assert.deepEqual(await ask(['9.1.0.0', '8.0.3.0']), { api_release: '8.0.3.0' })
  assert.deepEqual(await ask(['9.1.0.0']), { api_release: '' })
})

test('an empty list, too many and too long releases are 400 INVALID_ARGUMENT', async t => {
  const { call } = await startBench(t)
  for (const api_releases of [[], Array.from({ length: 129 }, () => '8.0.3.0'), ['8'.repeat(65)]]) {
    const reply = await call('POST', path, { body: { api_releases } })
    assert.deepEqual(errorOf(reply).slice(0, 2), [400, 'INVALID_ARGUMENT'])
  }
})

test('before 8.0.2 there is no hello', async t => {
  const { call } = await startBench(t, { apiRelease: '8.0.1.0' })
  const reply = await call('POST', path, { body: { api_releases: ['8.0.1.0'] } })
  assert.deepEqual(errorOf(reply).slice(0, 2), [404, 'NOT_FOUND'])
})
