import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { answerError, answerJson, startServer } from '../server.ts'
import { connect, moRef, serviceContent } from './vim-server.ts'

interface Wire {
  version: string
  apiType?: string
  /** How paths end that it does not know. */
  unknown?: string
  hello?: (releases: string[]) => { status: number; body?: unknown }
}

const helloPath = '/api/vcenter/system?action=hello'

/** A vCenter that knows the releases of VI/JSON up to its own version; both may change while it runs. */
async function startVcenter(t: TestContext, wire: Wire) {
  const { host, ca, seen } = await startServer(
    t,
    (request, response) => {
      const { url, method, body } = request
      if (url === '/api/session') return answerJson(response, method === 'POST' ? 201 : 204, 'session-1')
      if (url === helloPath) {
        const releases = (JSON.parse(body) as { api_releases: string[] }).api_releases
        const { status, body: answer } = (wire.hello ?? hello)(releases)
        return answerJson(response, status, answer)
      }
      const release = url.split('/')[3] ?? ''
      if (!isServed(release) || url.endsWith(wire.unknown ?? '?'))
        return answerError(response, 404, 'NOT_FOUND')
      if (url.endsWith('/content')) return answerJson(response, 200, content())
      if (url.endsWith('/Login')) response.setHeader('vmware-api-session-id', `vim-${release}`)
      return answerJson(response, 200, url.endsWith('_Task') ? moRef('Task', 'task-1') : null)
    },
    { tls: true }
  )

  function hello(releases: string[]) {
    if (wire.version < '8.0.2') return { status: 404, body: {} }
    return { status: 200, body: { api_release: releases.find(isServed) ?? '' } }
  }

  function isServed(release: string): boolean {
    return wire.version >= '8.0.1' && release <= `${wire.version}.0`
  }

  function content() {
    const { version, apiType = 'VirtualCenter' } = wire
    const fullName = `VMware Something ${version}`
    return { ...serviceContent, about: { ...serviceContent.about, version, apiType, fullName } }
  }

  const client = connect(t, host, ca)
  return {
    client,
    seen,
    read: () => client.getSnapshots({ vm: 'vm-1' }),
    urls: (end: string) => seen.map(({ url }) => url).filter(url => url.endsWith(end))
  }
}

for (const [version, release] of [
  ['8.0.1', '8.0.1.0'],
  ['8.0.2', '8.0.2.0'],
  ['8.0.3', '8.0.3.0'],
  ['9.0.0', '8.0.3.0']
] as const) {
  test(`vCenter ${version} is talked to at release ${release}, agreed once for everybody`, async t => {
    const { read, urls } = await startVcenter(t, { version })
    await Promise.all([read(), read(), read()])
    await read()
    assert.equal(urls(helloPath).length, 1)
    assert.deepEqual(
      new Set(urls('/snapshot')),
      new Set([`/sdk/vim25/${release}/VirtualMachine/vm-1/snapshot`])
    )
  })
}

const unsupported = { name: 'VcenterUnsupportedError', message: /needs vCenter 8\.0 U1 or later/ }

test('8.0 has no VI/JSON, and is not asked again and again', async t => {
  const { read, seen } = await startVcenter(t, { version: '8.0.0' })
  await assert.rejects(read(), unsupported)
  await assert.rejects(read(), unsupported)
  assert.deepEqual(
    seen.map(({ url }) => url),
    [helloPath, '/sdk/vim25/8.0.1.0/ServiceInstance/ServiceInstance/content']
  )
})

test('a vCenter that was too old is looked at again after ten minutes', async t => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const wire = { version: '8.0.0' }
  const { read } = await startVcenter(t, wire)
  await assert.rejects(read(), unsupported)
  wire.version = '8.0.3'
  t.mock.timers.tick(10 * 60_000 - 1)
  await assert.rejects(read(), unsupported)
  t.mock.timers.tick(1)
  assert.equal(await read(), undefined)
})

test('no release in common is unsupported too, and so is one that was not offered', async t => {
  for (const api_release of ['', '../../x', 8, undefined]) {
    const hello = () => ({ status: 200, body: { api_release } })
    const { read, urls } = await startVcenter(t, { version: '8.0.3', hello })
    await assert.rejects(read(), unsupported)
    assert.equal(urls('/content').length, 0)
  }
})

