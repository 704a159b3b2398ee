import assert from 'node:assert/strict'
import { test } from 'node:test'
import { entries, operations } from './automation/index.ts'
import { exchangeOf } from './exchange.ts'
import { mistakes } from './mistakes.ts'
import { restAddress } from './operation.ts'
import { findOperation } from './request-rules.ts'
import { requestOf, restValue } from './requests.ts'
import { restForm } from './rest-form.ts'
import { list, mapOf, shape, text } from './shape.ts'
import data from './vim25.json' with { type: 'json' }
import { extraMethods, properties } from './vim-extra.ts'
import { fieldsOfType, lineOf, methodOf } from './vim-types.ts'

test('every operation has a name of its own', () => {
  const names = entries.map(({ name }) => name)
  assert.deepEqual(
    names.filter((name, position) => names.indexOf(name) !== position),
    []
  )
})

test('every operation of /api has a /rest form or says why not', () => {
  for (const { name, rest } of entries) {
    const inRest = operations.filter(one => one.name === name && one.dialect === 'rest').length
    assert.equal(inRest, typeof rest === 'object' ? 0 : 1, name)
    if (typeof rest === 'object') assert.ok(rest.none.length > 10, name)
  }
})

test('an exception from a rule is one: no entry writes down what follows anyway', () => {
  for (const { name, api, rest } of entries) assert.notEqual(rest, restAddress(api), name)
})

test('every operation is found by its own address and by no other', () => {
  for (const { name, dialect } of operations) {
    const ids = Object.fromEntries(['vm', 'host', 'task', 'item'].map(id => [id, 'one']))
    const entry = operations.find(one => one.name === name && one.dialect === dialect)
    for (const segment of entry?.segments ?? [])
      if ('parameter' in segment) ids[segment.parameter] = 'a:b c/d'
    const request = requestOf({ operation: name, path: ids }, dialect)
    const record = exchangeOf({ ask: `${request?.method} ${request?.path}`, status: 200 })
    assert.equal(findOperation(operations, dialect, record).operation?.name, name, `${name} ${dialect}`)
  }
})

test('the older interfaces have their ids and actions in their own way in /rest', () => {
  assert.equal(
    restAddress('POST /api/cis/tagging/tag/{tag_id}?action=add-to-used-by'),
    'POST /rest/com/vmware/cis/tagging/tag/id:{tag_id}?~action=add-to-used-by'
  )
  assert.equal(restAddress('POST /api/vcenter/vm?action=clone'), 'POST /rest/vcenter/vm?action=clone')
})

test('maps are lists of pairs in /rest, however deep, and values follow schemas', () => {
  const deep = shape({ 'all?': list(mapOf(shape({ inner: mapOf(text) }))) })
  const value = { all: [{ a: { inner: { b: 'c' } } }] }
  const inRest = { all: [[{ key: 'a', value: { inner: [{ key: 'b', value: 'c' }] } }]] }
  assert.deepEqual(mistakes(deep, value), [])
  assert.deepEqual(restValue(deep, value), inRest)
  assert.deepEqual(mistakes(restForm(deep), inRest), [])
  assert.deepEqual(mistakes(restForm(deep), value), ['$.all[0]: Expected array'])
})

test('the VI data say the same of every method in its name and in its path', () => {
  for (const [name, { path }] of Object.entries(data.methods)) {
    const [type = '', method = ''] = name.split('.')
    assert.equal(path, `/${type}/{moId}/${method}`)
    assert.ok(methodOf(lineOf(type) ?? [], method), name)
  }
})

test('every type of the VI data has all its fields, those it inherits too', () => {
  for (const type of Object.keys(data.types)) assert.ok(fieldsOfType(type), type)
})

test('what is added to the VI data by hand is not in it, and readable', () => {
  for (const name of Object.keys(extraMethods)) assert.ok(!(name in data.methods), name)
  for (const name of [...Object.keys(extraMethods), ...Object.keys(properties)]) {
    assert.ok(lineOf(name.split('.')[0] ?? ''), name)
  }
})
