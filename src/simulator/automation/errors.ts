/**
 * Errors of the Automation API (`com.vmware.vapi.std.errors`) and their HTTP statuses.
 * https://developer.broadcom.com/xapis/vsphere-automation-api/latest/vapi/std/errors/
 *
 * Types and statuses are as specified. Message ids and texts are not part of the specification: those marked
 * `seen` are quoted in public reports of live systems, all others are inferred from their style.
 */
const statuses = {
  ERROR: { api: 500, rest: 400 },
  ALREADY_EXISTS: { api: 400, rest: 400 },
  ALREADY_IN_DESIRED_STATE: { api: 400, rest: 400 },
  CANCELED: { api: 400, rest: 400 },
  // The specification of /rest says 400; 409 is what VMware's own runtime has for it.
  CONCURRENT_CHANGE: { api: 409, rest: 400 },
  FEATURE_IN_USE: { api: 400, rest: 400 },
  INTERNAL_SERVER_ERROR: { api: 500, rest: 500 },
  INVALID_ARGUMENT: { api: 400, rest: 400 },
  INVALID_ELEMENT_CONFIGURATION: { api: 400, rest: 400 },
  INVALID_ELEMENT_TYPE: { api: 400, rest: 400 },
  INVALID_REQUEST: { api: 400, rest: 400 },
  NOT_ALLOWED_IN_CURRENT_STATE: { api: 400, rest: 400 },
  NOT_FOUND: { api: 404, rest: 404 },
  OPERATION_NOT_FOUND: { api: 404, rest: 404 },
  RESOURCE_BUSY: { api: 500, rest: 400 },
  RESOURCE_IN_USE: { api: 400, rest: 400 },
  RESOURCE_INACCESSIBLE: { api: 500, rest: 400 },
  SERVICE_UNAVAILABLE: { api: 503, rest: 503 },
  TIMED_OUT: { api: 500, rest: 504 },
  UNABLE_TO_ALLOCATE_RESOURCE: { api: 500, rest: 400 },
  UNAUTHENTICATED: { api: 401, rest: 401 },
  UNAUTHORIZED: { api: 403, rest: 403 },
  UNEXPECTED_INPUT: { api: 400, rest: 400 },
  UNSUPPORTED: { api: 400, rest: 400 },
  UNVERIFIED_PEER: { api: 400, rest: 400 }
} as const

export type ErrorType = keyof typeof statuses

export interface Message {
  id: string
  default_message: string
  args: string[]
}

/** Thrown by operations; each dialect writes it in its own form. */
export interface VapiError extends Error {
  vapi: { type: ErrorType; messages: Message[]; challenge?: string }
}

/** The first message is the operation's view, the following ones are causes. */
export function vapiError(type: ErrorType, ...messages: [Message, ...Message[]]): VapiError {
  return Object.assign(new Error(messages[0].default_message), {
    vapi: { type, messages }
  })
}

export function statusOf(type: ErrorType, dialect: 'api' | 'rest'): number {
  return statuses[type][dialect]
}

export function isVapiError(error: unknown): error is VapiError {
  return error instanceof Error && 'vapi' in error
}

export function message(id: string, text: string, ...args: string[]): Message {
  return { id, default_message: text, args }
}

/**
 * An id that names nothing. The wording on a real vCenter is not established, and longer (it repeats the id);
 * clients must not rely on it.
 */
export function notFound(what: string, id: string): VapiError {
  return vapiError(
    'NOT_FOUND',
    message(`com.vmware.api.vcenter.${idPart(what)}.not_found`, `The ${what} was not found.`, id)
  )
}

/** No operation at this URL (seen). The same for a known URL with another method or action is inferred. */
export function noOperation(path: string): VapiError {
  const text = `Unable to find operations for URL: ${path}.`
  return vapiError('NOT_FOUND', message('com.vmware.vapi.rest.operationsForUrlNotFound', text, path))
}

/** No session, an expired one or wrong credentials: details are not disclosed (texts seen on 7.0). */
export function unauthenticated(): VapiError {
  const error = vapiError(
    'UNAUTHENTICATED',
    message('com.vmware.vapi.endpoint.method.authentication.required', 'Authentication required.')
  )
  error.vapi.challenge = 'Basic realm="VAPI endpoint",SIGN realm="vapi"'
  return error
}

/** More matches than a list may hold: an error, never a shortened list. */
export function tooMany(what: string, most: number): VapiError {
  const text = `More than ${most} ${what} match the filter.`
  return vapiError(
    'UNABLE_TO_ALLOCATE_RESOURCE',
    message('com.vmware.api.vcenter.list.too_many', text, String(most))
  )
}

export function invalidArgument(field: string, value: unknown): VapiError {
  const shown = typeof value === 'string' ? value : JSON.stringify(value ?? null)
  const text = `The value '${shown}' is not supported for '${field}'.`
  return vapiError('INVALID_ARGUMENT', message('com.vmware.api.vcenter.invalid_argument', text, field, shown))
}

export function invalidRequest(id: string, text: string, ...args: string[]): VapiError {
  return vapiError('INVALID_REQUEST', message(`com.vmware.vapi.rest.${id}`, text, ...args))
}

export function missingField(field: string): VapiError {
  return invalidRequest('missingField', `The field ${field} is required.`, field)
}

/** Fields that the structure does not have. */
export function unexpectedFields(fields: string[]): VapiError {
  const names = fields.join(', ')
  return vapiError(
    'UNEXPECTED_INPUT',
    message('vapi.data.structure.field.unexpected', `The input has unexpected fields: ${names}.`, names)
  )
}

/** Faults of tasks that have an error type of their own here. */
const typeOfFault: Record<string, ErrorType> = {
  InsufficientResourcesFault: 'UNABLE_TO_ALLOCATE_RESOURCE',
  InvalidPowerState: 'NOT_ALLOWED_IN_CURRENT_STATE',
  InvalidState: 'NOT_ALLOWED_IN_CURRENT_STATE',
  RequestCanceled: 'CANCELED',
  ResourceInUse: 'RESOURCE_IN_USE',
  TaskInProgress: 'RESOURCE_BUSY'
}

/** vCenter's task for the operation ended in error; which type that gives is inferred from the documented causes. */
export function taskFailed(fault: { typeName: string; message: string }): VapiError {
  return vapiError(
    typeOfFault[fault.typeName] ?? 'ERROR',
    message('com.vmware.api.vcenter.task_failed', fault.message),
    message(`vmsg.${fault.typeName}.summary`, fault.message)
  )
}

function idPart(what: string): string {
  return what.toLowerCase().replaceAll(' ', '_')
}
