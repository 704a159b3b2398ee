import assert from 'node:assert/strict'
import { test } from 'node:test'
import { outcomeOfError } from '../../src/calls/failure.ts'
import { problemOf } from '../../src/calls/outcome.ts'
import { CodedError } from '../../src/errors.ts'
import type { ToolDefinition } from '../../src/tools/define-tool.ts'
import { listVms } from '../../src/tools/inventory/list-vms.ts'
import { deleteVm } from '../../src/tools/lifecycle/delete-vm.ts'
import {
  VcenterApiError,
  VcenterOutcomeUnknownError,
  VcenterUnavailableError,
  VcenterUnsupportedError
} from '../../src/vcenter/errors.ts'

const circumstances = { tool: undefined, timedOut: false, cancelled: false, stopping: false }

function apiError(status: number, errorType: string, messageIds: string[] = []) {
  return new VcenterApiError({
    vcenter: 'vc',
    operation: "get VM 'vm-999'",
    status,
    path: '/api/vcenter/vm/vm-999',
    errorType,
    messages: ['The VM was not found.'],
    messageIds
  })
}

function codeOf(error: unknown, more: Partial<typeof circumstances> = {}) {
  return problemOf(outcomeOfError(error, { ...circumstances, ...more }))?.code
}

test("vCenter's error types become codes of the catalogue", () => {
  const expected: [number, string, string][] = [
    [404, 'NOT_FOUND', 'not_found'],
    [500, 'RESOURCE_BUSY', 'busy'],
    [500, 'TaskInProgress', 'busy'],
    [400, 'NOT_ALLOWED_IN_CURRENT_STATE', 'invalid_state'],
    [500, 'InvalidPowerState', 'invalid_state'],
    [400, 'ALREADY_EXISTS', 'conflict'],
    [500, 'DuplicateName', 'conflict'],
    [500, 'ToolsUnavailable', 'invalid_state'],
    [500, 'NotSupported', 'unsupported'],
    [500, 'HostNotConnected', 'unavailable'],
    [400, 'INVALID_ARGUMENT', 'invalid_argument'],
    [400, 'UNSUPPORTED', 'unsupported'],
    [403, 'UNAUTHORIZED', 'vcenter_error'],
    [500, 'UNABLE_TO_ALLOCATE_RESOURCE', 'vcenter_error'],
    [503, 'SERVICE_UNAVAILABLE', 'unavailable'],
    [500, 'TIMED_OUT', 'timeout'],
    [500, 'constructor', 'vcenter_error']
  ]
  for (const [status, type, code] of expected) assert.equal(codeOf(apiError(status, type)), code, type)
})

test("vCenter's own sentence and status reach the caller", () => {
  const problem = problemOf(outcomeOfError(apiError(404, 'NOT_FOUND'), circumstances))
  assert.equal(
    problem?.message,
    "vCenter 'vc': Failed to get VM 'vm-999': HTTP 404 on /api/vcenter/vm/vm-999 [NOT_FOUND]: The VM was not found."
  )
  assert.deepEqual(problem?.vcenter, { status: 404, error_type: 'NOT_FOUND' })
})

test('whatever vCenter refuses with, the caller is told on which vCenter, and what to do', () => {
  const types = [
    'NOT_FOUND',
    'RESOURCE_BUSY',
    'ALREADY_EXISTS',
    'INVALID_ARGUMENT',
    'UNSUPPORTED',
    'TIMED_OUT'
  ]
  const states = [
    'NOT_ALLOWED_IN_CURRENT_STATE',
    'UNAUTHENTICATED',
    'UNAUTHORIZED',
    'SERVICE_UNAVAILABLE',
    'ERROR'
  ]
  const page = new VcenterApiError({
    vcenter: 'vc',
    operation: 'list VMs',
    status: 200,
    path: '/api/vcenter/vm'
  })
  for (const error of [...[...types, ...states].map(type => apiError(500, type)), page]) {
    const problem = problemOf(outcomeOfError(error, circumstances))
    assert.match(problem?.message ?? '', /^vCenter 'vc': Failed/)
    assert.match(problem?.hint ?? '', /\.$/, error.errorType)
  }
  assert.match(problemOf(outcomeOfError(page, circumstances))?.hint ?? '', /proxy/)
})

