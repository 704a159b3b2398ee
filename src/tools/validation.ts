import { type AnySchema, type ErrorObject, Ajv2020 as Ajv, type ValidateFunction } from 'ajv/dist/2020.js'
import { closest } from 'fastest-levenshtein'
import { CodedError } from '../errors.ts'
import { type SchemaNode, unknownPropertyIn } from './closed-schema.ts'
import { quoted } from '../text.ts'

/** Checks a value against its schema and fills in defaults, in place. Throws `invalid_argument`. */
export type InputCheck = (value: Record<string, unknown>) => void

/**
 * One validator for both faces. Strict: nothing is coerced and nothing unknown is dropped silently. It stops at the
 * first mistake: collecting them all would let one request with half a million of them occupy the process for seconds.
 */
const strict = new Ajv({ useDefaults: true, strict: false, allowUnionTypes: true })

/** Query strings hold only texts: this one turns `limit=20` into 20 where the schema says integer. */
const coercing = new Ajv({ allErrors: true, coerceTypes: 'array', strict: false })

export function createInputCheck(tool: string, schema: AnySchema, properties: readonly string[]): InputCheck {
  const validate = strict.compile(schema)
  return function checkInput(value) {
    const mistake =
      unknownArgument(value, schema as SchemaNode) ?? brokenRule(validate, value) ?? unfitText(value)
    if (mistake === undefined) return
    throw new CodedError('invalid_argument', `${tool}: ${mistake}`, {
      hint: `${tool} takes: ${properties.join(', ') || 'no arguments'}.`
    })
  }
}

/** Before all else: a misspelt name would otherwise be told as the right one missing. */
function unknownArgument(value: Record<string, unknown>, schema: SchemaNode): string | undefined {
  const unknown = unknownPropertyIn(value, schema)
  if (!unknown) return undefined
  const { name, path, known } = unknown
  const shown = name.slice(0, 64).toWellFormed()
  const where =
    path === ''
      ? `Unknown argument ${quoted(shown)}.`
      : `Unknown property ${quoted(shown)} in ${quoted(path)}.`
  return `${where}${known.length > 0 ? ` Did you mean '${closest(shown, known)}'?` : ''}`
}

function brokenRule(validate: ValidateFunction, value: Record<string, unknown>): string | undefined {
  const [error] = validate(value) ? [] : (validate.errors ?? [])
  return error && sentenceOf(error)
}

/**
 * Coerces what it can, in place, and judges nothing: the strict check comes after it. Made when it is first needed, which
 * over MCP is never.
 */
export function createCoercion(schema: AnySchema): (value: Record<string, unknown>) => void {
  let validate: ValidateFunction | undefined
  return value => {
    validate ??= coercing.compile(schema)
    validate(value)
  }
}

/** Answers what is wrong with a tool's answer, or `undefined`. */
export function createOutputCheck(schema: AnySchema): (value: unknown) => string | undefined {
  const validate = strict.compile(schema)
  return value => (validate(value) ? undefined : strict.errorsText(validate.errors))
}

/** No name or text of vCenter holds these; they only break logs, terminals and URLs. */
function unfitText(value: Record<string, unknown>): string | undefined {
  const name = Object.keys(value).find(each => holdsUnfitText(value[each]))
  return name === undefined
    ? undefined
    : `Argument ${quoted(name)} holds control characters or broken Unicode.`
}

function holdsUnfitText(value: unknown): boolean {
  if (typeof value === 'string') return !value.isWellFormed() || controlCharacters.test(value)
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsUnfitText)
}

// eslint-disable-next-line no-control-regex
const controlCharacters = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/

function sentenceOf(error: ErrorObject): string {
  const at = error.instancePath.slice(1).replaceAll('/', '.')
  switch (error.keyword) {
    case 'required':
      return `Argument '${String(error.params['missingProperty'])}' is missing.`
    case 'enum':
      return `Argument '${at}' must be one of: ${(error.params['allowedValues'] as unknown[]).join(', ')}.`
    default:
      return `Argument '${at}' ${error.message ?? 'is not valid'}.`
  }
}
