import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import type { VcenterEntry } from '../src/config/vcenter-entry.ts'
import { bearer, startService } from './helper.ts'
import { startNamed, startSilent, vcentersFile } from './vcenters.ts'

/** More than one vCenter may have in the air at once, so that they also wait for each other. */
const flood = 40

/** A vCenter that is well takes milliseconds; one that is not is given up after three seconds and more. */
const usualMs = 2500

/** vCenters that are not well, with the time-outs of every default. */
const illnesses: Record<string, (t: TestContext) => Promise<VcenterEntry>> = {
  'is down': async t => {
    const { simulator, entry } = await startNamed(t, 'ill')
    await simulator.close()
    return entry
  },
  'takes connections and says nothing': async t => {
    const { entry } = await startNamed(t, 'ill')
    return { ...entry, port: (await startSilent(t)).port }
  },
  'reads requests and never answers': async t => {
    const { simulator, entry } = await startNamed(t, 'ill')
    simulator.fail({ path: /./, times: 'unlimited' }, { delayMs: 60_000 })
    return entry
  },
  'shows a certificate nobody vouches for': async t => {
    const { ca: _, ...entry } = (await startNamed(t, 'ill')).entry
    return entry
  }
}

for (const [illness, fallIll] of Object.entries(illnesses)) {
  test(`a vCenter that ${illness} holds up neither the start, nor another vCenter, nor the stop`, async t => {
    const file = vcentersFile(t, [await fallIll(t)])
    const startedAt = performance.now()
    const service = await startService(t, { env: { VCENTERS_FILE: file }, stopGraceMs: 300 })
    await service.listen()
    assert.ok(performance.now() - startedAt < usualMs, 'the start')

    const ill = Array.from({ length: flood }, (_item, index) =>
      get(`/api/v1/vms?hostname=ill&names=vm-${index}`)
    )
    const change = post('/api/v1/vms/vm-1001/power-on', { hostname: 'ill' })
    for (let count = 0; count < 5; count++) {
      const askedAt = performance.now()
      const answers = await Promise.all([get('/api/v1/vms'), get('/api/v1/datastores'), get('/readyz')])
      assert.deepEqual(
        answers.map(({ statusCode }) => statusCode),
        [200, 200, 200]
      )
      assert.ok(performance.now() - askedAt < usualMs, 'the other vCenter')
    }

    const stoppedAt = performance.now()
    await service.app.close()
    // the grace, two seconds for last words, two for each vCenter side by side
    assert.ok(performance.now() - stoppedAt < 300 + 2000 + 2000 + usualMs, 'the stop')
    assert.equal(service.simulator.sessions, 0)
    for (const answer of await Promise.all([...ill, change])) {
      assert.equal(answer.json<{ code: string }>().code, 'unavailable')
    }

    function get(url: string) {
      return service.app.inject({ url, headers: bearer('viewer') })
    }

    function post(url: string, payload: object) {
      return service.app.inject({ method: 'POST', url, payload, headers: bearer('operator') })
    }
  })
}

test('log-ins that one vCenter refuses pause that one only', async t => {
  const other = await startNamed(t, 'other')
  const wrong = { ...(await startNamed(t, 'wrong')).entry, password: 'wrong' }
  const service = await startService(t, { env: { VCENTERS_FILE: vcentersFile(t, [wrong, other.entry]) } })
  const codeOn = async (hostname: string) => {
    const url = `/api/v1/vms?hostname=${hostname}`
    const answer = await service.app.inject({ url, headers: bearer('viewer') })
    return answer.json<{ code?: string }>().code
  }
  for (let count = 0; count < 3; count++) assert.equal(await codeOn('wrong'), 'vcenter_error')
  assert.equal(await codeOn('wrong'), 'unavailable')
  assert.equal(await codeOn('other'), undefined)
  assert.equal(await codeOn(service.simulator.host), undefined)
})