test('a path that vCenter does not know is no missing object', () => {
  assert.equal(
    codeOf(apiError(404, 'NOT_FOUND', ['com.vmware.vapi.rest.operationsForUrlNotFound'])),
    'unsupported'
  )
})

test('a write that was cut off is unknown, never failed', () => {
  const error = new VcenterOutcomeUnknownError({
    vcenter: 'vc',
    operation: 'delete VM',
    path: '/api',
    reason: 'reset'
  })
  assert.equal(outcomeOfError(error, { ...circumstances, cancelled: true }).kind, 'unknown')
  assert.equal(outcomeOfError(new CodedError('outcome_unknown', 'x'), circumstances).kind, 'unknown')
})

test('an unreachable vCenter is unavailable and says when to come back', () => {
  const error = new VcenterUnavailableError('vc', 'connection refused', { retryAfterS: 7 })
  const problem = problemOf(outcomeOfError(error, circumstances))
  assert.equal(problem?.code, 'unavailable')
  assert.equal(problem?.retry_after_s, 7)
  assert.equal(problem?.retryable, true)
})

test('an answer that is too large is not asked for again; the caller learns how to ask for less', () => {
  const error = new VcenterUnavailableError('vc', 'the answer is too large', { obstacle: 'size' })
  const problem = problemOf(outcomeOfError(error, circumstances))
  assert.equal(problem?.code, 'unavailable')
  assert.equal(problem?.retryable, false)
  assert.match(problem?.hint ?? '', /^Ask for less/)
})

test('the words of an outage decide nothing, because names of objects and words of a proxy are among them', () => {
  const words =
    "Failed to get VM 'certificate-too large': HTTP 503 on /api/vcenter/vm/vm-1: upstream certificate"
  const problem = problemOf(outcomeOfError(new VcenterUnavailableError('vc', words), circumstances))
  assert.equal(problem?.retryable, true)
  assert.match(problem?.hint ?? '', /try again later/)
})

test('an old vCenter is unsupported', () => {
  assert.equal(codeOf(new VcenterUnsupportedError('vc', 'use snapshots', '8.0 U1')), 'unsupported')
})

test('an interrupted wait is a cancellation or a time-out by what interrupted it', () => {
  const aborted = new DOMException('aborted', 'AbortError')
  assert.equal(codeOf(aborted, { cancelled: true }), 'cancelled')
  assert.equal(codeOf(aborted, { timedOut: true }), 'timeout')
})

test('an error nobody expected tells nothing of the inside', () => {
  const problem = problemOf(outcomeOfError(new TypeError('secret detail'), circumstances))
  assert.equal(problem?.code, 'internal')
  assert.doesNotMatch(problem?.message ?? '', /secret/)
})

test('the catalogue decides what may be repeated', () => {
  assert.equal(new CodedError('busy', 'x').toProblem().retryable, true)
  assert.equal(new CodedError('outcome_unknown', 'x').toProblem().retryable, false)
  assert.equal(new CodedError('not_found', 'x').statusCode, 404)
})

test('a privilege that the account lacks is named, but for those that every role has', () => {
  const hintFor = (tool: ToolDefinition) =>
    problemOf(outcomeOfError(apiError(403, 'UNAUTHORIZED'), { ...circumstances, tool }))?.hint
  assert.equal(
    hintFor(deleteVm),
    "The service's vCenter account lacks a privilege (needs VirtualMachine.Inventory.Delete); npm run doctor tells which."
  )
  assert.equal(
    hintFor(listVms),
    "The service's vCenter account lacks a privilege; npm run doctor tells which."
  )
})
