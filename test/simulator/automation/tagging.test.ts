import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, errorOf, listOf, restErrorOf, startBench } from '../helper.ts'
import { idsByName } from '../names.ts'

const root = '/api/cis/tagging'
const rest = '/rest/com/vmware/cis/tagging'
const encode = encodeURIComponent
const vm = (id: string) => ({ type: 'VirtualMachine', id })

test('lists are ids, gets have the rest, and some VMs have tags from the start', async t => {
  const bench = await startBench(t)
  const categories = await idsByName(bench, 'category')
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
  const tags = await idsByName(bench, 'tag')
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

test('the older dialect: below /com/vmware, with id:, ~action and named specifications', async t => {
  const bench = await startBench(t)
  const { api } = bench
  const category = (await idsByName(bench, 'category')).get('Application') ?? ''
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

test('a product that says it uses a category or tag is listed with it, until it says otherwise', async t => {
  const bench = await startBench(t)
  const { api } = bench
  const body = { used_by_entity: 'backup-product' }
  for (const [kind, name, list] of [
    ['category', 'Backup', 'list-used-categories'],
    ['tag', 'daily', 'list-used-tags']
  ] as const) {
    const id = (await idsByName(bench, kind)).get(name) ?? ''
    const path = `${root}/${kind}/${encode(id)}`
    const used = async () => (await api('POST', `${rest}/${kind}?~action=${list}`, body)).json
    assert.equal((await api('POST', `${path}?action=add-to-used-by`, body)).status, 204)
    assert.deepEqual(await used(), { value: [id] })
    assert.deepEqual(at((await api('GET', path)).json, 'used_by'), ['backup-product'])
    assert.equal((await api('POST', `${path}?action=remove-from-used-by`, body)).status, 204)
    assert.deepEqual(await used(), { value: [] })
    const revoke = 'action=revoke-propagating-permissions'
    assert.equal((await api('POST', `${path}?${revoke}`)).status, 204)
    assert.equal((await api('POST', `${root}/${kind}/none?${revoke}`)).status, 404)
  }
})