test('an older server that wants a session for hello is asked at 8.0.1.0', async t => {
  const hello = () => ({ status: 401, body: { error_type: 'UNAUTHENTICATED', messages: [] } })
  const { read, urls } = await startVcenter(t, { version: '8.0.1', hello })
  assert.equal(await read(), undefined)
  assert.equal(urls('/8.0.1.0/ServiceInstance/ServiceInstance/content').length, 1)
})

test('an ESXi host is told from a vCenter', async t => {
  const { read } = await startVcenter(t, { version: '8.0.3', apiType: 'HostAgent' })
  await assert.rejects(read(), {
    name: 'VcenterApiError',
    message: /VMware Something 8\.0\.3 answers here, a host and no vCenter\.$/
  })
})

test('what lacks the managers that every call needs is no vCenter', async t => {
  const { sessionManager, ...rest } = serviceContent
  const { host, ca } = await startServer(
    t,
    ({ url }, response) => answerJson(response, 200, url === helloPath ? { api_release: '8.0.3.0' } : rest),
    { tls: true }
  )
  assert.ok(sessionManager)
  await assert.rejects(connect(t, host, ca).getSnapshots({ vm: 'vm-1' }), {
    name: 'VcenterApiError',
    message: /The answer is not the service content of a vCenter\.$/
  })
})

test('a log-in that finds no vCenter does not put the release in doubt', async t => {
  const { host, ca, seen } = await startServer(
    t,
    ({ url }, response) => {
      if (url === '/api/session') return answerError(response, 404, 'NOT_FOUND')
      answerJson(response, 200, url === helloPath ? { api_release: '8.0.3.0' } : serviceContent)
    },
    { tls: true }
  )
  await assert.rejects(connect(t, host, ca).getSnapshots({ vm: 'vm-1' }), { path: '/api/session' })
  assert.equal(seen.filter(({ url }) => url === helloPath).length, 1)
})

test('a manager that is missing is named', async t => {
  const { client } = await startVcenter(t, { version: '8.0.3' })
  assert.deepEqual(await client.queryEvents({ maximum: 1 }), [])
  const { eventManager, ...rest } = serviceContent
  const without = await startServer(
    t,
    ({ url }, response) => {
      if (url === '/api/session') return answerJson(response, 201, 'session-1')
      return answerJson(response, 200, url === helloPath ? { api_release: '8.0.3.0' } : rest)
    },
    { tls: true }
  )
  assert.ok(eventManager)
  const other = connect(t, without.host, without.ca)
  await assert.rejects(other.queryEvents({ maximum: 1 }), {
    name: 'VcenterUnsupportedError',
    message: /EventManager/
  })
})

for (const [before, after] of [
  ['8.0.3', '8.0.2'],
  ['8.0.2', '8.0.1']
] as const) {
  test(`a vCenter set back from ${before} to ${after} is agreed with anew, once, for reads and writes`, async t => {
    const wire = { version: before as string }
    const { client, read, urls, seen } = await startVcenter(t, wire)
    await read()
    wire.version = after
    const start = () => client.consolidateDisks({ vm: 'vm-1' })
    assert.deepEqual(await Promise.all([start(), start(), start()]), ['task-1', 'task-1', 'task-1'])
    await read()
    assert.equal(urls(helloPath).length, 2)
    const last = seen.at(-1)
    assert.equal(last?.url, `/sdk/vim25/${after}.0/VirtualMachine/vm-1/snapshot`)
    assert.equal(last.headers['vmware-api-session-id'], `vim-${after}.0`)
  })
}

test('an upgraded vCenter goes on at the release agreed', async t => {
  const wire = { version: '8.0.2' }
  const { read, urls } = await startVcenter(t, wire)
  await read()
  wire.version = '9.0.0'
  await read()
  assert.equal(urls(helloPath).length, 1)
  assert.equal(urls('/8.0.2.0/VirtualMachine/vm-1/snapshot').length, 2)
})

test('a vCenter that had the API and has not is starting: it is asked again at once', async t => {
  const wire = { version: '8.0.3' }
  const { read } = await startVcenter(t, wire)
  await read()
  wire.version = '8.0.0'
  await assert.rejects(read(), unsupported)
  wire.version = '8.0.3'
  assert.equal(await read(), undefined)
})

test('a path that is unknown at a release still served is an error, asked for twice at most', async t => {
  const wire: Wire = { version: '8.0.3' }
  const { read, urls } = await startVcenter(t, wire)
  await read()
  wire.unknown = '/snapshot'
  await assert.rejects(read(), { status: 404, isNotFound: true })
  assert.equal(urls('/snapshot').length, 2)
  assert.equal(urls(helloPath).length, 2)
})
