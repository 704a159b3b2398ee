import assert from 'node:assert/strict'
import { test } from 'node:test'
import { automationSessionCheck, vimSessionCheck } from '../../src/vcenter/session-check.ts'
import { openExchange } from './exchanges.ts'
import { answerError, answerJson, startServer } from './server.ts'

const manager = '/sdk/vim25/8.0.2.0/SessionManager/SessionManager'

test('each dialect and VI/JSON ask about a session in their own way', async t => {
  const server = await startServer(t, (_request, response) => answerJson(response, 200, { user: 'gateway' }))
  const { exchange } = openExchange(t, server.origin)
  assert.equal(await automationSessionCheck(exchange, 'api')('id-1'), true)
  assert.equal(await automationSessionCheck(exchange, 'rest')('id-2'), true)
  assert.equal(await vimSessionCheck(exchange, manager)('id-3'), true)
  assert.deepEqual(
    server.seen.map(({ method, url, headers }) => [`${method} ${url}`, headers['vmware-api-session-id']]),
    [
      ['GET /api/session', 'id-1'],
      ['POST /rest/com/vmware/cis/session?~action=get', 'id-2'],
      [`GET ${manager}/currentSession`, 'id-3']
    ]
  )
})

test('a refusal, and an empty answer of VI/JSON, mean that the session has ended', async t => {
  const server = await startServer(t, ({ url }, response) => {
    if (url.startsWith('/sdk/')) answerJson(response, 200, null)
    else answerError(response, 401, 'UNAUTHENTICATED')
  })
  const { exchange } = openExchange(t, server.origin)
  assert.equal(await automationSessionCheck(exchange, 'api')('id-1'), false)
  assert.equal(await vimSessionCheck(exchange, manager)('id-1'), false)
})

test('any other failure says nothing about the session', async t => {
  const server = await startServer(t, (_request, response) =>
    answerError(response, 500, 'INTERNAL_SERVER_ERROR')
  )
  const { exchange } = openExchange(t, server.origin)
  await assert.rejects(automationSessionCheck(exchange, 'api')('id-1'), { status: 500 })
  await assert.rejects(vimSessionCheck(exchange, manager)('id-1'), { status: 500 })
})
