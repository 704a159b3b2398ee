import assert from 'node:assert/strict'
import { test } from 'node:test'
import { api, rest, type Dialect } from '../../../src/simulator/automation/dialect.ts'
import { isVapiError } from '../../../src/simulator/automation/errors.ts'
import { withBody, type Operation } from '../../../src/simulator/automation/operation.ts'
import { decodeRequest } from '../../../src/simulator/automation/request.ts'

/** What an operation declares, and what each dialect makes of it. */

const clone = withBody({
  ok: 200,
  wrapper: 'spec',
  fields: {
    'name!': 'text',
    placement: { fields: { folder: 'text' } },
    disks_to_remove: { list: 'text' },
    disks_to_update: { map: { fields: { 'datastore!': 'text' } } },
    nics: { list: { fields: { 'type!': { oneOf: ['E1000', 'VMXNET3'] }, slot: 'integer' } } },
    version: 'constant',
    power_on: 'boolean'
  },
  run: ({ body }) => `${body.name} ${body.disks_to_update?.['2000']?.datastore ?? ''}`,
  runAsTask: () => 'task'
})

const deploy: Operation = {
  ok: 200,
  parameters: [{ name: 'client_token', inRestBody: true }],
  fields: { 'target!': { fields: { 'resource_pool_id!': 'text' } }, deployment_spec: { fields: {} } },
  run: () => undefined
}

const listTasks: Operation = {
  ok: 200,
  fields: {
    'filter_spec!': {
      fields: {
        tasks: { list: 'text' },
        status: { list: { oneOf: ['RUNNING', 'FAILED'] } },
        targets: { list: { fields: { type: 'text' } } }
      }
    },
    result_spec: { fields: { return_all: 'boolean', most: 'integer' } }
  },
  run: () => undefined
}

interface Sent {
  method?: string
  query?: string
  body?: unknown
  params?: Record<string, string>
}

function decode(operation: Operation, dialect: Dialect, sent: Sent) {
  const received = {
    method: sent.method ?? 'POST',
    path: '',
    query: '',
    headers: { 'content-type': 'application/json' },
    body: sent.body === undefined ? '' : JSON.stringify(sent.body),
    remoteAddress: ''
  }
  const query = [...new URLSearchParams(sent.query ?? '')]
  return decodeRequest(received, query, sent.params ?? {}, operation, dialect)
}

function refusal(operation: Operation, dialect: Dialect, sent: Sent): string {
  try {
    decode(operation, dialect, sent)
  } catch (error) {
    if (isVapiError(error)) return `${error.vapi.type} ${error.vapi.messages[0]?.args[0] ?? ''}`
    throw error
  }
  return 'none'
}

test('maps come as objects in /api and as lists in /rest, and operations see objects', () => {
  const disks = { '2000': { datastore: 'datastore-1' } }
  const listed = [{ key: '2000', value: { datastore: 'datastore-1' } }]
  const inApi = decode(clone, api, { body: { name: 'a', disks_to_update: disks } })
  const inRest = decode(clone, rest, { body: { spec: { name: 'a', disks_to_update: listed } } })
  assert.deepEqual(inApi.body, { name: 'a', disks_to_update: disks })
  assert.deepEqual(inRest.body, inApi.body)
  assert.deepEqual(decode(clone, rest, { body: { spec: { name: 'a', disks_to_update: [] } } }).body, {
    name: 'a',
    disks_to_update: {}
  })
})

test('a map in the other dialect’s form, or one that is none, is INVALID_ARGUMENT', () => {
  const wrong = 'INVALID_ARGUMENT disks_to_update'
  assert.equal(refusal(clone, api, { body: { name: 'a', disks_to_update: [] } }), wrong)
  const entry = { key: '2000', value: { datastore: 'd' } }
  for (const disks_to_update of [
    {},
    [{ key: '2000' }],
    [{ ...entry, more: 1 }],
    [{ ...entry, key: 1 }],
    [entry, entry],
    ['2000']
  ]) {
    assert.equal(refusal(clone, rest, { body: { spec: { name: 'a', disks_to_update } } }), wrong)
  }
})

test('structures, lists and enumerations are checked wherever they stand', () => {
  for (const [body, expected] of [
    [{ name: 'a', placement: { host: 'h' } }, 'UNEXPECTED_INPUT placement.host'],
    [{ name: 'a', placement: 'folder' }, 'INVALID_ARGUMENT placement'],
    [{ placement: {} }, 'INVALID_REQUEST name'],
    [{ name: null }, 'INVALID_REQUEST name'],
    [{ name: 7 }, 'INVALID_ARGUMENT name'],
    [{ name: 'a', nics: [{ type: 'E2000' }] }, 'INVALID_ARGUMENT nics.type'],
    [{ name: 'a', nics: [{ slot: 1 }] }, 'INVALID_REQUEST nics.type'],
    [{ name: 'a', nics: {} }, 'INVALID_ARGUMENT nics'],
    [{ name: 'a', version: 'VMX_99' }, 'none'],
    [{ name: 'a', version: 'not a constant' }, 'INVALID_ARGUMENT version'],
    [{ name: 'a', disks_to_update: { 2000: {} } }, 'INVALID_REQUEST disks_to_update.2000.datastore'],
    [{ name: 'a', disks_to_remove: [1] }, 'INVALID_ARGUMENT disks_to_remove'],
    [{ name: 'a', power_on: 'yes' }, 'INVALID_ARGUMENT power_on'],
    [{ name: 'a', __proto__: { x: 1 } }, 'none'],
    [JSON.parse('{"name":"a","__proto__":{}}'), 'UNEXPECTED_INPUT __proto__'],
    [{ name: 'a', placement: null }, 'none']
  ] as const) {
    assert.equal(refusal(clone, api, { body }), expected, JSON.stringify(body))
  }
})

