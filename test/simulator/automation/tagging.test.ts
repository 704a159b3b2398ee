import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, errorOf, listOf, restErrorOf, startBench, type Bench } from '../helper.ts'

const root = '/api/cis/tagging'
const rest = '/rest/com/vmware/cis/tagging'
const encode = encodeURIComponent
const vm = (id: string) => ({ type: 'VirtualMachine', id })

/** Categories, or tags, by name. */
async function named(bench: Bench, kind: 'category' | 'tag'): Promise<Map<string, string>> {
  const ids = listOf((await bench.api('GET', `${root}/${kind}`)).json).map(String)
  const found = new Map<string, string>()
  for (const id of ids) {
    found.set(String(at((await bench.api('GET', `${root}/${kind}/${encode(id)}`)).json, 'name')), id)
  }
  return found
}

test('lists are ids, gets have the rest, and some VMs have tags from the start', async t => {
  const bench = await startBench(t)
  const categories = await named(bench, 'category')
  assert.ok(['Environment', 'Owner', 'Backup'].every(name => categories.has(name)))
  const id = categories.get('Owner') ?? ''
  assert.match(id, /^urn:vmomi:InventoryServiceCategory:[0-9a-f-]{36}:GLOBAL$/)
  assert.deepEqual((await bench.api('GET', `${root}/category/${encode(id)}`)).json, {
    id,
    name: 'Owner',
    description: 'Who answers for it',
    cardinality: 'SINGLE',
    associable_types: ['VirtualMachine'],
    used_by: []
  })
  const tags = await named(bench, 'tag')
  const daily = tags.get('daily') ?? ''
  assert.match(daily, /^urn:vmomi:InventoryServiceTag:[0-9a-f-]{36}:GLOBAL$/)
  const tag = (await bench.api('GET', `${root}/tag/${encode(daily)}`)).json
  assert.deepEqual(
    [at(tag, 'id'), at(tag, 'category_id'), at(tag, 'used_by')],
    [daily, categories.get('Backup'), []]
  )
  const objects = [...bench.simulator.inventory.vms.keys()].map(vm)
  const attached = await bench.api('POST', `${root}/tag-association?action=list-attached-tags-on-objects`, {
    object_ids: objects
  })
  const count = listOf(attached.json).length
  assert.ok(count > 5 && count < objects.length)
})

test('the same seed tags the same VMs with the same ids', async t => {
  const path = `${root}/tag-association?action=list-attached-tags`
  const answers = []
  for (const seed of [7, 7, 8]) {
    const { api } = await startBench(t, { seed })
    answers.push((await api('POST', path, { object_id: vm('vm-1001') })).json)
  }
  assert.deepEqual(answers[0], answers[1])
  assert.notDeepEqual(answers[0], answers[2])
})

test('a category and a tag are made, changed and deleted, the tags with their category', async t => {
  const { api } = await startBench(t)
  const spec = { name: 'Cost', description: '', cardinality: 'SINGLE', associable_types: ['VirtualMachine'] }
  const made = await api('POST', `${root}/category`, spec)
  assert.equal(made.status, 201)
  const category = String(made.json)
  assert.deepEqual(errorOf(await api('POST', `${root}/category`, spec)).slice(0, 2), [400, 'ALREADY_EXISTS'])
  const tag = { name: 'high', description: 'much', category_id: category }
  const id = String((await api('POST', `${root}/tag`, tag)).json)
  assert.deepEqual(errorOf(await api('POST', `${root}/tag`, tag)).slice(0, 2), [400, 'ALREADY_EXISTS'])
  assert.equal((await api('PATCH', `${root}/tag/${encode(id)}`, { description: 'very much' })).status, 204)
  const changed = (await api('GET', `${root}/tag/${encode(id)}`)).json
  assert.deepEqual([at(changed, 'name'), at(changed, 'description')], ['high', 'very much'])
  const wider = { cardinality: 'MULTIPLE', associable_types: ['VirtualMachine', 'HostSystem'] }
  assert.equal((await api('PATCH', `${root}/category/${encode(category)}`, wider)).status, 204)
  for (const narrower of [{ cardinality: 'SINGLE' }, { associable_types: ['VirtualMachine'] }]) {
    const reply = await api('PATCH', `${root}/category/${encode(category)}`, narrower)
    assert.deepEqual(errorOf(reply).slice(0, 2), [400, 'INVALID_ARGUMENT'])
  }
  const list = await api('POST', `${root}/tag?action=list-tags-for-category`, { category_id: category })
  assert.deepEqual(list.json, [id])
  assert.equal((await api('DELETE', `${root}/category/${encode(category)}`)).status, 204)
  assert.equal((await api('GET', `${root}/tag/${encode(id)}`)).status, 404)
})

test('what names no category or tag is 404', async t => {
  const { api } = await startBench(t)
  for (const [method, path, body] of [
    ['GET', 'category/none', undefined],
    ['PATCH', 'tag/none', {}],
    ['DELETE', 'tag/none', undefined],
    ['POST', 'tag', { name: 'x', description: '', category_id: 'none' }],
    ['POST', 'tag?action=list-tags-for-category', { category_id: 'none' }],
    ['POST', 'tag-association/none?action=attach', { object_id: vm('vm-1001') }],
    ['POST', 'tag-association/none?action=list-attached-objects', undefined]
  ] as const) {
    assert.deepEqual(
      errorOf(await api(method, `${root}/${path}`, body)).slice(0, 2),
      [404, 'NOT_FOUND'],
      path
    )
  }
})

test('a tag is attached and detached, twice without an error', async t => {
  const bench = await startBench(t)
  const { api } = bench
  const tag = (await named(bench, 'tag')).get('shop') ?? ''
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
  const tags = await named(bench, 'tag')
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
  const tags = await named(bench, 'tag')
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
  const tag = (await named(bench, 'tag')).get('shop') ?? ''
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

test('the older dialect: below /com/vmware, with id:, ~action and named specifications', async t => {
  const bench = await startBench(t)
  const { api } = bench
  const category = (await named(bench, 'category')).get('Application') ?? ''
  const create = { name: 'crm', description: '', category_id: category }
  assert.deepEqual(restErrorOf(await api('POST', `${rest}/tag`, { spec: create })), [400, 'UNEXPECTED_INPUT'])
  const made = await api('POST', `${rest}/tag`, { create_spec: create })
  assert.equal(made.status, 200)
  const tag = `id:${encode(String(at(made.json, 'value')))}`
  assert.equal((await api('PATCH', `${rest}/tag/${tag}`, { update_spec: { name: 'crm2' } })).status, 200)
  assert.equal(at((await api('GET', `${rest}/tag/${tag}`)).json, 'value', 'name'), 'crm2')
  const attach = `${rest}/tag-association/${tag}?~action=attach`
  const attached = await api('POST', attach, { object_id: vm('vm-1002') })
  assert.deepEqual([attached.status, attached.text], [200, ''])
  const list = await api('POST', `${rest}/tag/id:${encode(category)}?~action=list-tags-for-category`)
  assert.ok(listOf(at(list.json, 'value')).includes(at(made.json, 'value')))
  for (const path of [
    `${rest}/tag-association/${tag}?action=attach`,
    `${rest}/tag/${encode(String(at(made.json, 'value')))}`,
    `/rest/cis/tagging/tag`
  ]) {
    assert.equal((await api('GET', path)).status, 404, path)
  }
})
