import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isAnything } from '../../../src/vcenter/guards.ts'
import { loginOperation, VcenterApiError } from '../../../src/vcenter/errors.ts'
import type { ExchangeRequest } from '../../../src/vcenter/transport/exchange.ts'
import type { TransportResponse } from '../../../src/vcenter/transport/http.ts'
import { createLoginGuard } from '../../../src/vcenter/login-guard.ts'
import { createSession } from '../../../src/vcenter/session.ts'
import { createVimApi } from '../../../src/vcenter/vim/vim-api.ts'
import { isReference } from '../../../src/vcenter/vim/answers.ts'

type Answer = { status: number; value?: unknown; headers?: Record<string, string> }

const helloPath = '/api/vcenter/system?action=hello'
const contentPath = (release: string) => `/sdk/vim25/${release}/ServiceInstance/ServiceInstance/content`
const reference = (type: string) => ({ _typeName: 'ManagedObjectReference', type, value: type })

function content(version: string): Answer {
  const rootFolder = { type: 'Folder', value: 'group-d1' }
  const about = { _typeName: 'AboutInfo', version }
  const managers = {
    propertyCollector: reference('PropertyCollector'),
    viewManager: reference('ViewManager'),
    sessionManager: reference('SessionManager')
  }
  return { status: 200, value: { _typeName: 'ServiceContent', rootFolder, about, ...managers } }
}

/** A vCenter of which only some paths answer; all others are unknown paths. */
function fakeVcenter(answer: (request: ExchangeRequest) => Answer | undefined) {
  const requests: ExchangeRequest[] = []
  let logins = 0
  async function exchange(request: ExchangeRequest): Promise<TransportResponse> {
    requests.push(request)
    const { status, value, headers = {} } = answer(request) ?? { status: 404 }
    if (status < 300)
      return { status, headers, body: value === undefined ? { kind: 'empty' } : { kind: 'json', value } }
    const errorType = typeof value === 'string' ? value : undefined
    throw new VcenterApiError({
      vcenter: 'vc',
      operation: request.operation,
      status,
      path: request.path,
      errorType
    })
  }
  const guard = createLoginGuard('vc')
  const automationSession = createSession({
    vcenter: 'vc',
    guard,
    logIn: () => Promise.resolve(`automation-${++logins}`),
    logOut: () => Promise.resolve()
  })
  const credential = { user: 'u', password: 'p' }
  const vim = createVimApi({ vcenter: 'vc', exchange, credential, guard, automationSession })
  const readName = () =>
    vim.run(within =>
      within.get({ operation: 'read', type: 'VirtualMachine', id: 'vm-1', property: 'name' }, isAnything)
    )
  return { vim, readName, requests, paths: () => requests.map(({ path }) => path) }
}

function sessionOf(request: ExchangeRequest | undefined): string | undefined {
  return request?.headers?.['vmware-api-session-id']
}

test('since 8.0 U3 the session of the Automation API is used, and the release is agreed once for everybody', async () => {
  const { readName, requests, paths } = fakeVcenter(({ path }) => {
    if (path === helloPath) return { status: 200, value: { api_release: '8.0.3.0' } }
    if (path === contentPath('8.0.3.0')) return content('8.0.3')
    return { status: 200, value: { _typeName: 'string', _value: 'web' } }
  })
  assert.deepEqual(await Promise.all([readName(), readName(), readName()]), ['web', 'web', 'web'])
  const name = '/sdk/vim25/8.0.3.0/VirtualMachine/vm-1/name'
  assert.deepEqual(paths(), [helloPath, contentPath('8.0.3.0'), name, name, name])
  assert.deepEqual(requests[0]?.body, { api_releases: ['8.0.3.0', '8.0.2.0', '8.0.1.0'] })
  assert.equal(sessionOf(requests[0]), undefined)
  assert.equal(sessionOf(requests[2]), 'automation-1')
})

test('before 8.0 U3 VI/JSON gets a session of its own, its id is read from the header, and it is closed', async () => {
  const manager = '/sdk/vim25/8.0.2.0/SessionManager/SessionManager'
  const { vim, readName, requests, paths } = fakeVcenter(({ path }) => {
    if (path === helloPath) return { status: 200, value: { api_release: '8.0.2.0' } }
    if (path === contentPath('8.0.2.0')) return content('8.0.2')
    if (path === `${manager}/Login`) {
      return { status: 200, value: { key: 'not the id' }, headers: { 'vmware-api-session-id': 'vim-1' } }
    }
    return { status: 200, value: 'web' }
  })
  assert.equal(await readName(), 'web')
  const login = requests.find(({ operation }) => operation === loginOperation)
  assert.deepEqual(login?.body, { userName: 'u', password: 'p' })
  assert.equal(sessionOf(requests.at(-1)), 'vim-1')
  await vim.close()
  assert.equal(paths().at(-1), `${manager}/Logout`)
  assert.equal(sessionOf(requests.at(-1)), 'vim-1')
})

