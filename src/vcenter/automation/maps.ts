import { isObject } from '../../objects.ts'

/**
 * /rest writes a map as a list: `{"2000": …}` of /api is `[{"key": "2000", "value": …}]`. Which places hold maps
 * cannot be seen (an empty map and an empty list look alike), so the operation names them by path; `''` is the value
 * itself.
 *
 * @see https://knowledge.broadcom.com/external/article/320077
 */
export function listsToMaps(value: unknown, paths: readonly string[]): unknown {
  return paths.reduce((whole, path) => changeAt(whole, stepsOf(path), toMap), value)
}

/** The other direction, for requests. */
export function mapsToLists(value: unknown, paths: readonly string[]): unknown {
  return paths.reduce((whole, path) => changeAt(whole, stepsOf(path), toList), value)
}

function stepsOf(path: string): string[] {
  return path === '' ? [] : path.split('.')
}

/** A copy of `value` with what stands at a path changed; what is not there stays away. */
function changeAt(
  value: unknown,
  [step, ...rest]: readonly string[],
  change: (value: unknown) => unknown
): unknown {
  if (step === undefined) return change(value)
  if (!isObject(value) || value[step] === undefined) return value
  return { ...value, [step]: changeAt(value[step], rest, change) }
}

/** Anything but a list of pairs stays as it is, and the check of the answer will refuse it. */
function toMap(value: unknown): unknown {
  if (!Array.isArray(value) || !value.every(isPair)) return value
  return Object.fromEntries(
    value.filter(pair => pair.value !== undefined).map(pair => [pair.key, pair.value])
  )
}

function toList(value: unknown): unknown {
  return isObject(value) ? Object.entries(value).map(([key, each]) => ({ key, value: each })) : value
}

function isPair(value: unknown): value is { key: string; value?: unknown } {
  return isObject(value) && typeof value['key'] === 'string'
}
