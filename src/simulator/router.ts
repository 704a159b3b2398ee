/** A row of a routing table. Path parameters are written `{name}`; `action` is the value of `?action=`. */
export interface Route {
  method: string
  path: string
  action?: string
}

/** Finds the row for a request. */
export interface Router<R extends Route> {
  find(
    method: string,
    segments: readonly string[],
    action: string | undefined
  ): { route: R; params: Record<string, string> } | undefined
}

/** A router over a table; of two rows that match, the one with fewer parameters wins. */
export function createRouter<R extends Route>(routes: readonly R[]): Router<R> {
  const rows = new Map<string, { route: R; pattern: string[] }[]>()
  for (const route of routes) {
    const pattern = route.path.slice(1).split('/')
    const key = keyOf(route.method, pattern.length, route.action)
    const group = rows.get(key) ?? []
    group.push({ route, pattern })
    group.sort((left, right) => parameterCount(left.pattern) - parameterCount(right.pattern))
    rows.set(key, group)
  }

  return {
    find: (method, segments, action) => {
      for (const { route, pattern } of rows.get(keyOf(method, segments.length, action)) ?? []) {
        const params = match(pattern, segments)
        if (params) return { route, params }
      }
      return undefined
    }
  }
}

function keyOf(method: string, length: number, action: string | undefined): string {
  return `${method} ${length} ${action ?? ''}`
}

function match(pattern: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  const params: Record<string, string> = {}
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index]
    if (segment === undefined || segment === '') return undefined
    if (part.startsWith('{')) params[part.slice(1, -1)] = segment
    else if (part !== segment) return undefined
  }
  return params
}

function parameterCount(pattern: readonly string[]): number {
  return pattern.filter(part => part.startsWith('{')).length
}
