import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, listOf, sdk, startBench } from '../helper.ts'
import { vimLogin } from './helper.ts'

const manager = '/SessionManager/SessionManager'

test('Login answers a UserSession whose key is not the id, and the id is in the header', async t => {
  const bench = await startBench(t)
  const reply = await vimLogin(bench)
  assert.equal(reply.status, 200)
  assert.equal(at(reply.json, '_typeName'), 'UserSession')
  assert.match(String(reply.headers['vmware-api-session-id']), /^[0-9a-f]{40}$/)
  assert.notEqual(at(reply.json, 'key'), reply.headers['vmware-api-session-id'])
  assert.match(String(at(reply.json, 'loginTime')), /\.\d{6}Z$/)
})

test('Login with wrong credentials is 500 InvalidLogin and sets no header', async t => {
  const { simulator, call } = await startBench(t)
  const body = { userName: simulator.user, password: 'no' }
  const reply = await call('POST', `${sdk}/SessionManager/SessionManager/Login`, { body })
  assert.equal(reply.status, 500)
  assert.deepEqual(reply.json, {
    _typeName: 'InvalidLogin',
    faultstring: 'Cannot complete login due to an incorrect user name or password.'
  })
  assert.equal(reply.headers['vmware-api-session-id'], undefined)
})

test('currentSession is null for nobody and tells who is logged in, as a logon name', async t => {
  const { call, vim } = await startBench(t)
  const path = '/SessionManager/SessionManager/currentSession'
  assert.equal((await call('GET', `${sdk}${path}`)).text, 'null')
  assert.equal(at((await vim('GET', path)).json, 'userName'), 'VSPHERE.LOCAL\\administrator')
})

test('Login refuses a locale that is none', async t => {
  const { simulator, call } = await startBench(t)
  const body = { userName: simulator.user, password: simulator.password, locale: 'here & there' }
  const reply = await call('POST', `${sdk}${manager}/Login`, { body })
  assert.deepEqual([reply.status, at(reply.json, '_typeName')], [500, 'InvalidLocale'])
})

test('SessionIsActive knows a session by its key and user, until it has ended', async t => {
  const bench = await startBench(t)
  const other = await vimLogin(bench)
  const ask = async (userName: string) => {
    const body = { sessionID: at(other.json, 'key'), userName }
    return (await bench.vim('POST', `${manager}/SessionIsActive`, body)).json
  }
  assert.equal(await ask(bench.simulator.user), true)
  assert.equal(await ask('VSPHERE.LOCAL\\administrator'), true)
  assert.equal(await ask('somebody'), false)
  const headers = { 'vmware-api-session-id': String(other.headers['vmware-api-session-id']) }
  await bench.call('POST', `${sdk}${manager}/Logout`, { headers })
  assert.equal(await ask(bench.simulator.user), false)
})

test('TerminateSession ends others by key: all or none, and never the caller’s own', async t => {
  const bench = await startBench(t)
  const other = await vimLogin(bench)
  const key = at(other.json, 'key')
  const own = at((await bench.vim('GET', `${manager}/currentSession`)).json, 'key')
  const keys = listOf((await bench.vim('GET', `${manager}/sessionList`)).json).map(one => at(one, 'key'))
  assert.deepEqual(new Set(keys), new Set([key, own]))
  const end = async (sessionId: unknown[]) => {
    const reply = await bench.vim('POST', `${manager}/TerminateSession`, { sessionId })
    return reply.status === 204 ? 204 : at(reply.json, '_typeName')
  }
  assert.equal(await end([key, 'unknown']), 'NotFound')
  assert.equal(await end([own]), 'InvalidArgument')
  assert.equal(bench.simulator.sessions, 2)
  assert.equal(await end([key]), 204)
  const headers = { 'vmware-api-session-id': String(other.headers['vmware-api-session-id']) }
  const refused = await bench.call('GET', `${sdk}/VirtualMachine/vm-1001/name`, { headers })
  assert.equal(at(refused.json, '_typeName'), 'NotAuthenticated')
})
