/** A key that stands twice in one object of a JSON text. */
export interface DoubledKey {
  key: string
  /** Where in the outermost list, or in the outermost object, it was found; counted from 0. */
  position: number
}

export interface Json {
  value: unknown
  doubledKeys: DoubledKey[]
}

/**
 * The value of a JSON text, and the keys it holds twice: `JSON.parse` would silently take the last of them, so that the
 * first one seems to be set and is not (RFC 8259, section 4). `undefined` when it is no JSON; why is not said, because
 * the words of `JSON.parse` repeat a piece of the text, which may be a secret.
 */
export function readJson(text: string): Json | undefined {
  try {
    return { value: JSON.parse(text) as unknown, doubledKeys: doubledKeysIn(text) }
  } catch {
    return undefined
  }
}

/** A string and, when it is a key, its colon; what begins or ends an object or a list; what parts its items. */
const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"(?:\s*:)?|[{}[\],]/gs

/** Of a text that `JSON.parse` has accepted: only strings and brackets are looked at. */
function doubledKeysIn(text: string): DoubledKey[] {
  const found: DoubledKey[] = []
  /** The keys of each object that is open; a list has none. */
  const open: Set<string>[] = []
  let position = 0
  for (const [token] of text.matchAll(tokens)) {
    if (token === '{' || token === '[') open.push(new Set())
    else if (token === '}' || token === ']') open.pop()
    else if (token === ',' && open.length === 1) position++
    else if (token.endsWith(':')) {
      const key = JSON.parse(token.slice(0, -1)) as string
      if (open.at(-1)?.has(key)) found.push({ key, position })
      open.at(-1)?.add(key)
    }
  }
  return found
}

/**
 * The keys of the outermost object in the order of a text that `JSON.parse` has accepted: `Object.keys` moves those that
 * are whole numbers to the front.
 */
export function keysInOrder(text: string): string[] {
  const keys: string[] = []
  let depth = 0
  for (const [token] of text.matchAll(tokens)) {
    if (token === '{' || token === '[') depth++
    else if (token === '}' || token === ']') depth--
    else if (depth === 1 && token.endsWith(':')) keys.push(JSON.parse(token.slice(0, -1)) as string)
  }
  return keys
}
