export interface JsonLimits {
  /** Levels of objects and lists within each other; the outermost is the first. */
  deepest: number
  /** Properties and entries of all objects and lists together. */
  mostElements: number
}

/**
 * Which limit a parsed JSON value breaks, as a sentence, or `undefined`. Walks without recursion and stops at the first
 * element beyond a limit: it is what may look at a value before anything recursive does.
 */
export function excessIn(value: unknown, { deepest, mostElements }: JsonLimits): string | undefined {
  let elements = 0
  let level = containersIn([value])
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > deepest) return `The body may nest at most ${deepest} levels deep.`
    const next: object[] = []
    for (const container of level) {
      const entries: unknown[] = Array.isArray(container) ? container : Object.values(container)
      elements += entries.length
      if (elements > mostElements) {
        return `The body may hold at most ${mostElements} properties and list entries in all.`
      }
      next.push(...containersIn(entries))
    }
    level = next
  }
  return undefined
}

function containersIn(values: readonly unknown[]): object[] {
  return values.filter(value => typeof value === 'object' && value !== null)
}
