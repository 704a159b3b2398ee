/** The row for a request and the values of its path parameters. */
export interface Match<R> {
  route: R
  params: Record<string, string>
}

/** Finds the row for a request; `action` is a parameter with its value, such as `action=start`. */
export interface Router<R> {
  find(method: string, segments: readonly string[], action: string | undefined): Match<R> | undefined
}

/**
 * A router over a table. Rows are spelled like `POST /vm/{vm}/power?action=start`; a path parameter may follow
 * a text, as in `id:{tag}`; rows without a spelling are left out. Of two rows that match, the one with fewer
 * parameters wins.
 */
export function createRouter<R>(table: readonly R[], spellingOf: (row: R) => string | undefined): Router<R> {
  const rows = new Map<string, { route: R; pattern: string[] }[]>()
  for (const route of table) {
    const spelling = spellingOf(route)
    if (spelling === undefined) continue
    const [method = '', target = ''] = spelling.split(' ')
    const [path = '', action] = target.split('?')
    const pattern = path.slice(1).split('/')
    const key = keyOf(method, pattern.length, action)
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
    const brace = part.indexOf('{')
    if (brace < 0) {
      if (part !== segment) return undefined
      continue
    }
    if (!segment.startsWith(part.slice(0, brace)) || segment.length === brace) return undefined
    params[part.slice(brace + 1, -1)] = segment.slice(brace)
  }
  return params
}

function parameterCount(pattern: readonly string[]): number {
  return pattern.filter(part => part.includes('{')).length
}
