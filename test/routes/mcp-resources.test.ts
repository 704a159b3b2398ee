import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { callRest } from '../faces.ts'
import { startService } from '../helper.ts'
import type { RpcMessage } from '../modern-request.ts'
import { startNamed, vcentersFile } from '../vcenters.ts'
import { eras } from './both-eras.ts'

const missing = { '2025': -32_002, '2026': -32_602 } as Record<string, number>

function textIn({ result }: RpcMessage): string {
  const contents = (result?.['contents'] ?? []) as { text: string }[]
  return contents[0]?.text ?? ''
}

async function start(t: TestContext) {
  const service = await startService(t)
  return { service, vcenter: service.simulator.host }
}

for (const [era, ask] of Object.entries(eras)) {
  test(`${era}: a resource says what its tool says, and is recorded as that tool`, async t => {
    const { service, vcenter } = await start(t)
    const uri = `vsphere://${encodeURIComponent(vcenter)}/vms/vm-1001`
    const answer = await ask(service, 'resources/read', { uri })
    const { body } = await callRest(service, 'viewer', 'get_vm_details', { vm: 'vm-1001' })
    assert.deepEqual(JSON.parse(textIn(answer)), body)
    const record = service.audit()[0]
    assert.deepEqual(
      [record?.tool, record?.method, record?.outcome],
      ['get_vm_details', 'resources/read', 'ok']
    )
  })

  test(`${era}: a name does as well as an id, also one that has to be encoded`, async t => {
    const { service, vcenter } = await start(t)
    for (const name of ['web-01', 'load 100% test', '東京-web-01']) {
      const answer = await ask(service, 'resources/read', {
        uri: `vsphere://${vcenter}/vms/${encodeURIComponent(name)}`
      })
      assert.equal((JSON.parse(textIn(answer)) as { name: string }).name, name)
    }
  })

  test(`${era}: a URI comes back clean, in quotes and not at any length`, async t => {
    const { service } = await start(t)
    const { error } = await ask(service, 'resources/read', {
      // a header carries no invisible characters as they are
      uri: `file:///it's${era === '2025' ? '\u200b' : ''}/${'x'.repeat(6000)}`
    })
    assert.match(error?.message ?? '', /There is no resource 'file:\/\/\/it’s\/x+…'\.$/)
    assert.match(String(error?.data?.['uri']), /^file:\/\/\/it's\/x+…$/)
    assert.ok(JSON.stringify(error).length < 3000)
  })

  test(`${era}: what is not there is not found, in the words of the era and with its URI`, async t => {
    const { service, vcenter } = await start(t)
    for (const uri of [
      `vsphere://${vcenter}/vms/vm-999999`,
      `vsphere://${vcenter}/planets/1`,
      `vsphere://${vcenter}/vms/%zz`,
      `vsphere://${vcenter}/vms/vm-1001/disks`,
      'vsphere:///vms/vm-1001',
      'vsphere-mcp-pro://docs/nothing',
      'file:///etc/passwd'
    ]) {
      const { error } = await ask(service, 'resources/read', { uri })
      assert.equal(error?.code, missing[era], uri)
      assert.equal(error?.data?.['uri'], uri)
    }
  })

  test(`${era}: a vCenter that is not configured is refused by name, and never asked`, async t => {
    const { service } = await start(t)
    const { error } = await ask(service, 'resources/read', { uri: 'vsphere://vc.evil.example/vms/vm-1001' })
    assert.equal(error?.data?.['code'], 'forbidden')
    assert.equal(service.simulator.requests.length, 0)
  })

  test(`${era}: whoever may not call the tool can neither see its resources nor read them`, async t => {
    const service = await startService(t, {
      env: { ROLES_TO_TOOLS: JSON.stringify({ viewer: ['list_vms'], operator: [], admin: ['*'] }) }
    })
    const templates = await ask(service, 'resources/templates/list')
    assert.deepEqual(templates.result?.['resourceTemplates'], [])
    const listed = JSON.stringify((await ask(service, 'resources/list')).result)
    assert.doesNotMatch(listed, /vsphere:\/\//)
    const uri = `vsphere://${service.simulator.host}/vms/vm-1001`
    const { error } = await ask(service, 'resources/read', { uri })
    assert.equal(error?.data?.['code'], 'forbidden')
    assert.equal(service.audit()[0]?.outcome, 'denied')
  })

  test(`${era}: reading costs a call of the rate limit`, async t => {
    const service = await startService(t, {
      env: { RATE_LIMIT: 'true', RATE_LIMIT_BURST: '1', RATE_LIMIT_RPS: '0.01' }
    })
    const uri = `vsphere://${service.simulator.host}/vms/vm-1001`
    assert.ok((await ask(service, 'resources/read', { uri })).result)
    const { error } = await ask(service, 'resources/read', { uri })
    assert.deepEqual([error?.code, error?.data?.['code']], [-32_000, 'rate_limited'])
    assert.ok(Number(error?.data?.['retry_after_s']) > 0)
  })

  test(`${era}: what is listed can be read, and templates say what they lead to`, async t => {
    const { service } = await start(t)
    const listed = (await ask(service, 'resources/list')).result?.['resources'] as { uri: string }[]
    assert.ok(listed.length >= 3)
    for (const { uri } of listed)
      assert.notEqual(textIn(await ask(service, 'resources/read', { uri })), '', uri)
    const templates = (await ask(service, 'resources/templates/list')).result?.['resourceTemplates']
    assert.match(JSON.stringify(templates), /"vsphere:\/\/\{vcenter\}\/vms\/\{id\}"/)
  })

  test(`${era}: what the service was started without is neither listed nor completed`, async t => {
    const service = await startService(t, { env: { TOOLSETS: 'power' } })
    assert.doesNotMatch(JSON.stringify(await ask(service, 'resources/list')), /utilization/)
    assert.deepEqual((await ask(service, 'resources/templates/list')).result?.['resourceTemplates'], [])
    const ref = { type: 'ref/resource', uri: 'vsphere://{vcenter}/vms/{id}' }
    const typed = await ask(service, 'completion/complete', { ref, argument: { name: 'id', value: 'web' } })
    assert.deepEqual(typed.result?.['completion'], { values: [], total: 0, hasMore: false })
    assert.deepEqual(service.audit(), [])
  })

  test(`${era}: the documents name the tools of their reader only`, async t => {
    const { service } = await start(t)
    const uri = 'vsphere-mcp-pro://docs/tools'
    const forViewer = textIn(await ask(service, 'resources/read', { uri }))
    assert.match(forViewer, /^## list_vms$/m)
    assert.match(forViewer, /^ {2}- `guest_os` \(string, optional\)$/m)
    assert.doesNotMatch(forViewer, /^## delete_vm$/m)
    assert.match(textIn(await ask(service, 'resources/read', { uri }, 'admin')), /^## delete_vm$/m)
    const errors = textIn(await ask(service, 'resources/read', { uri: 'vsphere-mcp-pro://docs/errors' }))
    assert.match(errors, /`outcome_unknown` \| Outcome unknown \| no \| 504/)
  })
}

for (const [era, ask] of Object.entries(eras)) {
  test(`${era}: everybody can read its own last calls, and nobody those of others`, async t => {
    const service = await startService(t)
    await callRest(service, 'admin', 'power_on_vm', { vm: 'db-02' })
    await callRest(service, 'viewer', 'list_vms', { limit: 1 })
    await callRest(service, 'viewer', 'delete_vm', { vm: 'db-02' })
    const { calls } = JSON.parse(
      textIn(await ask(service, 'resources/read', { uri: 'vsphere-mcp-pro://calls/recent' }))
    )
    const told = (calls as Record<string, unknown>[]).map(({ tool, outcome }) => [tool, outcome])
    assert.deepEqual(told, [
      ['delete_vm', 'denied'],
      ['list_vms', 'ok']
    ])
  })
}

test('a resource of one vCenter is read there and nowhere else', async t => {
  const { simulator: other, entry } = await startNamed(t, 'vc-two.example')
  const service = await startService(t, { env: { VCENTERS_FILE: vcentersFile(t, [entry]) } })
  for (const ask of Object.values(eras)) {
    const answer = await ask(service, 'resources/read', { uri: 'vsphere://vc-two.example/vms/vm-1001' })
    assert.match(textIn(answer), /"id":"vm-1001"/)
  }
  assert.ok(other.requests.length > 0)
  assert.equal(service.simulator.requests.length, 0)
})

test('2026: a live object must not be kept, a list may be for a while', async t => {
  const { service, vcenter } = await start(t)
  const read = await eras['2026'](service, 'resources/read', { uri: `vsphere://${vcenter}/vms/vm-1001` })
  assert.deepEqual([read.result?.['ttlMs'], read.result?.['cacheScope']], [0, 'private'])
  const list = await eras['2026'](service, 'resources/list')
  assert.deepEqual([list.result?.['ttlMs'], list.result?.['cacheScope']], [300_000, 'private'])
})
