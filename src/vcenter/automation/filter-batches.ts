import type { AnyArguments } from './operation.ts'

/** Filters travel in the URL: more values than this would make it too long for a proxy on the way. */
const batchSize = 80

/** The values of a filter in lists that are short enough for one request each. */
export function batches<Value>(values: readonly Value[]): Value[][] {
  const parts: Value[][] = []
  for (let start = 0; start < values.length; start += batchSize) {
    parts.push(values.slice(start, start + batchSize))
  }
  return parts
}

/**
 * Asks in several requests when a filter holds many values. An object matches one value of a filter only (its id,
 * its name, its folder, its host), so the answers never overlap as long as no value is asked twice.
 */
export async function inBatches<T>(
  given: AnyArguments,
  ask: (part: AnyArguments) => Promise<T[]>
): Promise<T[]> {
  for (const [key, values] of Object.entries(given)) {
    if (!Array.isArray(values) || values.length <= batchSize) continue
    const parts = batches([...new Set<unknown>(values)]).map(batch => ({ ...given, [key]: batch }))
    const answers = await Promise.all(parts.map(part => inBatches(part, ask)))
    return answers.flat()
  }
  return ask(given)
}
