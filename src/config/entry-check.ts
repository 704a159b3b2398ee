import type { Static, TObject } from '@sinclair/typebox'
import { Ajv, type ErrorObject } from 'ajv'
import { closest } from 'fastest-levenshtein'

/** Judges one object of a configuration in JSON. */
export interface EntryCheck<Schema extends TObject> {
  accepts(value: unknown): value is Static<Schema>
  /** What is wrong with each key, one sentence a key; values are never repeated. */
  mistakesIn(value: Record<string, unknown>): string[]
}

const ajv = new Ajv({ allErrors: true, strict: false })

/** The words of mistakes come from the schema: the `description` of a key is its remedy. */
export function createEntryCheck<Schema extends TObject>(schema: Schema): EntryCheck<Schema> {
  const validate = ajv.compile<Static<Schema>>(schema)
  const keys = Object.keys(schema.properties)

  function sentenceOf(key: string, { keyword, message, params }: ErrorObject): string {
    const remedy = (schema.properties[key] as { description?: string } | undefined)?.description ?? ''
    switch (keyword) {
      case 'required':
        return `${key} is missing. ${remedy}`
      case 'additionalProperties':
        return `'${printable(key)}' is no key of an entry. Did you mean '${closest(key.slice(0, 64), keys)}'?`
      case 'enum':
        return `${key} must be one of: ${(params['allowedValues'] as string[]).join(', ')}.`
      case 'pattern':
        return `${key} has the wrong form. ${remedy}`
      default:
        return `${key} ${message ?? 'is not valid'}. ${remedy}`
    }
  }

  return {
    accepts: value => validate(value),
    mistakesIn(value) {
      if (validate(value)) return []
      const sentences = new Map<string, string>()
      for (const error of validate.errors ?? []) {
        const key = keyOf(error)
        if (!sentences.has(key)) sentences.set(key, sentenceOf(key, error).trim())
      }
      return [...sentences.values()]
    }
  }
}

/** The key of the entry itself, also for what is wrong deeper within it. */
function keyOf({ instancePath, params }: ErrorObject): string {
  const [key] = instancePath.slice(1).split('/')
  if (key) return key
  const named: unknown = params['missingProperty'] ?? params['additionalProperty']
  return typeof named === 'string' ? named : ''
}

/** A mistake is one line of a terminal, whatever the file holds. */
export function printable(text: string): string {
  return text.slice(0, 64).replaceAll(/\p{C}/gu, '?').trim()
}
