import { isObject } from '../objects.ts'

/**
 * Writes `null` for what is absent at these paths of a value: since 9.0 a field without a value is described as
 * "missing or null". The last part of a path is the field, those before it say where, as in `maps`.
 */
export function withNulls(value: unknown, paths: readonly string[]): unknown {
  return paths.reduce((result, path) => filled(result, path.split('.')), value)
}

function filled(value: unknown, [name = '', ...rest]: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map(item => filled(item, [name, ...rest]))
  if (!isObject(value)) return value
  if (rest.length === 0) return { [name]: null, ...value }
  const inner = name === '*' ? Object.keys(value) : [name].filter(one => value[one] !== undefined)
  return { ...value, ...Object.fromEntries(inner.map(one => [one, filled(value[one], rest)])) }
}
