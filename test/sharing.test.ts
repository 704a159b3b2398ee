import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Service, bearer, startService } from './helper.ts'
import { vcenterKinds } from './vcenter-kinds.ts'

/** Log-ins of both APIs: the second one has sessions of its own before 8.0 U3. */
function logIns({ simulator }: Service): number {
  const isLogIn = /^\/api\/session$|^\/rest\/com\/vmware\/cis\/session$|\/Login$/
  return simulator.requests.filter(
    ({ method, path, query }) => method === 'POST' && query === '' && isLogIn.test(path)
  ).length
}

/** A hundred calls of both APIs; no two of them ask the same. */
function hundredCalls({ app }: Service) {
  return Array.from({ length: 100 }, (_item, index) => {
    const url =
      index % 2 === 0 ? `/api/v1/vms?names=vm-${index}` : `/api/v1/vms/vm-${1001 + (index % 16)}/snapshots`
    return app.inject({
      url: index % 4 === 3 ? `/api/v1/hosts?verbose=true&limit=${index}` : url,
      headers: bearer('viewer')
    })
  })
}

for (const vcenter of vcenterKinds) {
  test(`a hundred identical reads are one request to vCenter and one log-in (${vcenter.name})`, async t => {
    const service = await startService(t, { vcenter })
    const answers = await Promise.all(
      Array.from({ length: 100 }, () =>
        service.app.inject({ url: '/api/v1/datacenters', headers: bearer('viewer') })
      )
    )
    assert.deepEqual(new Set(answers.map(answer => answer.statusCode)), new Set([200]))
    const { requests } = service.simulator
    assert.equal(requests.length, 2, requests.map(({ method, path }) => `${method} ${path}`).join(', '))
    assert.equal(requests.filter(({ path }) => path.endsWith('/vcenter/datacenter')).length, 1)
    assert.equal(logIns(service), 1)
  })

  const sessions = vcenter.release === '8.0.1.0' ? 2 : 1

  test(`sessions that end under a hundred calls cost one log-in each, and no call (${vcenter.name})`, async t => {
    const service = await startService(t, { vcenter })
    await Promise.all(hundredCalls(service).slice(0, 4))
    assert.equal(logIns(service), sessions)

    service.simulator.expireSessions()
    const after = await Promise.all(hundredCalls(service))
    assert.deepEqual(new Set(after.map(answer => answer.statusCode)), new Set([200]))
    assert.equal(logIns(service), 2 * sessions)

    // in the middle of them, while some are answered, some are on their way and some wait
    const calls = hundredCalls(service)
    const { requests } = service.simulator
    const before = requests.length
    while (requests.length < before + 20) await new Promise(resolve => setImmediate(resolve))
    service.simulator.expireSessions()
    assert.deepEqual(new Set((await Promise.all(calls)).map(answer => answer.statusCode)), new Set([200]))
    assert.equal(logIns(service), 3 * sessions)
    assert.equal(service.simulator.sessions, sessions)
  })
}
