import { cleanText, cleanValue } from './text.ts'

/**
 * The catalogue of coded errors. A code is the same on both faces and in the audit, and stays: clients and agents
 * branch on it. `status` is what REST answers, `retryable` whether the same call may succeed later unchanged.
 */
export const catalogue = {
  unauthenticated: { status: 401, retryable: false, title: 'Authentication required' },
  forbidden: { status: 403, retryable: false, title: 'Not allowed' },
  rate_limited: { status: 429, retryable: true, title: 'Too many calls' },
  confirmation_required: { status: 428, retryable: false, title: 'Confirmation required' },
  declined: { status: 403, retryable: false, title: 'Declined by a person' },
  invalid_argument: { status: 400, retryable: false, title: 'Invalid argument' },
  not_found: { status: 404, retryable: false, title: 'Not found' },
  ambiguous: { status: 409, retryable: false, title: 'More than one match' },
  invalid_state: { status: 409, retryable: false, title: 'Not possible in the current state' },
  conflict: { status: 409, retryable: false, title: 'Conflict' },
  busy: { status: 503, retryable: true, title: 'Busy' },
  unsupported: { status: 501, retryable: false, title: 'Not supported by this vCenter' },
  unavailable: { status: 503, retryable: true, title: 'Cannot be reached now' },
  timeout: { status: 504, retryable: true, title: 'Timed out' },
  // 499 is nginx's code for a client that went away: nobody reads the answer, the log does
  cancelled: { status: 499, retryable: true, title: 'Cancelled by the client' },
  outcome_unknown: { status: 504, retryable: false, title: 'Outcome unknown' },
  vcenter_error: { status: 502, retryable: false, title: 'vCenter refused or failed' },
  audit_unavailable: { status: 503, retryable: true, title: 'Audit cannot be written' },
  payload_too_large: { status: 413, retryable: false, title: 'Request too large' },
  internal: { status: 500, retryable: false, title: 'Internal error' }
} as const satisfies Record<string, { status: number; retryable: boolean; title: string }>

export type ErrorCode = keyof typeof catalogue

/**
 * Key of a problem: how many characters were stripped from it. A symbol, because it goes with every copy of the problem
 * and into no answer.
 */
export const strippedFromProblem = Symbol('strippedFromProblem')

/** What a caller is told of a call that did not succeed; the same fields on both faces. */
export interface Problem {
  code: ErrorCode
  /** One sentence for people and models: what went wrong, with which object. */
  message: string
  /** What to do about it. */
  hint?: string
  retryable: boolean
  /** The tool to go on with; absent where none of them helps. */
  next_tool?: string
  /** Seconds after which another try makes sense. */
  retry_after_s?: number
  /** Machine-readable particulars, such as the candidates of an ambiguous name. */
  details?: Record<string, unknown>
  /** What vCenter itself answered. */
  vcenter?: { status: number; error_type?: string }
  [strippedFromProblem]?: number
}

export interface ProblemOptions {
  hint?: string
  /** The tool to go on with, where it is another than the code alone suggests. */
  nextTool?: string
  retryAfterS?: number
  details?: Record<string, unknown>
  vcenter?: { status: number; error_type?: string }
  cause?: unknown
  /** Characters that were stripped from its parts before they were put together. */
  stripped?: number
}

/** An error with a code of the catalogue. Thrown by tools (it becomes the call's outcome) and by whole-request refusals. */
export class CodedError extends Error {
  readonly code: ErrorCode
  readonly options: ProblemOptions

  constructor(code: ErrorCode, message: string, options: ProblemOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'CodedError'
    this.code = code
    this.options = options
  }

  /** Read by Fastify for errors that no handler of ours sees. */
  get statusCode(): number {
    return catalogue[this.code].status
  }

  toProblem(): Problem {
    return problem(this.code, this.message, this.options)
  }
}

const longest = 1000

/** The only way to make a problem: whatever it repeats of vCenter or of the caller, it is cleaned here. */
export function problem(code: ErrorCode, message: string, options: ProblemOptions = {}): Problem {
  const { hint, details, vcenter } = options
  const told = cleanText(message, { longest })
  const particulars = cleanValue(
    {
      ...(hint !== undefined && { hint }),
      ...(details !== undefined && { details }),
      ...(vcenter !== undefined && { vcenter })
    },
    undefined,
    longest
  )
  const stripped = told.stripped + particulars.stripped + (options.stripped ?? 0)
  return {
    code,
    message: told.value,
    retryable: catalogue[code].retryable,
    ...(options.nextTool !== undefined && { next_tool: options.nextTool }),
    ...(options.retryAfterS !== undefined && { retry_after_s: options.retryAfterS }),
    ...particulars.value,
    ...(stripped > 0 && { [strippedFromProblem]: stripped })
  }
}
