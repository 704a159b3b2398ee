import { CodedError, type ErrorCode, type ProblemOptions, problem } from '../errors.ts'
import type { ToolDefinition } from '../tools/define-tool.ts'
import * as types from '../vcenter/error-types.ts'
import {
  VcenterApiError,
  VcenterOutcomeUnknownError,
  VcenterUnavailableError,
  VcenterUnsupportedError
} from '../vcenter/errors.ts'
import type { Outcome } from './outcome.ts'

export interface Circumstances {
  tool: ToolDefinition | undefined
  timedOut: boolean
  cancelled: boolean
  /** The service itself stops. */
  stopping: boolean
}

/** What a thrown error means for the caller. Unknown errors become `internal` and say nothing of the inside. */
export function outcomeOfError(error: unknown, circumstances: Circumstances): Outcome {
  if (error instanceof CodedError) {
    return { kind: error.code === 'outcome_unknown' ? 'unknown' : 'failed', problem: error.toProblem() }
  }
  if (error instanceof VcenterApiError)
    return { kind: 'failed', problem: problemOfApiError(error, circumstances.tool) }
  if (error instanceof VcenterOutcomeUnknownError) {
    const hint = 'The change may or may not have happened: read the object again before you repeat it.'
    const details = error.seen && { details: { seen: error.seen } }
    return { kind: 'unknown', problem: problem('outcome_unknown', error.message, { hint, ...details }) }
  }
  if (error instanceof VcenterUnsupportedError) return failed('unsupported', error.message)
  // an aborted wait surfaces as whatever the interrupted piece throws: the signals know why
  if (circumstances.cancelled)
    return failed('cancelled', 'The client went away or cancelled before the call had ended.')
  if (circumstances.stopping) return failed('unavailable', 'The service is stopping; the call was given up.')
  if (circumstances.timedOut) {
    return failed('timeout', 'The call did not end in time; nothing was changed.', {
      hint: 'Try again, ask for less (filters, limit), or have CALL_TIMEOUT_S raised.'
    })
  }
  if (error instanceof VcenterUnavailableError) return { kind: 'failed', problem: problemOfOutage(error) }
  return failed('internal', 'Something failed inside the service; its log has the particulars.')
}

function failed(code: ErrorCode, message: string, options?: ProblemOptions): Outcome {
  return { kind: 'failed', problem: problem(code, message, options) }
}

function problemOfOutage(error: VcenterUnavailableError) {
  const retryAfter = error.retryAfterS === undefined ? {} : { retryAfterS: error.retryAfterS }
  if (error.isLoginFailure)
    return problem('unavailable', error.message, { hint: credentialHint, ...retryAfter })
  // no second try mends a certificate
  if (/certificate/i.test(error.reason))
    return { ...problem('unavailable', error.message, { hint: certificateHint }), retryable: false }
  const hint = 'vCenter itself cannot be reached or is starting: try again later.'
  return problem('unavailable', error.message, { hint, ...retryAfter })
}

const credentialHint =
  'The operator of this service should check VCENTER_USER and VCENTER_PASSWORD, or the account in VCENTERS_FILE.'
const certificateHint =
  'The operator of this service should check VCENTER_CA_BUNDLE, or caFile and fingerprint256 in VCENTERS_FILE.'

function problemOfApiError(error: VcenterApiError, tool: ToolDefinition | undefined) {
  const vcenter = {
    status: error.status,
    ...(error.errorType !== undefined && { error_type: error.errorType })
  }
  const { code, hint } = meaningOf(error, tool)
  return problem(code, error.message, { vcenter, ...(hint !== undefined && { hint }) })
}

function meaningOf(
  error: VcenterApiError,
  tool: ToolDefinition | undefined
): { code: ErrorCode; hint?: string } {
  if (error.isLoginFailure) {
    return { code: 'vcenter_error', hint: credentialHint }
  }
  if (error.isBusy)
    return { code: 'busy', hint: 'Another operation is going on with this object: try again shortly.' }
  if (error.isUnknownPath) return { code: 'unsupported', hint: 'This vCenter does not know the operation.' }
  if (error.isNotFound) return { code: 'not_found', hint: 'It may have been deleted meanwhile: list again.' }
  if (error.isForbidden) {
    const needed = tool?.privileges.join(', ')
    return {
      code: 'vcenter_error',
      hint: `The service's vCenter account lacks a privilege${needed ? ` (needs ${needed})` : ''}.`
    }
  }
  if (error.errorType === 'UNABLE_TO_ALLOCATE_RESOURCE' && tool?.risk === 'read') {
    return {
      code: 'vcenter_error',
      hint: 'vCenter answers no list this long: filter by host, cluster or datacenter.'
    }
  }
  return { code: codeOfErrorType(error.errorType) }
}

/** The code of an error type of the Automation API or a fault of VI/JSON. */
export function codeOfErrorType(type: string | undefined): ErrorCode {
  if (type === undefined) return 'vcenter_error'
  return (
    codesByErrorType.get(type) ?? codesByFamily.find(([family]) => family.has(type))?.[1] ?? 'vcenter_error'
  )
}

/** Types of no family, or whose code is not the one of their family. */
const codesByErrorType = new Map<string, ErrorCode>([
  ...codesOf('unsupported', 'UNSUPPORTED', 'NotSupported'),
  ...codesOf('unavailable', 'SERVICE_UNAVAILABLE'),
  ...codesOf('timeout', 'TIMED_OUT', 'Timedout')
])

/** What is in no family is `vcenter_error`. */
const codesByFamily: readonly (readonly [ReadonlySet<string>, ErrorCode])[] = [
  [types.notFound, 'not_found'],
  [types.busy, 'busy'],
  [types.invalid, 'invalid_argument'],
  [types.conflict, 'conflict'],
  [types.invalidState, 'invalid_state'],
  [types.hostUnreachable, 'unavailable']
]

function codesOf(code: ErrorCode, ...errorTypes: string[]): [string, ErrorCode][] {
  return errorTypes.map(type => [type, code])
}
