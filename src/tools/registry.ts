import { type TObject, type TProperties, Type } from '@sinclair/typebox'
import { closest } from 'fastest-levenshtein'
import { openPlaceIn } from './closed-schema.ts'
import type { ToolDefinition } from './define-tool.ts'
import { type JsonObjectSchema, inputOutline, outputOutline } from './outline.ts'
import { unportableIn } from './portable-schema.ts'
import { type InputCheck, createCoercion, createInputCheck, createOutputCheck } from './validation.ts'

/** A tool as callers meet it: its definition, and everything that is derived from it once at start. */
export interface RegisteredTool extends ToolDefinition {
  readonly needsConfirmation: boolean
  readonly method: string
  /** Below /api/v1, in Fastify's notation: `/vms/:vm`. */
  readonly path: string
  /** Arguments that the path carries. */
  readonly pathArguments: readonly string[]
  /** What tools/list shows to a principal who may know of these vCenters; frozen. */
  readonly descriptorFor: (vcenters: readonly string[]) => ToolDescriptor
  readonly checkInput: InputCheck
  readonly coerce: (value: Record<string, unknown>) => void
  /** What is wrong with an answer of `run`, or `undefined`. */
  readonly outputMistake: (value: unknown) => string | undefined
}

/** @see https://modelcontextprotocol.io/specification/2025-11-25/server/tools#tool */
export interface ToolDescriptor {
  name: string
  title: string
  description: string
  inputSchema: JsonObjectSchema
  outputSchema: JsonObjectSchema
  annotations: {
    readOnlyHint: boolean
    /** These two mean nothing for what only reads. */
    destructiveHint?: boolean
    idempotentHint?: boolean
    openWorldHint: boolean
  }
}

export interface ToolRegistry {
  /** In the order of the index: tools/list must be deterministic. */
  readonly tools: readonly RegisteredTool[]
  get(name: string): RegisteredTool | undefined
  closestName(name: string): string
}

export interface RegistryOptions {
  /** Names of the configured vCenters, the default one first. */
  vcenters: readonly string[]
  /** VERBOSE_DEFAULT */
  verboseByDefault: boolean
}

const confirm = Type.Optional(
  Type.Boolean({
    default: false,
    description: 'Without it the call only answers what it would do. Pass true after a person agreed to that.'
  })
)

/**
 * Throws when two tools share a name or a route, when a destructive tool cannot say what it would do, when a tool takes
 * objects with properties that its schema does not name, or when some model would not accept its schemas.
 */
export function createRegistry(
  definitions: readonly ToolDefinition[],
  options: RegistryOptions
): ToolRegistry {
  const tools = definitions.map(definition => register(definition, options))
  const byName = new Map(tools.map(tool => [tool.name, tool]))
  if (byName.size < tools.length) throw new Error('Two tools have the same name.')
  if (new Set(tools.map(tool => tool.rest)).size < tools.length)
    throw new Error('Two tools have the same REST route.')
  const names = [...byName.keys()]
  return { tools, get: name => byName.get(name), closestName: name => closest(name.slice(0, 64), names) }
}

function register(definition: ToolDefinition, options: RegistryOptions): RegisteredTool {
  const needsConfirmation = definition.risk === 'destructive'
  if (needsConfirmation && !definition.plan)
    throw new Error(`${definition.name} is destructive and has no plan.`)

  const input = Type.Object(inputProperties(definition, needsConfirmation, options), {
    additionalProperties: false
  })
  const open = openPlaceIn(input)
  if (open)
    throw new Error(
      `${definition.name}: '${open}' takes any property; give it a type, and additionalProperties: false.`
    )

  const names = Object.keys(input.properties)
  const [method = '', path = ''] = definition.rest.split(' ')
  const pathArguments = [...path.matchAll(/:(\w+)/g)].map(match => match[1] as string)
  const unknown = pathArguments.find(name => !names.includes(name))
  if (unknown)
    throw new Error(`${definition.name}: the route names '${unknown}', which is no argument of it.`)

  const descriptorFor = createDescriptors(definition, input, options)
  const unportable = unportableIn(descriptorFor(options.vcenters))
  if (unportable) {
    const { place, remedy } = unportable
    throw new Error(`${definition.name}: not every model accepts ${place}; ${remedy}.`)
  }

  return Object.freeze({
    ...definition,
    input,
    needsConfirmation,
    method,
    path,
    pathArguments,
    descriptorFor,
    checkInput: createInputCheck(definition.name, input, names),
    coerce: createCoercion(input),
    outputMistake: createOutputCheck(definition.output)
  })
}

function inputProperties(
  definition: ToolDefinition,
  needsConfirmation: boolean,
  options: RegistryOptions
): TProperties {
  const properties: TProperties = { ...definition.input.properties }
  if (properties['verbose']) {
    properties['verbose'] = { ...properties['verbose'], default: options.verboseByDefault }
  }
  if (needsConfirmation) properties['confirm'] = confirm
  if (takesHostname(definition, options.vcenters)) properties['hostname'] = hostnameFor(definition)
  return properties
}

function takesHostname({ vcenter }: ToolDefinition, vcenters: readonly string[]): boolean {
  return vcenters.length > 1 && vcenter !== 'none'
}

/**
 * A change must say which vCenter it is for; a read goes to the default one. Names are told in the descriptor only: which
 * vCenters there are depends on who asks.
 */
function hostnameFor(definition: ToolDefinition, known?: readonly string[]) {
  const property = Type.String({
    maxLength: 255,
    description: known ? `The vCenter, one of: ${known.join(', ')}.` : 'The vCenter, by its name.'
  })
  if (definition.risk !== 'read') return property
  return Type.Optional(known?.[0] === undefined ? property : { ...property, default: known[0] })
}

/** Made once for each set of vCenters, of which there are as many as there are kinds of principals. */
function createDescriptors(definition: ToolDefinition, input: TObject, { vcenters: all }: RegistryOptions) {
  const made = new Map<string, ToolDescriptor>()
  return function descriptorFor(vcenters: readonly string[]): ToolDescriptor {
    const key = vcenters.join(' ')
    const known = made.get(key)
    if (known) return known
    const hostname = takesHostname(definition, all) ? { hostname: hostnameFor(definition, vcenters) } : {}
    const shown = Type.Object({ ...input.properties, ...hostname }, { additionalProperties: false })
    const descriptor = descriptorOf(definition, shown)
    made.set(key, descriptor)
    return descriptor
  }
}

function descriptorOf(definition: ToolDefinition, input: TObject): ToolDescriptor {
  const takesAway = definition.risk === 'destructive' || definition.risk === 'disruptive'
  return deepFreeze({
    name: definition.name,
    title: definition.title,
    description: definition.description,
    inputSchema: inputOutline(input),
    outputSchema: outputOutline(definition.output, input),
    annotations: {
      readOnlyHint: definition.risk === 'read',
      ...(definition.risk !== 'read' && {
        destructiveHint: takesAway,
        idempotentHint: definition.idempotent
      }),
      openWorldHint: false
    }
  })
}

function deepFreeze<Value extends object>(value: Value): Value {
  for (const each of Object.values(value)) {
    if (typeof each === 'object' && each !== null) deepFreeze(each as object)
  }
  return Object.freeze(value)
}
