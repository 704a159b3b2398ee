import { CodedError, type ErrorCode, type ProblemOptions, problem } from '../errors.ts'
import type { ToolDefinition } from '../tools/define-tool.ts'
import * as types from '../vcenter/error-types.ts'
import {
  type Obstacle,
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
    return { kind: 'unknown', problem: problem('outcome_unknown', sentenceOf(error), { hint, ...details }) }
  }
  if (error instanceof VcenterUnsupportedError) {
    return failed('unsupported', error.message, {
      hint: 'What does not need it works with this vCenter all the same.'
    })
  }
  // an aborted wait surfaces as whatever the interrupted piece throws: the signals know why
  if (circumstances.cancelled)
    return failed('cancelled', 'The client went away or cancelled before the call had ended.')
  if (circumstances.stopping) {
    return failed('unavailable', 'The service is stopping; the call was given up and nothing was changed.', {
      hint: 'Try again when it has started anew.'
    })
  }
  if (circumstances.timedOut) {
    return failed('timeout', 'The call did not end in time; nothing was changed.', {
      hint: 'Try again, ask for less (filters, limit), or have CALL_TIMEOUT_S raised.'
    })
  }
  if (error instanceof VcenterUnavailableError) return { kind: 'failed', problem: problemOfOutage(error) }
  return failed('internal', 'Something failed inside the service; its log has the particulars.', {
    hint: 'If it was a change, read the object before you repeat it. The operator should look at the log.'
  })
}

/** Callers of several vCenters must see which one it is about; the words of the error have it only here and there. */
function sentenceOf({ message, vcenter }: VcenterApiError | VcenterOutcomeUnknownError): string {
  return message.includes(`'${vcenter}'`) ? message : `vCenter '${vcenter}': ${message}`
}

function failed(code: ErrorCode, message: string, options?: ProblemOptions): Outcome {
  return { kind: 'failed', problem: problem(code, message, options) }
}

function problemOfOutage({ message, obstacle, retryAfterS }: VcenterUnavailableError) {
  const retryAfter = retryAfterS === undefined ? {} : { retryAfterS }
  if (obstacle === undefined) return problem('unavailable', message, { hint: outageHint, ...retryAfter })
  const hint = obstacleHints[obstacle]
  // a refused log-in is tried again after its pause; no second try mends a certificate or makes an answer smaller
  if (obstacle === 'credential') return problem('unavailable', message, { hint, ...retryAfter })
  return { ...problem('unavailable', message, { hint }), retryable: false }
}

const outageHint = 'vCenter cannot be reached, is starting, or takes no more sessions: try again later.'
const credentialHint =
  'The operator of this service should check VCENTER_USER and VCENTER_PASSWORD, or the account in VCENTERS_FILE.'
const obstacleHints: Readonly<Record<Obstacle, string>> = {
  credential: credentialHint,
  certificate:
    'The operator of this service should check VCENTER_CA_BUNDLE, or caFile and fingerprint256 in VCENTERS_FILE.',
  size: 'Ask for less: use filters, a smaller limit, or leave verbose out.'
}
const sessionHint =
  "vCenter refuses this to the service's session, also to a new one: the operator should check the account's rights."
function problemOfApiError(error: VcenterApiError, tool: ToolDefinition | undefined) {
  const vcenter = {
    status: error.status,
    ...(error.errorType !== undefined && { error_type: error.errorType })
  }
  const { code, hint } = meaningOf(error, tool)
  return problem(code, sentenceOf(error), { vcenter, hint: hint ?? hintOf(code, error.errorType) })
}

function meaningOf(
  error: VcenterApiError,
  tool: ToolDefinition | undefined
): { code: ErrorCode; hint?: string } {
  if (error.isLoginFailure) {
    return { code: 'vcenter_error', hint: credentialHint }
  }
  if (error.isBusy) return { code: 'busy' }
  if (error.isUnknownPath) return { code: 'unsupported', hint: 'This vCenter does not know the operation.' }
  if (error.isNotFound) return { code: 'not_found' }
  if (error.isUnauthorized) return { code: 'vcenter_error', hint: sessionHint }
  if (error.isForbidden) {
    // every role has those of the system: what is missing is hardly one of them
    const needed = tool?.privileges.filter(each => !each.startsWith('System.')).join(', ')
    return {
      code: 'vcenter_error',
      hint: `The service's vCenter account lacks a privilege${needed ? ` (needs ${needed})` : ''}; npm run doctor tells which.`
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

/** What to do about an error for which vCenter's own words must do. */
export function hintOf(code: ErrorCode, errorType: string | undefined): string {
  if (code !== 'vcenter_error') return hints[code] ?? hints.vcenter_error
  return errorType === undefined ? strangerHint : hints.vcenter_error
}

/** An answer that is none of vCenter's own has no error type. */
const strangerHint =
  'Something else than vCenter may have answered, such as a proxy while vCenter starts: try again later, or have it looked at.'

const hints: Partial<Record<ErrorCode, string>> & { vcenter_error: string } = {
  vcenter_error: "These are vCenter's own words; its tasks and events have more.",
  invalid_argument: 'Change what vCenter names in its words.',
  invalid_state: 'The state of the object does not allow it: read it, and change that first.',
  conflict: 'Something else uses or changes the object: read it again before you decide.',
  not_found: 'It may have been deleted meanwhile: list again.',
  busy: 'Another operation is going on with this object: try again shortly.',
  unsupported: 'This vCenter cannot do it, for this object or at all.',
  unavailable: 'vCenter, or a host behind it, cannot serve this now: try again later.',
  timeout: 'vCenter itself gave it up: try again later.'
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
