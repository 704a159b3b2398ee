import assert from 'node:assert/strict'
import { test } from 'node:test'
import { api, rest } from '../../../src/simulator/automation/dialect.ts'
import { message, vapiError, type ErrorType } from '../../../src/simulator/automation/errors.ts'
import { mapsAsLists } from '../../../src/simulator/automation/maps.ts'
import { com } from '../../../src/simulator/automation/spelling.ts'
import { createRouter } from '../../../src/simulator/router.ts'

test('below /com/vmware an action has a tilde and an id its prefix', () => {
  const row = com('POST /cis/tagging/tag/{tag_id}?action=attach', 'attach')
  assert.equal(row.rest, 'POST /com/vmware/cis/tagging/tag/id:{tag_id}?~action=attach')
  const router = createRouter([row], ({ rest: spelling }) => spelling)
  const find = (id: string, action: string) =>
    router.find('POST', ['com', 'vmware', 'cis', 'tagging', 'tag', id], action)?.params
  assert.deepEqual(find('id:urn:vmomi:Tag:1', '~action=attach'), { tag_id: 'urn:vmomi:Tag:1' })
  assert.equal(find('urn:vmomi:Tag:1', '~action=attach'), undefined)
  assert.equal(find('id:', '~action=attach'), undefined)
  assert.equal(find('id:x', 'action=attach'), undefined)
})

test('maps of a value become lists wherever they are declared', () => {
  const value = { a: { m: { k: { n: { x: 1 } } } }, list: [{ m: {} }, { m: { k: 2 } }], m: { k: 3 } }
  assert.deepEqual(mapsAsLists(value, ['a.m', 'a.m.*.n', 'list.m']), {
    a: { m: [{ key: 'k', value: { n: [{ key: 'x', value: 1 }] } }] },
    list: [{ m: [] }, { m: [{ key: 'k', value: 2 }] }],
    m: { k: 3 }
  })
  assert.deepEqual(mapsAsLists({ k: 1 }, ['']), [{ key: 'k', value: 1 }])
  assert.deepEqual(mapsAsLists(null, ['']), null)
})

test('an error type has a status of its own in each dialect', () => {
  // What is not named here is 400 in both.
  const others = {
    NOT_FOUND: [404, 404],
    OPERATION_NOT_FOUND: [404, 404],
    UNAUTHENTICATED: [401, 401],
    UNAUTHORIZED: [403, 403],
    CONCURRENT_CHANGE: [409, 400],
    ERROR: [500, 400],
    INTERNAL_SERVER_ERROR: [500, 500],
    RESOURCE_BUSY: [500, 400],
    RESOURCE_INACCESSIBLE: [500, 400],
    UNABLE_TO_ALLOCATE_RESOURCE: [500, 400],
    TIMED_OUT: [500, 504],
    SERVICE_UNAVAILABLE: [503, 503]
  }
  const same =
    'ALREADY_EXISTS ALREADY_IN_DESIRED_STATE CANCELED FEATURE_IN_USE INVALID_ARGUMENT INVALID_ELEMENT_CONFIGURATION INVALID_ELEMENT_TYPE INVALID_REQUEST NOT_ALLOWED_IN_CURRENT_STATE RESOURCE_IN_USE UNEXPECTED_INPUT UNSUPPORTED UNVERIFIED_PEER'
  const expected = [
    ...Object.entries(others),
    ...same.split(' ').map((type): [string, number[]] => [type, [400, 400]])
  ]
  assert.equal(expected.length, 25)
  for (const [type, statuses] of expected) {
    const error = vapiError(type as ErrorType, message('id', 'text'))
    assert.deepEqual([api.errorAnswer(error).status, rest.errorAnswer(error).status], statuses, type)
  }
})
