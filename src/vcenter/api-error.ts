import * as types from './error-types.ts'

export interface ApiFailure {
  vcenter: string
  /** Words of the operation table: `get VM 'vm-42'`. */
  operation: string
  /** The same whatever the object: `get VM {vm}`. Unset: the operation itself. */
  kind?: string | undefined
  status: number
  /** With `?action=`, without filters: `/api/vcenter/vm/vm-42/power?action=start`. */
  path: string
  /** `NOT_FOUND` of the Automation API, `InvalidPowerState` of VI/JSON; absent when a proxy answered. */
  errorType?: string | undefined
  messages?: readonly string[]
  messageIds?: readonly string[]
  /** Said instead of status and path, where no answer of HTTP was the failure: `task 'task-12'`. */
  context?: string | undefined
  /** Of the `Retry-After` header. */
  retryAfterS?: number | undefined
}

/** The operation of a log-in; kept in one place, because the sentence of its error differs. */
export const loginOperation = 'log in'

/** An unknown path is also a 404 NOT_FOUND: only the message id tells it from an unknown VM. */
const unknownPathId = /operationsForUrlNotFound|httpNotFound/

/** vCenter (or a proxy before it) answered with an error status or a fault. */
export class VcenterApiError extends Error {
  override readonly name = 'VcenterApiError'
  readonly vcenter: string
  readonly operation: string
  readonly kind: string
  readonly status: number
  readonly path: string
  readonly errorType: string | undefined
  readonly messages: readonly string[]
  readonly messageIds: readonly string[]
  readonly context: string | undefined
  readonly retryAfterS: number | undefined

  constructor(failure: ApiFailure) {
    super(apiSentence(failure))
    this.vcenter = failure.vcenter
    this.operation = failure.operation
    this.kind = failure.kind ?? failure.operation
    this.status = failure.status
    this.path = failure.path
    this.errorType = failure.errorType
    this.messages = failure.messages ?? []
    this.messageIds = failure.messageIds ?? []
    this.context = failure.context
    this.retryAfterS = failure.retryAfterS
  }

  /** The same error with a sentence more, such as a remedy. */
  withMessage(sentence: string): VcenterApiError {
    const { vcenter, operation, kind, status, path, errorType, messageIds, context, retryAfterS } = this
    const failure = { vcenter, operation, kind, status, path, errorType, messageIds, context, retryAfterS }
    return new VcenterApiError({ ...failure, messages: [...this.messages, sentence] })
  }

  /** The path itself is unknown to this server: a wrong release or a wrong host, never a missing object. */
  get isUnknownPath(): boolean {
    if (this.errorType === 'OPERATION_NOT_FOUND' || this.messageIds.some(id => unknownPathId.test(id)))
      return true
    return this.status === 404 && this.errorType === undefined
  }

  get isNotFound(): boolean {
    if (this.isUnknownPath) return false
    return this.status === 404 || isOneOf(this.errorType, types.notFound)
  }

  /** The session (or, for a log-in, the credential) was not accepted: nothing was executed. */
  get isUnauthorized(): boolean {
    // a host may refuse a password too (`ReconnectHost_Task`): that says nothing of the session
    if (this.errorType === 'InvalidLogin') return this.operation === loginOperation
    return this.status === 401 || isOneOf(this.errorType, types.unauthorized)
  }

  get isForbidden(): boolean {
    return this.status === 403 || isOneOf(this.errorType, types.forbidden)
  }

  /** An argument is wrong: the same request would fail again. */
  get isInvalid(): boolean {
    return isOneOf(this.errorType, types.invalid)
  }

  /** The state of things is in the way, the object's own or that of others: the request may do later. */
  get isConflict(): boolean {
    if (this.status === 409 || isOneOf(this.errorType, types.conflict)) return true
    return isOneOf(this.errorType, types.invalidState)
  }

  /** Somebody cancelled it in vCenter. */
  get isCanceled(): boolean {
    return isOneOf(this.errorType, types.canceled)
  }

  /** The object is busy with another operation; this one was not started. */
  get isBusy(): boolean {
    return isOneOf(this.errorType, types.busy)
  }

  get isAlreadyInDesiredState(): boolean {
    return this.errorType === 'ALREADY_IN_DESIRED_STATE'
  }

  /** VMware Tools does not run: guest operations say so with a 503, which is no outage. */
  get isToolsNotRunning(): boolean {
    if (this.errorType === 'ToolsUnavailable') return true
    return this.errorType === 'SERVICE_UNAVAILABLE' && this.path.includes('/guest/')
  }

  /** The credential was refused: wrong user, wrong password or no permission at all. */
  get isLoginFailure(): boolean {
    return this.operation === loginOperation && (this.isUnauthorized || this.isForbidden)
  }
}

function apiSentence(failure: ApiFailure): string {
  const start =
    failure.operation === loginOperation
      ? `Login to vCenter '${failure.vcenter}' failed`
      : `Failed to ${failure.operation}`
  const type = failure.errorType === undefined ? '' : ` [${failure.errorType}]`
  const words = joinMessages(failure.messages ?? [])
  const where = failure.context ?? `HTTP ${failure.status} on ${failure.path}`
  return `${start}: ${where}${type}${words === '' ? '' : `: ${words}`}`
}

/** vCenter's first message is the operation's own view, the following ones are its causes. */
function joinMessages(messages: readonly string[]): string {
  const sentences = [...new Set(messages.map(message => message.trim()))].filter(message => message !== '')
  return sentences
    .map((sentence, index) =>
      index < sentences.length - 1 && !/[.!?:;]$/.test(sentence) ? `${sentence}.` : sentence
    )
    .join(' ')
}

function isOneOf(type: string | undefined, family: ReadonlySet<string>): boolean {
  return type !== undefined && family.has(type)
}
