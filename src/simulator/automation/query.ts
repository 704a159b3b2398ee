import { invalidArgument, invalidRequest, missingField } from './errors.ts'
import type { Fields, FieldType, Parameter } from './fields.ts'

/**
 * Query parameters by name. Names the operation does not have are refused; that vCenter does so is known
 * from vAPI's "unsupported query parameter" reports, type and text of the error are inferred.
 * A parameter's `spelled` is its name in the URL, such as `filter.names`, where that differs.
 */
export function decodeQuery(
  query: readonly [string, string][],
  parameters: readonly (Parameter & { spelled?: string })[]
): Map<string, string[]> {
  const values = new Map<string, string[]>()
  for (const [spelled, value] of query) {
    const parameter = parameters.find(candidate => (candidate.spelled ?? candidate.name) === spelled)
    if (!parameter) throw unsupported(spelled)
    const { name } = parameter
    if (parameter.values && !parameter.values.includes(value)) throw invalidArgument(name, value)
    if (parameter.boolean && value !== 'true' && value !== 'false') throw invalidArgument(name, value)
    const earlier = values.get(name)
    if (earlier && !parameter.many) {
      throw invalidRequest(
        'repeatedQueryParameter',
        `The query parameter ${spelled} takes one value.`,
        spelled
      )
    }
    if (earlier) earlier.push(value)
    else values.set(name, [value])
  }
  const absent = parameters.find(({ required, name }) => required === true && !values.has(name))
  if (absent) throw missingField(absent.spelled ?? absent.name)
  return values
}

/**
 * The fields of a body that a GET of `/rest` has in its query: `filter_spec.status=RUNNING` for
 * `{filter_spec: {status: ['RUNNING']}}`. Lists of structures cannot be written that way.
 */
export function bodyOfQuery(query: readonly [string, string][], fields: Fields): Record<string, unknown> {
  const body: Record<string, unknown> = {}
  for (const [spelled, text] of query) {
    let target = body
    let type: FieldType = { fields }
    const names = spelled.split('.')
    for (const [index, name] of names.entries()) {
      const inner: FieldType | undefined =
        typeof type === 'object' && 'fields' in type ? fieldOf(type.fields, name) : undefined
      if (inner === undefined) throw unsupported(spelled)
      type = inner
      if (index < names.length - 1) target = (target[name] ??= {}) as Record<string, unknown>
    }
    const last = names.at(-1) ?? ''
    if (typeof type === 'object' && 'list' in type) {
      const list = (target[last] ??= []) as unknown[]
      list.push(valueOf(text, type.list))
    } else if (last in target) {
      throw invalidRequest(
        'repeatedQueryParameter',
        `The query parameter ${spelled} takes one value.`,
        spelled
      )
    } else {
      target[last] = valueOf(text, type)
    }
  }
  return body
}

function fieldOf(fields: Fields, name: string): FieldType | undefined {
  if (Object.hasOwn(fields, name)) return fields[name]
  return Object.hasOwn(fields, `${name}!`) ? fields[`${name}!`] : undefined
}

/** What is no number or boolean stays a text, for the check of types to refuse. */
function valueOf(text: string, type: FieldType): unknown {
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true'
  if ((type === 'integer' || type === 'number') && /^-?\d+(\.\d+)?$/.test(text)) return Number(text)
  return text
}

function unsupported(name: string) {
  return invalidRequest(
    'unsupportedQueryParameters',
    `Unsupported query parameters were found: ${name}.`,
    name
  )
}