test('a failure of the negotiation is not remembered', async () => {
  let down = true
  const { readName } = fakeVcenter(({ path }) => {
    if (down) return { status: 503, value: 'SERVICE_UNAVAILABLE' }
    if (path === helloPath) return { status: 200, value: { api_release: '8.0.3.0' } }
    if (path.endsWith('/content')) return content('8.0.3')
    return { status: 200, value: 'web' }
  })
  await assert.rejects(readName(), { status: 503 })
  down = false
  assert.equal(await readName(), 'web')
})

test('a fault NotAuthenticated costs one log-in and one replay', async () => {
  const { readName, requests } = fakeVcenter(request => {
    if (request.path === helloPath) return { status: 200, value: { api_release: '8.0.3.0' } }
    if (request.path.endsWith('/content')) return content('8.0.3')
    return sessionOf(request) === 'automation-2'
      ? { status: 200, value: 'web' }
      : { status: 500, value: 'NotAuthenticated' }
  })
  assert.equal(await readName(), 'web')
  assert.equal(requests.length, 4)
})

test('a server that refuses a new session of the Automation API gets one of VI/JSON', async () => {
  const { readName } = fakeVcenter(request => {
    if (request.path === helloPath) return { status: 200, value: { api_release: '8.0.3.0' } }
    if (request.path.endsWith('/content')) return content('8.0.3')
    if (request.path.endsWith('/Login')) return { status: 200, headers: { 'vmware-api-session-id': 'vim-1' } }
    return sessionOf(request) === 'vim-1'
      ? { status: 200, value: 'web' }
      : { status: 500, value: 'NotAuthenticated' }
  })
  assert.equal(await readName(), 'web')
  assert.equal(await readName(), 'web')
})

test('a property that is unset is undefined, an answer of another form an error with its path', async () => {
  const { vim, readName } = fakeVcenter(({ path }) => {
    if (path === helloPath) return { status: 200, value: { api_release: '8.0.3.0' } }
    if (path.endsWith('/content')) return content('8.0.3')
    return { status: 200, value: null }
  })
  assert.equal(await readName(), undefined)
  const isNumber = (value: unknown): value is number => typeof value === 'number'
  const call = { operation: 'read', type: 'VirtualMachine', id: 'vm-1', property: 'name' }
  await assert.rejects(
    vim.run(within => within.get(call, isNumber)),
    {
      path: '/sdk/vim25/8.0.3.0/VirtualMachine/vm-1/name',
      messages: ['The answer has an unexpected form.']
    }
  )
})

test('tidying up goes on after the caller has gone, and never throws', async () => {
  const controller = new AbortController()
  const { vim, paths } = fakeVcenter(({ path }) => {
    if (path === helloPath) return { status: 200, value: { api_release: '8.0.3.0' } }
    if (path.endsWith('/content')) return content('8.0.3')
    return { status: 500, value: 'ManagedObjectNotFound' }
  })
  await vim.run(async within => {
    controller.abort()
    await within.tidyUp({
      operation: 'x',
      type: 'ContainerView',
      id: 'v',
      method: 'DestroyView',
      effect: 'read'
    })
  }, controller.signal)
  assert.equal(paths().at(-1), '/sdk/vim25/8.0.3.0/ContainerView/v/DestroyView')
})

test('a change whose answer cannot be read has an unknown outcome, a read is an error', async () => {
  let junk: unknown = 'web'
  for (let level = 0; level < 100_000; level++) junk = { _value: junk, _typeName: 'x' }
  const answers: unknown[] = [undefined, null, { a: 1 }, 5, { type: 'Task', value: '' }, junk]
  for (const value of answers) {
    const { vim, paths } = fakeVcenter(({ path }) => {
      if (path === helloPath) return { status: 200, value: { api_release: '8.0.3.0' } }
      if (path.endsWith('/content')) return content('8.0.3')
      return { status: value === undefined ? 204 : 200, value }
    })
    const call = { operation: 'x', type: 'VirtualMachine', id: 'vm-1', method: 'CreateSnapshot_Task' }
    const invoke = (effect: 'read' | 'write') =>
      vim.run(within => within.invoke({ ...call, effect }, isReference))
    await assert.rejects(invoke('write'), {
      name: 'VcenterOutcomeUnknownError',
      operation: 'x',
      path: '/sdk/vim25/8.0.3.0/VirtualMachine/vm-1/CreateSnapshot_Task'
    })
    assert.equal(paths().length, 3)
    await assert.rejects(invoke('read'), { name: 'VcenterApiError' })
  }
})
