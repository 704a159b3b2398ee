import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { createVcenterConnection } from '../../../src/vcenter/pool.ts'
import { answerError, answerJson, startServer } from '../server.ts'

/**
 * A vCenter 8.0 GA that refuses every list of VMs but those of a single host, and takes its time; `onHost` tells which
 * VMs are on a host when its list is asked for; `undefined` is an error.
 */
async function startSlowVcenter(
  t: TestContext,
  hosts: readonly string[],
  onHost: (host: string) => string[] | undefined
) {
  let inFlight = 0
  let most = 0
  let parts = 0
  const { host, ca } = await startServer(
    t,
    ({ method, url }, response) => {
      const { pathname, searchParams } = new URL(url, 'https://vcenter.example')
      if (pathname === '/api/session') {
        return method === 'POST' ? answerJson(response, 201, 'session') : answerJson(response, 204)
      }
      if (pathname === '/api/vcenter/host') {
        return answerJson(
          response,
          200,
          hosts.map(each => ({ host: each, name: each, connection_state: 'CONNECTED' }))
        )
      }
      if (pathname !== '/api/vcenter/vm') return answerError(response, 404, 'NOT_FOUND')
      const wanted = searchParams.getAll('hosts')
      parts += 1
      const [only] = wanted
      if (only !== undefined && !onHost(only)) return answerError(response, 500, 'ERROR', 'No figures.')
      if (only === undefined || wanted.length > 1) {
        return answerError(response, 500, 'UNABLE_TO_ALLOCATE_RESOURCE', 'Too many.')
      }
      inFlight += 1
      most = Math.max(most, inFlight)
      setTimeout(() => {
        inFlight -= 1
        const vms = onHost(only)?.map(vm => ({ vm, name: vm, power_state: 'POWERED_ON' }))
        answerJson(response, 200, vms)
      }, 5)
    },
    { tls: true }
  )
  const connection = createVcenterConnection({
    name: host,
    address: host,
    user: 'user',
    password: 'secret',
    ca,
    insecure: false,
    timeoutMs: 5_000,
    retries: 0,
    backoffMs: 1,
    apiMode: 'api'
  })
  t.after(() => connection.close())
  return { client: connection.client(), most: () => most, parts: () => parts }
}

const twenty = Array.from({ length: 20 }, (_, index) => `host-${index}`)

test('at most four parts are asked for at a time', async t => {
  const { client, most } = await startSlowVcenter(t, twenty, host => [`vm-of-${host}`])
  assert.equal((await client.listVms()).length, 20)
  assert.equal(most(), 4)
})

test('a VM that is seen in two parts, because it moved, is there once', async t => {
  const { client } = await startSlowVcenter(t, twenty, host => ['vm-1', `vm-of-${host}`])
  const vms = await client.listVms()
  assert.equal(vms.filter(({ vm }) => vm === 'vm-1').length, 1)
  assert.equal(vms.length, 21)
})

test('a part that fails is a failure of the whole: no list is answered without it', async t => {
  const { client } = await startSlowVcenter(t, twenty, host => (host === 'host-7' ? undefined : ['vm-1']))
  await assert.rejects(client.listVms(), /\[ERROR\]: No figures/)
})

test('after a part that fails no further ones are asked for', async t => {
  const hosts = Array.from({ length: 64 }, (_, index) => `host-${index}`)
  const { client, parts } = await startSlowVcenter(t, hosts, host =>
    host === 'host-32' ? undefined : ['vm-1']
  )
  await assert.rejects(client.listVms(), /\[ERROR\]: No figures/)
  await new Promise(resolve => setTimeout(resolve, 100))
  assert.ok(parts() < 20, `${parts()} of 127`)
})
