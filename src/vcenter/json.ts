/** What a body turned out to be. Anything between us and vCenter may answer HTML or plain text. */
export type Body = { kind: 'empty' } | { kind: 'json'; value: unknown } | { kind: 'text'; text: string }

export type JsonObject = Record<string, unknown>

/** Keys that could reach a prototype when an object is copied or merged, also when written with escapes. */
const suspicious =
  /"(?:_|\\u005f){2}proto|"(?:c|\\u0063)onstructor"|"(?:p|\\u0070)rototype"|\\u00[67]|:\s*null\b/i
const refusedKeys = new Set(['__proto__', 'constructor', 'prototype'])

/**
 * Parses a body without ever throwing. Dangerous keys are dropped, and so are keys with `null`: vCenter 9 may
 * send `null` where earlier releases leave the key out.
 */
export function parseBody(text: string): Body {
  if (text.trim() === '') return { kind: 'empty' }
  try {
    const value: unknown = JSON.parse(text)
    return { kind: 'json', value: suspicious.test(text) ? withoutRefused(value) : value }
  } catch {
    return { kind: 'text', text: shorten(text.replaceAll(/<(script|style)\b[\s\S]*?<\/\1>|<[^>]*>/gi, ' ')) }
  }
}

/** One line of at most `maximum` characters, fit for an error message. */
export function shorten(text: string, maximum = 300): string {
  const line = text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim()
  return line.length <= maximum ? line : `${line.slice(0, maximum - 1)}…`
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function withoutRefused(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutRefused)
  if (!isObject(value)) return value
  const kept: JsonObject = {}
  for (const [key, item] of Object.entries(value)) {
    if (item !== null && !refusedKeys.has(key)) kept[key] = withoutRefused(item)
  }
  return kept
}
