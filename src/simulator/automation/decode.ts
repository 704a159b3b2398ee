import { invalidArgument, invalidRequest, unexpectedFields } from './errors.ts'
import type { Field, Parameter } from './operation.ts'

/**
 * Query parameters by name. Names the operation does not have are refused; that vCenter does so is known
 * from vAPI's "unsupported query parameter" reports, type and text of the error are inferred.
 */
export function decodeQuery(query: string, parameters: readonly Parameter[]): Map<string, string[]> {
  const values = new Map<string, string[]>()
  for (const [name, value] of new URLSearchParams(query)) {
    if (name === 'action') continue
    const parameter = parameters.find(candidate => candidate.name === name)
    if (!parameter) {
      throw invalidRequest(
        'unsupportedQueryParameters',
        `Unsupported query parameters were found: ${name}.`,
        name
      )
    }
    if (parameter.values && !parameter.values.includes(value)) throw invalidArgument(name, value)
    if (parameter.boolean && value !== 'true' && value !== 'false') throw invalidArgument(name, value)
    const earlier = values.get(name)
    if (earlier && !parameter.many) {
      throw invalidRequest('repeatedQueryParameter', `The query parameter ${name} takes one value.`, name)
    }
    if (earlier) earlier.push(value)
    else values.set(name, [value])
  }
  return values
}

/**
 * The request body as an object whose fields are known and of the right type. An empty body counts as `{}`.
 * That unknown fields give UNEXPECTED_INPUT and wrong types INVALID_ARGUMENT is inferred from vAPI's runtime.
 */
export function decodeBody(body: string, contentType: string | undefined, fields: readonly Field[]) {
  const object = parse(body, contentType)
  const unknown = Object.keys(object).filter(name => !fields.some(field => field.name === name))
  if (unknown.length > 0) throw unexpectedFields(unknown)
  for (const field of fields) {
    const value = object[field.name]
    if (value === undefined || value === null) {
      if (field.required)
        throw invalidRequest('missingField', `The field ${field.name} is required.`, field.name)
    } else if (!typeChecks[field.type](value)) {
      throw invalidArgument(field.name, value)
    }
  }
  return object
}

function parse(body: string, contentType: string | undefined): Record<string, unknown> {
  if (body.trim() === '') return {}
  if (!/^application\/json\s*(;|$)/i.test(contentType ?? '')) {
    throw invalidRequest(
      'unsupportedMediaType',
      'The content type must be application/json.',
      contentType ?? ''
    )
  }
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    throw invalidRequest('invalidJson', 'The request body is not valid JSON.')
  }
  if (isObject(value)) return value
  throw invalidRequest('invalidBody', 'The request body must be a JSON object.')
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const typeChecks: Record<Field['type'], (value: unknown) => boolean> = {
  integer: value => Number.isSafeInteger(value),
  boolean: value => typeof value === 'boolean',
  strings: value => Array.isArray(value) && value.every(item => typeof item === 'string')
}