test('a task may be asked for only where the operation has that form', () => {
  const body = { name: 'a' }
  assert.equal(decode(clone, api, { body, query: 'vmw-task=true' }).asTask, true)
  assert.equal(decode(clone, api, { body }).asTask, false)
  assert.equal(refusal(clone, api, { body, query: 'vmw-task=yes' }), 'INVALID_ARGUMENT vmw-task')
  assert.equal(refusal(deploy, api, { query: 'vmw-task=true' }), 'INVALID_REQUEST vmw-task')
  assert.deepEqual(api.taskAnswer('id'), { status: 202, json: 'id' })
  assert.deepEqual(rest.taskAnswer('id'), { status: 200, json: { value: 'id' } })
})

test('a client token is in the query of /api and in the body of /rest', () => {
  const body = { target: { resource_pool_id: 'p' } }
  const inApi = decode(deploy, api, { body, query: 'client_token=t' })
  const inRest = decode(deploy, rest, { body: { ...body, client_token: 't' } })
  assert.deepEqual(inApi, inRest)
  assert.deepEqual([...inApi.query], [['client_token', ['t']]])
  assert.equal(refusal(deploy, rest, { body, query: 'client_token=t' }), 'INVALID_REQUEST client_token')
  assert.equal(
    refusal(deploy, api, { body: { ...body, client_token: 't' } }),
    'UNEXPECTED_INPUT client_token'
  )
  assert.equal(refusal(deploy, rest, { body: { ...body, client_token: 1 } }), 'INVALID_ARGUMENT client_token')
})

test('what has several parameters is not wrapped in either dialect', () => {
  const body = { target: { resource_pool_id: 'p' }, deployment_spec: {} }
  assert.deepEqual(decode(deploy, rest, { body }).body, body)
  assert.equal(refusal(deploy, rest, { body: { spec: body } }), 'UNEXPECTED_INPUT spec')
})

test('a wrapper that is optional may be left out', () => {
  const check: Operation = { ...clone, fields: {}, wrapper: 'check_spec', wrapperOptional: true }
  assert.deepEqual(decode(check, rest, {}).body, {})
  assert.equal(refusal(check, rest, { body: { spec: {} } }), 'UNEXPECTED_INPUT spec')
})

test('a GET of /rest has the fields of the body in its query', () => {
  const query =
    'filter_spec.tasks=a&filter_spec.tasks=b&filter_spec.status=RUNNING&result_spec.return_all=true'
  assert.deepEqual(decode(listTasks, rest, { method: 'GET', query }).body, {
    filter_spec: { tasks: ['a', 'b'], status: ['RUNNING'] },
    result_spec: { return_all: true }
  })
  for (const [wrong, expected] of [
    ['', 'INVALID_REQUEST filter_spec'],
    ['tasks=a', 'INVALID_REQUEST tasks'],
    ['filter_spec.tasks.x=a', 'INVALID_REQUEST filter_spec.tasks.x'],
    ['filter_spec.status=DONE', 'INVALID_ARGUMENT filter_spec.status'],
    ['filter_spec.targets=x', 'INVALID_ARGUMENT filter_spec.targets'],
    ['filter_spec.tasks=a&result_spec.return_all=1', 'INVALID_ARGUMENT result_spec.return_all'],
    ['filter_spec.tasks=a&result_spec.most=1&result_spec.most=2', 'INVALID_REQUEST result_spec.most']
  ] as const) {
    assert.equal(refusal(listTasks, rest, { method: 'GET', query: wrong }), expected, wrong)
  }
})

test('the prefix of a filter can have a name of its own, and parameters have none', () => {
  const get: Operation = {
    ok: 200,
    filter: [{ name: 'return_all', boolean: true }],
    filterName: 'spec',
    parameters: [{ name: 'library_id', required: true }],
    run: () => undefined
  }
  const { query } = decode(get, rest, { query: 'spec.return_all=true&library_id=1' })
  assert.deepEqual(Object.fromEntries(query), { return_all: ['true'], library_id: ['1'] })
  assert.equal(decode(get, api, { query: 'return_all=true&library_id=1' }).query.size, 2)
  assert.equal(refusal(get, api, {}), 'INVALID_REQUEST library_id')
})

test('a field that the path has need not be in the body, and counts there', () => {
  const list: Operation = { ok: 200, fields: { 'category_id!': 'text' }, run: () => undefined }
  const params = { category_id: 'c' }
  assert.deepEqual(decode(list, rest, { params }).body, params)
  assert.deepEqual(decode(list, api, { body: params }).body, params)
  assert.deepEqual(decode(list, rest, { params, body: { category_id: 'd' } }).body, params)
})
