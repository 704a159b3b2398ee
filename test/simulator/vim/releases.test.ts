import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, sdk, startBench, type Bench } from '../helper.ts'

/** What each release of vCenter is known by: https://developer.broadcom.com/xapis/ */
const releases = [
  { apiRelease: '8.0.0.0', version: '8.0.0', viJson: [], hello: false, unified: false },
  { apiRelease: '8.0.1.0', version: '8.0.1', viJson: ['8.0.1.0'], hello: false, unified: false },
  { apiRelease: '8.0.2.0', version: '8.0.2', viJson: ['8.0.1.0', '8.0.2.0'], hello: true, unified: false },
  {
    apiRelease: '8.0.3.0',
    version: '8.0.3',
    viJson: ['8.0.1.0', '8.0.2.0', '8.0.3.0'],
    hello: true,
    unified: true
  },
  {
    apiRelease: '9.0.0.0',
    version: '9.0.0',
    viJson: ['8.0.1.0', '8.0.2.0', '8.0.3.0', '9.0.0.0'],
    hello: true,
    unified: true
  }
] as const

function negotiate({ call }: Bench, wanted: string[]) {
  return call('POST', '/api/vcenter/system?action=hello', { body: { api_releases: wanted } })
}

for (const { apiRelease, version, viJson, hello, unified } of releases) {
  test(`${apiRelease} has ${viJson.length} releases of VI/JSON, ${hello ? 'a' : 'no'} hello, ${unified ? 'one session' : 'two sessions'}`, async t => {
    const bench = await startBench(t, { apiRelease, vms: 5 })
    const { call } = bench
    const content = (release: string) =>
      call('GET', `/sdk/vim25/${release}/ServiceInstance/ServiceInstance/content`)
    for (const release of ['8.0.0.0', '8.0.1.0', '8.0.2.0', '8.0.3.0', '9.0.0.0', '9.1.0.0']) {
      const served = (viJson as readonly string[]).includes(release)
      const reply = await content(release)
      assert.equal(reply.status, served ? 200 : 404, release)
      if (!served) continue
      const about = at(reply.json, 'about')
      assert.deepEqual([at(about, 'version'), at(about, 'apiVersion')], [version, apiRelease])
      assert.equal(
        at(about, 'fullName'),
        `VMware vCenter Server ${version} build-${String(at(about, 'build'))}`
      )
      assert.equal(at(about, 'licenseProductVersion'), version.slice(0, 3))
    }
    const versions = await call('GET', '/sdk/vimServiceVersions.xml')
    assert.ok(versions.text.includes(`<version>${apiRelease}</version><priorVersions>`))
    const prior = [...versions.text.matchAll(/<version>([\d.]+)</g)].map(match => match[1] ?? '').slice(1)
    assert.ok(prior.length > 3 && prior.every(earlier => earlier < apiRelease), versions.text)
    const wanted = ['9.0.0.0', '8.0.3.0', '8.0.2.0', '8.0.1.0']
    const answer = await negotiate(bench, wanted)
    assert.equal(answer.status, hello ? 200 : 404)
    if (hello) assert.equal(at(answer.json, 'api_release'), viJson.at(-1))
    if (viJson.length === 0) return
    const headers = { 'vmware-api-session-id': await bench.login() }
    const reply = await call('GET', `${sdk}/VirtualMachine/vm-1001/name`, { headers })
    if (unified) assert.equal(reply.json, 'web-01')
    else assert.equal(at(reply.json, '_typeName'), 'NotAuthenticated')
  })
}
