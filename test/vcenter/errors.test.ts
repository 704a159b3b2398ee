import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  loginOperation,
  VcenterApiError,
  VcenterOutcomeUnknownError,
  VcenterUnavailableError,
  VcenterUnsupportedError,
  type ApiFailure
} from '../../src/vcenter/errors.ts'

function apiError(failure: Partial<ApiFailure>): VcenterApiError {
  const path = '/api/vcenter/vm/vm-999'
  return new VcenterApiError({ vcenter: 'vc', operation: "get VM 'vm-999'", status: 404, path, ...failure })
}

test('an answer of vCenter reads as one sentence with operation, status, path, type and message', () => {
  const error = apiError({ errorType: 'NOT_FOUND', messages: ['The VM was not found.'] })
  assert.equal(
    error.message,
    "Failed to get VM 'vm-999': HTTP 404 on /api/vcenter/vm/vm-999 [NOT_FOUND]: The VM was not found."
  )
})

test('several messages become sentences, doubled ones are said once', () => {
  const messages = ['The VM was not found', 'The object is gone.', 'The object is gone.', ' ']
  assert.match(apiError({ messages }).message, /vm-999: The VM was not found\. The object is gone\.$/)
})

test('no message leaves no trailing colon', () => {
  assert.match(apiError({ errorType: 'NOT_FOUND' }).message, /\[NOT_FOUND\]$/)
  assert.match(apiError({}).message, /vm-999$/)
})

test('a refused log-in names the vCenter and can be told from an expired session', () => {
  const refused = apiError({
    operation: loginOperation,
    vcenter: 'vc.example.com',
    status: 401,
    path: '/api/session'
  })
  assert.equal(refused.message, "Login to vCenter 'vc.example.com' failed: HTTP 401 on /api/session")
  assert.equal(refused.isLoginFailure, true)
  assert.equal(apiError({ status: 401 }).isLoginFailure, false)
  assert.equal(apiError({ operation: loginOperation, status: 404 }).isLoginFailure, false)
})

test('a missing object is not found, an unknown path is not', () => {
  assert.equal(apiError({ errorType: 'NOT_FOUND' }).isNotFound, true)
  assert.equal(apiError({ status: 500, errorType: 'ManagedObjectNotFound' }).isNotFound, true)
  for (const unknown of [
    apiError({ errorType: 'NOT_FOUND', messageIds: ['com.vmware.vapi.rest.operationsForUrlNotFound'] }),
    apiError({ messageIds: ['com.vmware.vapi.rest.httpNotFound'], errorType: 'NOT_FOUND' }),
    apiError({ errorType: 'OPERATION_NOT_FOUND' }),
    apiError({})
  ]) {
    assert.equal(unknown.isUnknownPath, true)
    assert.equal(unknown.isNotFound, false)
  }
})

function ofFault(errorType: string): Partial<ApiFailure> {
  return { status: 500, errorType }
}

test('wrong arguments are told from everything else', () => {
  for (const type of ['InvalidArgument', 'InvalidName', 'InvalidType', 'InvalidProperty'])
    assert.equal(apiError(ofFault(type)).isInvalid, true, type)
  assert.equal(apiError({ status: 400, errorType: 'INVALID_ARGUMENT' }).isInvalid, true)
  assert.equal(apiError(ofFault('InvalidState')).isInvalid, false)
})

test('a password that a host refuses says nothing of our own session', () => {
  assert.equal(apiError({ operation: 'reconnect host', errorType: 'InvalidLogin' }).isUnauthorized, false)
})

test('an error that no answer of HTTP was says so instead of a status, also with a sentence more', () => {
  const error = apiError({ context: "task 'task-1'", errorType: 'FileFault', messages: ['Disk full.'] })
  assert.equal(error.message, "Failed to get VM 'vm-999': task 'task-1' [FileFault]: Disk full.")
  assert.match(
    error.withMessage('Free some.').message,
    /: task 'task-1' \[FileFault\]: Disk full\. Free some\./
  )
})

test('types of both APIs are sorted into the same questions', () => {
  const yes: [keyof VcenterApiError, Partial<ApiFailure>[]][] = [
    [
      'isUnauthorized',
      [
        { status: 401 },
        { status: 500, errorType: 'NotAuthenticated' },
        { operation: loginOperation, errorType: 'InvalidLogin' }
      ]
    ],
    [
      'isForbidden',
      [{ status: 403 }, { status: 500, errorType: 'NoPermission' }, { errorType: 'UNAUTHORIZED' }]
    ],
    [
      'isConflict',
      [
        { status: 409 },
        { status: 400, errorType: 'ALREADY_EXISTS' },
        { status: 400, errorType: 'NOT_ALLOWED_IN_CURRENT_STATE' },
        { status: 500, errorType: 'InvalidPowerState' },
        { status: 500, errorType: 'DuplicateName' },
        ...['InvalidState', 'NotSupported', 'ToolsUnavailable', 'SnapshotFault', 'SnapshotLocked'].map(
          ofFault
        )
      ]
    ],
    [
      'isBusy',
      [
        { status: 500, errorType: 'RESOURCE_BUSY' },
        { status: 500, errorType: 'TaskInProgress' }
      ]
    ],
    ['isNotFound', [{ errorType: 'NOT_FOUND' }, ...['ManagedObjectNotFound', 'NotFound'].map(ofFault)]],
    ['isCanceled', [{ status: 400, errorType: 'CANCELED' }, ofFault('RequestCanceled')]],
    ['isAlreadyInDesiredState', [{ status: 400, errorType: 'ALREADY_IN_DESIRED_STATE' }]]
  ]
  for (const [question, failures] of yes) {
    for (const failure of failures)
      assert.equal(apiError(failure)[question], true, `${question} ${failure.errorType}`)
    assert.equal(apiError({ status: 400, errorType: 'INVALID_ARGUMENT' })[question], false, question)
  }
})

test('a 503 of a guest operation means VMware Tools, other 503s do not', () => {
  const unavailable = { status: 503, errorType: 'SERVICE_UNAVAILABLE' }
  assert.equal(
    apiError({ ...unavailable, path: '/api/vcenter/vm/vm-1/guest/identity' }).isToolsNotRunning,
    true
  )
  assert.equal(apiError(unavailable).isToolsNotRunning, false)
  assert.equal(
    apiError({ status: 503, path: '/api/vcenter/vm/vm-1/guest/identity' }).isToolsNotRunning,
    false
  )
})

test('the other errors say what happened and what to do', () => {
  const unavailable = new VcenterUnavailableError('vc', 'connection refused', { retryAfterS: 3 })
  assert.equal(unavailable.message, "vCenter 'vc' is unavailable: connection refused")
  assert.equal(unavailable.retryAfterS, 3)
  const failure = {
    vcenter: 'vc',
    operation: "delete VM 'vm-1'",
    path: '/api/vcenter/vm/vm-1',
    reason: 'no answer'
  }
  assert.match(
    new VcenterOutcomeUnknownError(failure).message,
    /"delete VM 'vm-1'" .* unknown: no answer\. .*not sent again/
  )
  assert.equal(
    new VcenterUnsupportedError('vc', 'use the VI/JSON API', 'vCenter 8.0 U1').message,
    "Cannot use the VI/JSON API on vCenter 'vc': needs vCenter 8.0 U1 or later"
  )
})
