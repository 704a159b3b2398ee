import assert from 'node:assert/strict'
import { test } from 'node:test'
import { VcenterApiError, VcenterUnavailableError } from '../../../src/vcenter/errors.ts'
import { verdictOn } from '../../../src/vcenter/transport/answer-error.ts'
import { busyError, transportError } from '../../../src/vcenter/transport/transport-error.ts'

function failure(code: string) {
  return transportError(Object.assign(new Error('x'), { code }), false, 1000)
}

function answer(status: number, errorType?: string, messages: string[] = []) {
  return new VcenterApiError({ vcenter: 'vc', operation: 'list VMs', status, path: '/', errorType, messages })
}

test('what a failed request says about vCenter', () => {
  const table: [unknown, ReturnType<typeof verdictOn>][] = [
    [failure('ECONNREFUSED'), { failure: 'connection refused' }],
    [failure('ENOTFOUND'), { failure: 'host name not found' }],
    [
      failure('CERT_HAS_EXPIRED'),
      { failure: 'certificate not trusted (CERT_HAS_EXPIRED)', obstacle: 'certificate' }
    ],
    [
      answer(503, undefined, ['Down.']),
      { failure: 'HTTP 503 without an answer of vCenter: Down.', answeredBy: 'proxy' }
    ],
    [answer(200), { failure: 'HTTP 200 without an answer of vCenter', answeredBy: 'proxy' }],
    [failure('UND_ERR_RES_EXCEEDED_MAX_SIZE'), 'answered'],
    [answer(503, 'SERVICE_UNAVAILABLE'), 'answered'],
    [answer(404), 'answered'],
    [failure('UND_ERR_DESTROYED'), 'undecided'],
    [failure('UND_ERR_CLOSED'), 'undecided'],
    [busyError(), 'undecided'],
    [new VcenterUnavailableError('vc', 'refused within this service'), 'undecided'],
    [new DOMException('The call was aborted', 'AbortError'), 'undecided']
  ]
  for (const [error, verdict] of table) assert.deepEqual(verdictOn(error), verdict, String(error))
})
