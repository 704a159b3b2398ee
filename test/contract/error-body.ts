import { Type, type TSchema } from '@sinclair/typebox'
import type { Dialect, Operation } from './operation.ts'
import { restForm } from './rest-form.ts'
import { anything, list, message, shape, text, whole } from './shape.ts'

/**
 * Errors of the Automation API: which status a type has in which dialect, and their two bodies.
 *
 * https://developer.broadcom.com/xapis/vsphere-automation-api/latest/ (structures `com.vmware.vapi.std.errors.*`)
 */

const badRequest = [
  'ALREADY_EXISTS',
  'ALREADY_IN_DESIRED_STATE',
  'CANCELED',
  'FEATURE_IN_USE',
  'INVALID_ARGUMENT',
  'INVALID_ELEMENT_CONFIGURATION',
  'INVALID_ELEMENT_TYPE',
  'INVALID_REQUEST',
  'NOT_ALLOWED_IN_CURRENT_STATE',
  'RESOURCE_IN_USE',
  'UNEXPECTED_INPUT',
  'UNSUPPORTED',
  'UNVERIFIED_PEER'
]

/** 500 in `/api`, 400 in `/rest`. */
const failed = ['ERROR', 'RESOURCE_BUSY', 'RESOURCE_INACCESSIBLE', 'UNABLE_TO_ALLOCATE_RESOURCE']

function all(types: readonly string[], status: number): Record<string, number> {
  return Object.fromEntries(types.map(type => [type, status]))
}

const apiStatus: Record<string, number> = {
  ...all(badRequest, 400),
  ...all(failed, 500),
  UNAUTHENTICATED: 401,
  UNAUTHORIZED: 403,
  NOT_FOUND: 404,
  OPERATION_NOT_FOUND: 404,
  CONCURRENT_CHANGE: 409,
  INTERNAL_SERVER_ERROR: 500,
  TIMED_OUT: 500,
  SERVICE_UNAVAILABLE: 503
}

const statuses: Record<Dialect, Record<string, number>> = {
  api: apiStatus,
  rest: { ...apiStatus, ...all(failed, 400), CONCURRENT_CHANGE: 400, TIMED_OUT: 504 }
}

/** Every operation may answer these. */
const always = new Set(['UNAUTHENTICATED', 'UNAUTHORIZED', 'SERVICE_UNAVAILABLE'])

/** Besides its own, what an operation may say to a request that does not fit it. */
const refusals = new Set([
  'INVALID_ARGUMENT',
  'INVALID_REQUEST',
  'UNEXPECTED_INPUT',
  'NOT_FOUND',
  'OPERATION_NOT_FOUND'
])

const fields = { messages: list(message), 'data?': anything, 'challenge?': text }

/** The official schema lets `error_type` be missing; a vCenter 8 sends it, and clients go by it. */
const apiBody = shape({ ...fields, error_type: text })

const restValue = restForm(shape({ ...fields, 'error_type?': text }))
const restBody = Type.Object({ type: text, value: restValue }, { additionalProperties: false })

/**
 * The older form of errors of the routing level.
 *
 * As a vCenter answered it: https://github.com/vmware-archive/vsphere-automation-sdk-rest/issues/14
 */
const restRouting = Type.Object(
  {
    name: text,
    localizableMessages: list(shape({ id: text, defaultMessage: text })),
    majorErrorCode: whole,
    type: Type.Optional(text),
    value: Type.Optional(anything)
  },
  { additionalProperties: false }
)

export function errorSchema(dialect: Dialect, body: unknown): TSchema {
  if (dialect === 'api') return apiBody
  return fieldOf(body, 'majorErrorCode') === undefined ? restBody : restRouting
}

/** The type of an error by its body, upper case; undefined when it names none. */
export function errorType(dialect: Dialect, body: unknown): string | undefined {
  if (dialect === 'api') return textOf(fieldOf(body, 'error_type'))
  return textOf(fieldOf(body, 'type'))
    ?.replace(/^com\.vmware\.vapi\.std\.errors\./, '')
    .toUpperCase()
}

/** What is wrong with an error of a type under a status; `''` when nothing is. */
export function errorMistake(
  type: string | undefined,
  status: number,
  dialect: Dialect,
  operation?: Operation,
  requestIsWrong = false
): string {
  if (type === undefined) return status === 404 ? '' : 'no type of error'
  const right = statuses[dialect][type]
  if (right === undefined) return `unknown type of error ${type}`
  if (right !== status) return `${type} with status ${status}, not ${right}`
  if (!operation || always.has(type) || (requestIsWrong && refusals.has(type))) return ''
  const listed = operation.errors.some(error => error === type || error === apiStatus[type])
  return listed ? '' : `${type} is no error of this operation`
}

/** The error value's own type, where both stand in a body of `/rest`, must be the same. */
export function typesDiffer(body: unknown): boolean {
  const inner = fieldOf(fieldOf(body, 'value'), 'error_type')
  return inner !== undefined && inner !== errorType('rest', body)
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
