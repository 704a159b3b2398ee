import type { Received } from '../http.ts'
import { decodeFields, parseBody } from './decode.ts'
import type { Dialect } from './dialect.ts'
import { missingField } from './errors.ts'
import type { Fields, FieldType, Parameter } from './fields.ts'
import type { Call, Operation } from './operation.ts'
import { bodyOfQuery, decodeQuery } from './query.ts'

type Decoded = Pick<Call, 'query' | 'body'> & { asTask: boolean }
type Query = readonly [string, string][]

const taskParameter: Parameter = { name: 'vmw-task', values: ['true'] }

/** Query, without the action, and body of a request, checked against what the operation takes. */
export function decodeRequest(
  received: Received,
  query: Query,
  params: Record<string, string>,
  operation: Operation,
  dialect: Dialect
): Decoded {
  const inBody = dialect.name === 'rest' ? (operation.parameters ?? []).filter(isInRestBody) : []
  const { fields, inPath } = withoutParams(operation.fields ?? {}, params)
  const isFlat = dialect.name === 'rest' && received.method === 'GET' && operation.fields !== undefined
  const parameters = isFlat ? [] : queryParameters(operation, dialect).filter(name => !inBody.includes(name))
  const values = decodeQuery(isFlat ? [] : query, parameters)
  const asTask = values.delete(taskParameter.name)
  // A GET has no body; one that comes all the same, as from Ansible's vmware_rest, is not looked at.
  const given = received.method === 'GET' ? {} : parseBody(received.body, received.headers['content-type'])
  for (const { name, required } of inBody) {
    const types: Fields = { [required ? `${name}!` : name]: 'text' }
    const value = decodeFields(name in given ? { [name]: given[name] } : {}, types, dialect.maps)[name]
    if (typeof value === 'string') values.set(name, [value])
    delete given[name]
  }
  const flat = isFlat ? bodyOfQuery(query, fields) : undefined
  const bare = flat ?? (dialect.name === 'rest' ? unwrapped(given, operation) : given)
  const body = { ...decodeFields(bare, fields, dialect.maps), ...inPath }
  return { query: values, body, asTask }
}

/**
 * A field that is a parameter of the path stands there, as the `category_id` of
 * `POST /rest/com/vmware/cis/tagging/tag/id:{category_id}?~action=list-tags-for-category`. That the body may
 * have it too is inferred: govmomi sends both.
 */
function withoutParams(fields: Fields, params: Record<string, string>) {
  const inPath: Record<string, string> = {}
  const others: Record<string, FieldType> = {}
  for (const [name, type] of Object.entries(fields)) {
    const plain = name.replace('!', '')
    const given = params[plain]
    others[given === undefined ? name : plain] = type
    if (given !== undefined) inPath[plain] = given
  }
  return { fields: others, inPath }
}

function queryParameters(operation: Operation, dialect: Dialect): (Parameter & { spelled?: string })[] {
  const { filter = [], filterName = 'filter', parameters = [] } = operation
  const filters =
    dialect.name === 'rest'
      ? filter.map(field => ({ ...field, spelled: `${filterName}.${field.name}` }))
      : filter
  return [...filters, ...parameters, ...(operation.runAsTask ? [taskParameter] : [])]
}

function isInRestBody(parameter: Parameter): boolean {
  return parameter.inRestBody === true
}

/** What is inside the wrapper; nothing may stand beside it, and without it nothing is understood. */
function unwrapped(body: Record<string, unknown>, operation: Operation): Record<string, unknown> {
  const { wrapper, wrapperOptional } = operation
  if (wrapper === undefined) return body
  const { [wrapper]: inner } = decodeFields(body, { [wrapper]: { map: 'any' } }, 'object')
  if (inner === undefined && !wrapperOptional) throw missingField(wrapper)
  return (inner ?? {}) as Record<string, unknown>
}
