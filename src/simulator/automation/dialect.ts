import type { Answer } from '../http.ts'
import type { MapStyle } from './decode.ts'
import { statusOf, type VapiError } from './errors.ts'
import { mapsAsLists } from './maps.ts'
import type { Operation } from './operation.ts'

/** What one dialect does its own way. */
export interface Dialect {
  name: 'api' | 'rest'
  maps: MapStyle
  /** The query parameter that holds the action, for a path below the prefix. */
  actionParameter(path: string): string
  valueAnswer(operation: Operation, value: unknown): Answer
  /** For `vmw-task=true`. */
  taskAnswer(id: string): Answer
  errorAnswer(error: VapiError): Answer
}

/**
 * Bare values, 201 for what was made, 204 without a body for void, errors with `error_type`.
 * https://developer.broadcom.com/xapis/vsphere-automation-api/latest/
 */
export const api: Dialect = {
  name: 'api',
  maps: 'object',
  actionParameter: () => 'action',
  valueAnswer: ({ ok }, value) => (ok === 204 ? { status: 204 } : { status: ok, json: value }),
  taskAnswer: id => ({ status: 202, json: id }),
  errorAnswer: error => ({ status: statusOf(error.vapi.type, 'api'), json: errorBody(error) })
}

/**
 * Everything is 200; values are wrapped in `value`, maps are lists, errors name their class.
 * https://knowledge.broadcom.com/external/article/320077
 */
export const rest: Dialect = {
  name: 'rest',
  maps: 'list',
  actionParameter: path => (path.startsWith('/com/vmware/') ? '~action' : 'action'),
  valueAnswer: ({ ok, maps = [] }, value) =>
    ok === 204 ? { status: 200 } : { status: 200, json: { value: mapsAsLists(value, maps) } },
  taskAnswer: id => ({ status: 200, json: { value: id } }),
  errorAnswer: error => ({
    status: statusOf(error.vapi.type, 'rest'),
    json: { type: `com.vmware.vapi.std.errors.${error.vapi.type.toLowerCase()}`, value: errorBody(error) }
  })
}

function errorBody({ vapi: { type, messages, challenge } }: VapiError) {
  return { error_type: type, messages, ...(challenge === undefined ? {} : { challenge }) }
}

/** What a server answers that no longer has a part of `/rest`; the texts are inferred. */
export const removed: Answer = {
  status: 404,
  json: {
    name: 'com.vmware.vapi.rest.httpNotFound',
    localizableMessages: [{ id: 'com.vmware.vapi.rest.httpNotFound', defaultMessage: 'Not found.' }],
    majorErrorCode: 404
  }
}
