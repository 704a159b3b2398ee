import { type AnySchema, type ErrorObject, Ajv2020 as Ajv } from 'ajv/dist/2020.js'
import { closest } from 'fastest-levenshtein'
import { CodedError } from '../errors.ts'

/** Checks a value against its schema and fills in defaults, in place. Throws `invalid_argument`. */
export type InputCheck = (value: Record<string, unknown>) => void

/** One validator for both faces. Strict: nothing is coerced and nothing unknown is dropped silently. */
const strict = new Ajv({ allErrors: true, useDefaults: true, strict: false, allowUnionTypes: true })

/** Query strings hold only texts: this one turns `limit=20` into 20 where the schema says integer. */
const coercing = new Ajv({ allErrors: true, coerceTypes: 'array', strict: false })

export function createInputCheck(tool: string, schema: AnySchema, properties: readonly string[]): InputCheck {
  const validate = strict.compile(schema)
  return function checkInput(value) {
    if (validate(value)) return
    const mistakes = [...new Set((validate.errors ?? []).map(error => sentenceOf(error, properties)))]
    throw new CodedError('invalid_argument', `${tool}: ${mistakes.join(' ')}`, {
      hint: `${tool} takes: ${properties.join(', ')}.`
    })
  }
}

/** Coerces what it can, in place, and judges nothing: the strict check comes after it. */
export function createCoercion(schema: AnySchema): (value: Record<string, unknown>) => void {
  const validate = coercing.compile(schema)
  return value => void validate(value)
}

/** Answers what is wrong with a tool's answer, or `undefined`. */
export function createOutputCheck(schema: AnySchema): (value: unknown) => string | undefined {
  const validate = strict.compile(schema)
  return value => (validate(value) ? undefined : strict.errorsText(validate.errors))
}

function sentenceOf(error: ErrorObject, known: readonly string[]): string {
  const at = error.instancePath.slice(1).replaceAll('/', '.')
  switch (error.keyword) {
    case 'additionalProperties': {
      const name = String(error.params['additionalProperty']).slice(0, 64)
      return `Unknown argument '${name}'. Did you mean '${closest(name, [...known])}'?`
    }
    case 'required':
      return `Argument '${String(error.params['missingProperty'])}' is missing.`
    case 'enum':
      return `Argument '${at}' must be one of: ${(error.params['allowedValues'] as unknown[]).join(', ')}.`
    default:
      return `Argument '${at}' ${error.message ?? 'is not valid'}.`
  }
}
