import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CodedError } from '../../src/errors.ts'
import { resolveId, resolveVm } from '../../src/tools/resolve.ts'
import type { VcenterClient } from '../../src/vcenter/types.ts'
import { answerService, openConnection, reference } from '../vcenter/connections.ts'
import { releases, startWorld } from '../vcenter/inventory/world.ts'
import { answerError, answerJson } from '../vcenter/server.ts'

const caps = { vms: 10, hosts: 5, clusters: 2, datacenters: 1, datastores: 4 }

async function idOf(client: VcenterClient, ref: string): Promise<string> {
  return (await resolveVm(client, ref)).vm
}

async function refusal(promise: Promise<unknown>): Promise<CodedError> {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown
  )
  assert.ok(error instanceof CodedError, String(error))
  return error
}

function candidatesOf(details: Record<string, unknown> = {}) {
  return details['candidates'] as { id: string; name: string; path: string }[]
}

test('a VM is found by its inventory path, with the folder vm and without it', async t => {
  const { client } = await startWorld(t)
  const vm = await idOf(client, 'web-01')
  for (const path of [
    '/Amsterdam/vm/Production/Web/web-01',
    'Amsterdam/vm/Production/Web/web-01/',
    '/Amsterdam/Production/Web/web-01'
  ]) {
    assert.equal(await idOf(client, path), vm, path)
  }
})

test('a percent sign in a path may be escaped or not', async t => {
  const { client } = await startWorld(t)
  const vm = await idOf(client, 'load 100% test')
  assert.equal(await idOf(client, '/Amsterdam/vm/Development/Sandbox/load 100%25 test'), vm)
  assert.equal(await idOf(client, '/Amsterdam/Development/Sandbox/load 100% test'), vm)
})

test('a VM is found by its id, which no template and no other VM has', async t => {
  const { client, asked, simulator } = await startWorld(t)
  const vm = await idOf(client, 'web-01')
  asked()
  assert.equal(await idOf(client, vm), vm)
  assert.deepEqual(asked(), [`GET /api/vcenter/vm?vms=${vm}`])
  const template = [...simulator.inventory.vms.values()].find(each => each.template)
  for (const id of [template?.id ?? '', 'vm-0']) {
    assert.equal((await refusal(resolveVm(client, id))).code, 'not_found', id)
  }
})

test('a filter that gets lost on the way never makes another object of what was meant', async t => {
  const { connection } = await openConnection(t, ({ url }, response) => {
    if (url.startsWith('/api/vcenter/vm'))
      return answerJson(response, 200, [{ vm: 'vm-1', name: 'other', power_state: 'POWERED_ON' }])
    answerJson(response, 200, [{ host: 'host-1', name: 'other', connection_state: 'CONNECTED' }])
  })
  const client = connection.client()
  for (const ref of ['web-01', 'vm-2']) {
    assert.equal((await refusal(resolveVm(client, ref))).code, 'not_found', ref)
  }
  for (const ref of ['esx-01', 'host-2']) {
    assert.equal((await refusal(resolveId(client, 'host', ref))).code, 'not_found', ref)
  }
})

test('a name is found in either spelling of vCenter, and twice is ambiguous also where paths cannot be read', async t => {
  let names = ['A%2fB 50%25']
  const { connection } = await openConnection(t, ({ url }, response) => {
    if (!url.startsWith('/api/vcenter/vm')) return answerError(response, 403, 'UNAUTHORIZED')
    answerJson(
      response,
      200,
      names.map((name, index) => ({ vm: `vm-${index}`, name, power_state: 'POWERED_ON' }))
    )
  })
  const client = connection.client()
  assert.equal(await idOf(client, 'A/B 50%'), 'vm-0')
  names = ['twice', 'twice']
  const { code, options } = await refusal(resolveVm(client, 'twice'))
  assert.equal(code, 'ambiguous')
  assert.deepEqual(candidatesOf(options.details), [
    { id: 'vm-0', name: 'twice' },
    { id: 'vm-1', name: 'twice' }
  ])
})

test('names that come close are those that hold the text, and those with a typing mistake', async t => {
  const { client } = await startWorld(t)
  assert.match((await refusal(resolveVm(client, 'load 100'))).options.hint ?? '', /'load 100% test'/)
  assert.match((await refusal(resolveVm(client, 'wbe-01'))).options.hint ?? '', /'web-01'/)
  assert.equal((await refusal(resolveVm(client, 'nothing like any of them'))).options.details, undefined)
})

