import { TypeCompiler, type TypeCheck } from '@sinclair/typebox/compiler'
import type { TSchema } from '@sinclair/typebox'

const compiled = new WeakMap<TSchema, TypeCheck<TSchema>>()

/** More than these of one value are not told. */
const mostTold = 5

/** Where and how a value differs from a schema: `$.disks.2000.label: Expected string`. */
export function mistakes(schema: TSchema, value: unknown): string[] {
  let check = compiled.get(schema)
  if (!check) compiled.set(schema, (check = TypeCompiler.Compile(schema)))
  if (check.Check(value)) return []
  const told: string[] = []
  const places = new Set<string>()
  for (const { path, message } of check.Errors(value)) {
    // A missing field is told twice, as missing and as of the wrong type.
    if (places.has(path)) continue
    places.add(path)
    told.push(`${jsonPath(path)}: ${message}`)
    if (told.length === mostTold) break
  }
  return told
}

/** A JSON pointer as `$.a[0].b`. */
function jsonPath(pointer: string): string {
  const steps = pointer
    .split('/')
    .slice(1)
    .map(step => step.replaceAll('~1', '/').replaceAll('~0', '~'))
  return `$${steps.map(step => (/^\d{1,3}$/.test(step) ? `[${step}]` : `.${step}`)).join('')}`
}

/** Undefined for what is no JSON. */
export function parsed(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch {
    return undefined
  }
}
