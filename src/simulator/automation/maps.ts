import { isObject } from '../objects.ts'

/** Writes the maps at these paths of a value as lists of `{key, value}`, as `/rest` does. */
export function mapsAsLists(value: unknown, paths: readonly string[]): unknown {
  return convert(
    value,
    paths.map(path => (path === '' ? [] : path.split('.')))
  )
}

/** Each path is what is left of it below this value; an empty one says that the value is a map. */
function convert(value: unknown, paths: readonly string[][]): unknown {
  if (paths.length === 0 || typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(item => convert(item, paths))
  const isMap = paths.some(path => path.length === 0)
  const entries = Object.entries(value).map(([name, inner]): [string, unknown] => [
    name,
    convert(
      inner,
      paths.filter(([first]) => first === name || first === '*').map(path => path.slice(1))
    )
  ])
  return isMap && isObject(value)
    ? entries.map(([key, inner]) => ({ key, value: inner }))
    : Object.fromEntries(entries)
}