test('a path leads to a VM of its last name only', async t => {
  const { connection } = await openConnection(t, ({ url }, response) => {
    const vms = [{ vm: 'vm-1', name: 'other', power_state: 'POWERED_ON' }]
    if (url.startsWith('/api/vcenter/vm')) return answerJson(response, 200, url.includes('vms=') ? vms : [])
    if (url.startsWith('/api/vcenter/datacenter')) return answerJson(response, 200, [])
    if (url.endsWith('/Login')) response.setHeader('vmware-api-session-id', 'vim-1')
    const service = answerService(url, '8.0.2') as { searchIndex?: object } | undefined
    const searchIndex = reference('SearchIndex', 'SearchIndex')
    answerJson(response, 200, service ? { ...service, searchIndex } : reference('VirtualMachine', 'vm-1'))
  })
  const client = connection.client()
  assert.equal((await refusal(resolveVm(client, '/DC/vm/web-01'))).code, 'not_found')
  assert.equal(await idOf(client, '/DC/vm/other'), 'vm-1')
})

test('a path that leads to no VM, to a folder or to a template finds none', async t => {
  const { client, asked, simulator } = await startWorld(t)
  const template = [...simulator.inventory.vms.values()].find(vm => vm.template)
  assert.ok(template)
  for (const path of [
    '/Amsterdam/vm/web-01',
    '/Amsterdam/vm/Production',
    `/Amsterdam/vm/Templates/${template.name}`,
    '/web-01',
    '/'
  ]) {
    assert.equal((await refusal(resolveVm(client, path))).code, 'not_found', path)
    assert.ok(!asked().some(line => line.includes('vms=group')), 'a folder is not looked at')
  }
})

test('a VM is found by its instance UUID, and not by the one of its BIOS', async t => {
  const { client } = await startWorld(t)
  const vm = await idOf(client, 'web-02')
  const { identity } = await client.getVm({ vm })
  assert.ok(identity)
  assert.equal(await idOf(client, identity.instance_uuid), vm)
  assert.equal(await idOf(client, identity.instance_uuid.toUpperCase()), vm)
  assert.equal((await refusal(resolveVm(client, identity.bios_uuid))).code, 'not_found')
})

test('an ambiguous name says where its candidates are, in paths that lead to them, in one call more', async t => {
  const { client, asked } = await startWorld(t)
  const { code, options } = await refusal(resolveVm(client, 'app-01'))
  assert.equal(code, 'ambiguous')
  assert.equal(asked().length, 2)
  const candidates = candidatesOf(options.details)
  assert.equal(candidates.length, 2)
  for (const { id, path } of candidates) assert.equal(await idOf(client, path), id)
})

test('without VI/JSON a path or UUID is unsupported with a remedy, and names are as good as ever', async t => {
  const { client } = await startWorld(t, { apiRelease: releases.without })
  for (const ref of ['/Amsterdam/vm/Production/Web/web-01', '5016d99f-a0c3-477e-a6f9-34802508f03a']) {
    const { code, message, options } = await refusal(resolveVm(client, ref))
    assert.equal(code, 'unsupported')
    assert.match(message, /vCenter 8\.0 U1/)
    assert.match(options.hint ?? '', /id or its exact name/)
  }
  assert.match(await idOf(client, 'web-01'), /^vm-\d+$/)
  const { code, options } = await refusal(resolveVm(client, 'app-01'))
  assert.equal(code, 'ambiguous')
  assert.deepEqual(
    candidatesOf(options.details).map(each => Object.keys(each)),
    [
      ['id', 'name'],
      ['id', 'name']
    ]
  )
})

test('where VMs are too many to list, a name costs one request, and a wrong one no more than a refusal', async t => {
  const { client, asked } = await startWorld(t, { caps })
  await idOf(client, 'web-01')
  assert.deepEqual(asked(), ['GET /api/vcenter/vm?names=web-01'])
  const { code, options } = await refusal(resolveVm(client, 'wbe-01'))
  assert.equal(code, 'not_found')
  assert.equal(options.details, undefined)
  assert.deepEqual(asked(), ['GET /api/vcenter/vm?names=wbe-01', 'GET /api/vcenter/vm'])
  await client.listVms()
  const { options: informed } = await refusal(resolveVm(client, 'wbe-01'))
  assert.match(informed.hint ?? '', /Did you mean 'web-01'/)
})

test('hosts, clusters, datacenters and datastores are found by id and by name, whatever their number', async t => {
  const { client, asked } = await startWorld(t, { caps })
  const [host] = await client.listHosts()
  const [cluster] = await client.listClusters()
  const [datacenter] = await client.listDatacenters()
  const [datastore] = await client.listDatastores()
  assert.ok(host && cluster && datacenter && datastore)
  asked()
  for (const [kind, id, name] of [
    ['host', host.host, host.name],
    ['cluster', cluster.cluster, cluster.name],
    ['datacenter', datacenter.datacenter, datacenter.name],
    ['datastore', datastore.datastore, datastore.name]
  ] as const) {
    assert.equal(await resolveId(client, kind, id), id)
    assert.equal(await resolveId(client, kind, name), id)
    assert.equal(asked().length, 2, kind)
    const { code, options } = await refusal(resolveId(client, kind, `${name}x`))
    assert.equal(code, 'not_found')
    assert.match(options.hint ?? '', new RegExp(`Did you mean '${name}'`))
    asked()
  }
})
