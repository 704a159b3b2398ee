import { type TProperties, type TSchema, Type } from '@sinclair/typebox'
import { keepsLines, longestText } from '../text.ts'

/**
 * Pieces that tools share. Every input property is described: the descriptions are what a model reads. Optional
 * properties with a default are `Type.Optional`, otherwise JSON Schema would list them as required.
 */

/** A string enum as `enum`, which every MCP client shows; a TypeBox union of literals would become `anyOf`. */
export function stringEnum<const Values extends readonly string[]>(values: Values, options: object = {}) {
  return Type.Unsafe<Values[number]>({ type: 'string', enum: [...values], ...options })
}

/** For texts of an output that are longer than names: notes, descriptions, sentences with names, paths of files. */
export const longText = { [longestText]: 1024 }

/** For texts of ours that have lines. What others wrote may stand in them only as `quoted()`, which has none. */
export const ownLines = { [longestText]: 1024, [keepsLines]: true }

/** For texts of an output that only this service reads, such as a cursor: cut, they would be worth nothing. */
export const opaqueText = { [longestText]: Infinity }

export const vmRef = Type.String({
  minLength: 1,
  maxLength: 1024,
  description:
    'The VM: its id (vm-42), exact name, inventory path (/DC/vm/Folder/web-01) or instance UUID. Take ids from ' +
    'list_vms; they survive a rename.'
})

export function idOrName(what: string, example: string) {
  return Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 255,
      description: `Only ${what}: its id (${example}) or exact name.`
    })
  )
}

/** A filter by one object of the kind that the argument is named after. */
export function filterBy(example: string) {
  return Type.Optional(
    Type.String({ minLength: 1, maxLength: 255, description: `Id (${example}) or exact name.` })
  )
}

export const namesInput = {
  names: Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 255 }), {
      minItems: 1,
      maxItems: 50,
      description: 'Exact names.'
    })
  )
}

export const powerState = stringEnum(['POWERED_ON', 'POWERED_OFF', 'SUSPENDED'])

export const mostItems = 200

export const pageInput = {
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: mostItems, description: '50, or 25 when verbose.' })
  ),
  cursor: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 1024,
      description: 'next_cursor; same filters.'
    })
  )
}

export const verboseInput = {
  verbose: Type.Optional(Type.Boolean({ default: false, description: 'More fields.' }))
}

/** The envelope of every list. */
export function listOf<Item extends TSchema>(item: Item) {
  return Type.Object({
    items: Type.Array(item),
    returned: Type.Integer(),
    total: Type.Integer(),
    next_cursor: Type.Optional(Type.String(opaqueText)),
    hint: Type.Optional(Type.String())
  })
}

/** An inventory object: vCenter's id, its name, and what else there is to say. */
export function inventoryObject<Properties extends TProperties>(properties: Properties) {
  return Type.Object({ id: Type.String(), name: Type.String(), ...properties })
}

export const taskReference = Type.Object({
  id: Type.String(),
  state: Type.String(),
  progress: Type.Optional(Type.Number({ description: 'percent' }))
})

/** How to go on, where vCenter goes on with a change after its call has ended. */
export const runningHint = Type.Optional(Type.String())

export const planSchema = Type.Object({
  summary: Type.String(longText),
  objects: Type.Array(Type.Object({ type: Type.String(), id: Type.String(), name: Type.String() })),
  changes: Type.Array(
    Type.Object({
      what: Type.String(),
      from: Type.Optional(Type.Unknown(longText)),
      to: Type.Optional(Type.Unknown(longText))
    })
  ),
  warnings: Type.Array(Type.String(longText))
})
