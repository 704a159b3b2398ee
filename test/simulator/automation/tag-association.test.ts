import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, errorOf, listOf, restErrorOf, startBench } from '../helper.ts'
import { idsByName } from '../names.ts'

const root = '/api/cis/tagging'
const encode = encodeURIComponent
const vm = (id: string) => ({ type: 'VirtualMachine', id })

test('a tag is attached and detached, twice without an error', async t => {
  const bench = await startBench(t)
  const { api } = bench
  const tag = (await idsByName(bench, 'tag')).get('shop') ?? ''
  const path = `${root}/tag-association/${encode(tag)}`
  const body = { object_id: vm('vm-1002') }
  const tags = async () =>
    listOf((await api('POST', `${root}/tag-association?action=list-attached-tags`, body)).json)
  for (let time = 0; time < 2; time += 1) {
    assert.equal((await api('POST', `${path}?action=attach`, body)).status, 204)
    assert.deepEqual(
      (await tags()).filter(id => id === tag),
      [tag]
    )
  }
  const objects = listOf((await api('POST', `${path}?action=list-attached-objects`)).json)
  assert.ok(objects.some(object => at(object, 'id') === 'vm-1002'))
  for (let time = 0; time < 2; time += 1) {
    assert.equal((await api('POST', `${path}?action=detach`, body)).status, 204)
    assert.deepEqual(
      (await tags()).filter(id => id === tag),
      []
    )
  }
})

test('cardinality, types and missing objects keep a tag off', async t => {
  const bench = await startBench(t)
  const { api, simulator } = bench
  const tags = await idsByName(bench, 'tag')
  const attach = (tag: string, object: object) =>
    api('POST', `${root}/tag-association/${encode(tags.get(tag) ?? '')}?action=attach`, { object_id: object })
  await attach('weekly', vm('vm-1002'))
  const [host] = simulator.inventory.hosts.keys()
  for (const [tag, object] of [
    ['daily', vm('vm-1002')],
    ['shop', { type: 'HostSystem', id: host }],
    ['shop', vm('vm-999')],
    ['shop', { type: 'HostSystem', id: 'vm-1002' }]
  ] as const) {
    assert.deepEqual(errorOf(await attach(tag, object)).slice(0, 2), [400, 'INVALID_ARGUMENT'])
  }
  assert.equal((await attach('staging', { type: 'HostSystem', id: host })).status, 204)
  const attachable = await api('POST', `${root}/tag-association?action=list-attachable-tags`, {
    object_id: vm('vm-1002')
  })
  const ids = listOf(attachable.json)
  assert.ok(ids.includes(tags.get('shop')) && !ids.includes(tags.get('daily')))
})

test('several at once: what fails is told, the rest is done', async t => {
  const bench = await startBench(t)
  const { api } = bench
  const tags = await idsByName(bench, 'tag')
  const [shop = '', mail = ''] = [tags.get('shop'), tags.get('mail')]
  const association = `${root}/tag-association`
  const onObject = { object_id: vm('vm-1002'), tag_ids: [shop, 'none', mail] }
  const some = await api('POST', `${association}?action=attach-multiple-tags-to-object`, onObject)
  assert.equal(some.status, 200)
  assert.deepEqual([at(some.json, 'success'), listOf(at(some.json, 'error_messages')).length], [false, 1])
  const objects = { object_ids: [vm('vm-1003'), vm('vm-1004')] }
  const path = `${association}/${encode(shop)}`
  const all = await api('POST', `${path}?action=attach-tag-to-multiple-objects`, objects)
  assert.deepEqual(all.json, { success: true, error_messages: [] })
  const list = await api('POST', `${association}?action=list-attached-objects-on-tags`, {
    tag_ids: [shop, 'none']
  })
  const ids = new Set(listOf(at(list.json, 0, 'object_ids')).map(object => at(object, 'id')))
  assert.ok(['vm-1002', 'vm-1003', 'vm-1004'].every(id => ids.has(id)))
  assert.equal(listOf(list.json).length, 1)
  await api('POST', `${path}?action=detach-tag-from-multiple-objects`, objects)
  await api('POST', `${association}?action=detach-multiple-tags-from-object`, {
    object_id: vm('vm-1002'),
    tag_ids: [shop, mail]
  })
  const after = await api('POST', `${path}?action=list-attached-objects`)
  assert.ok(
    listOf(after.json).every(object => !['vm-1002', 'vm-1003', 'vm-1004'].includes(String(at(object, 'id'))))
  )
})

test('a deleted VM is on no tag any more', async t => {
  const bench = await startBench(t)
  const tag = (await idsByName(bench, 'tag')).get('shop') ?? ''
  const path = `${root}/tag-association/${encode(tag)}`
  await bench.api('POST', `${path}?action=attach`, { object_id: vm('vm-1004') })
  await bench.api('DELETE', '/api/vcenter/vm/vm-1004')
  const objects = listOf((await bench.api('POST', `${path}?action=list-attached-objects`)).json)
  assert.ok(!objects.some(object => at(object, 'id') === 'vm-1004'))
})

test('associations come in pages of a thousand until the end of data', async t => {
  const bench = await startBench(t, { vms: 9000, hosts: 100, datastores: 100 })
  const seen = new Set<string>()
  let marker = ''
  for (let pages = 1; ; pages += 1) {
    const page = (await bench.api('GET', `/api/vcenter/tagging/associations${marker}`)).json
    for (const found of listOf(at(page, 'associations'))) {
      seen.add(`${String(at(found, 'tag'))} ${String(at(found, 'object', 'id'))}`)
    }
    if (at(page, 'status') === 'END_OF_DATA') {
      assert.ok(pages > 1)
      break
    }
    assert.equal(listOf(at(page, 'associations')).length, 1000)
    marker = `?marker=${String(at(page, 'marker'))}`
  }
  assert.ok(seen.size > 1000)
  const inRest = await bench.api('GET', '/rest/vcenter/tagging/associations')
  assert.deepEqual(restErrorOf(inRest), [404, 'NOT_FOUND'])
})
