/** What of a schema a client of some model may stumble over, and where. */
export interface Unportable {
  /** `inputSchema.properties.limit` */
  place: string
  remedy: string
}

type Node = Readonly<Record<string, unknown>>

const toolName = /^[a-z_]{1,48}$/
const argumentName = /^[a-z_]{1,64}$/

/** Each is refused or ignored by one of the models, and what to write instead. */
const unportableKeywords: Readonly<Record<string, string>> = {
  anyOf: 'use one type; stringEnum() for alternatives of texts',
  oneOf: 'use one type; stringEnum() for alternatives of texts',
  allOf: 'put all properties into one object',
  not: 'say it in the description, and refuse it in run',
  if: 'say it in the description, and refuse it in run',
  const: 'use stringEnum() with one value',
  prefixItems: 'use an object with named properties',
  patternProperties: 'use a list of objects with name and value',
  $ref: 'put the schema itself there',
  $defs: 'put the schemas where they are used'
}

/**
 * The first thing in a descriptor that Claude, OpenAI or Gemini would not take; `undefined` when all of them accept it.
 *
 * @see https://platform.claude.com/docs/en/agents-and-tools/tool-use/define-tools
 * @see https://platform.openai.com/docs/guides/structured-outputs#supported-schemas
 * @see https://ai.google.dev/api/caching#Schema
 */
export function unportableIn(descriptor: {
  name: string
  inputSchema: object
  outputSchema: object
}): Unportable | undefined {
  const { name, inputSchema, outputSchema } = descriptor
  if (!toolName.test(name)) return { place: 'name', remedy: 'use a-z and _, at most 48 of them' }
  const odd = Object.keys((inputSchema as Node)['properties'] ?? {}).find(each => !argumentName.test(each))
  if (odd !== undefined) {
    return {
      place: `inputSchema.properties.${odd}`,
      remedy: 'name arguments with a-z and _, at most 64 of them'
    }
  }
  return ofRoot(inputSchema as Node, 'inputSchema') ?? ofRoot(outputSchema as Node, 'outputSchema')
}

function ofRoot(schema: Node, place: string): Unportable | undefined {
  return schema['type'] === 'object' ? ofNode(schema, place) : { place, remedy: 'make it an object' }
}

function ofNode(schema: Node, place: string): Unportable | undefined {
  const keyword = Object.keys(schema).find(each => Object.hasOwn(unportableKeywords, each))
  if (keyword !== undefined) {
    return { place: `${place}.${keyword}`, remedy: unportableKeywords[keyword] as string }
  }
  const { type, items } = schema
  if (typeof type !== 'string') {
    return { place: `${place}.type`, remedy: 'name one type; leave out what may be absent instead of null' }
  }
  if (type === 'array' && !isNode(items)) {
    return { place: `${place}.items`, remedy: 'say in one schema what the list holds' }
  }
  return ofEnum(schema, place) ?? ofInner(schema, place)
}

function ofEnum({ type, enum: values }: Node, place: string): Unportable | undefined {
  if (values === undefined) return undefined
  const isOfType = (value: unknown) => (type === 'integer' ? Number.isInteger(value) : typeof value === type)
  if (Array.isArray(values) && values.length > 0 && values.every(isOfType)) return undefined
  return { place: `${place}.enum`, remedy: `list values of the type ${String(type)} only` }
}

function ofInner({ properties, items, additionalProperties }: Node, place: string): Unportable | undefined {
  const inner: [string, unknown][] = [
    ...Object.entries(isNode(properties) ? properties : {}).map(([name, each]): [string, unknown] => [
      `${place}.properties.${name}`,
      each
    ]),
    ...(items === undefined ? [] : [[`${place}.items`, items] as [string, unknown]]),
    ...(isNode(additionalProperties)
      ? [[`${place}.additionalProperties`, additionalProperties] as [string, unknown]]
      : [])
  ]
  for (const [at, each] of inner) {
    const found = isNode(each) ? ofNode(each, at) : { place: at, remedy: 'write a schema' }
    if (found) return found
  }
  return undefined
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
