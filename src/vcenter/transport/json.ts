import { isObject } from '../../objects.ts'
import { cut } from '../../text.ts'

/** What a body turned out to be. Anything between us and vCenter may answer HTML or plain text. */
export type Body = { kind: 'empty' } | { kind: 'json'; value: unknown } | { kind: 'text'; text: string }

export type JsonObject = Record<string, unknown>

/** Keys that could reach a prototype when an object is copied or merged, also when written with escapes. */
const suspicious =
  /"(?:_|\\u005f){2}proto|"(?:c|\\u0063)onstructor"|"(?:p|\\u0070)rototype"|\\u00[67]|:\s*null\b/i
const [quote, backslash, openBracket, closeBracket, openBrace, closeBrace] = [
  0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d
]
const refusedKeys = new Set(['__proto__', 'constructor', 'prototype'])
/** Text behind it has no chance to be shown, and need not be searched. */
const longestText = 20_000
/** What reads an answer walks it recursively. Snapshots nest deepest: two levels each, and vCenter allows 32. */
const deepest = 500
/** An open tag reaches to the end: looking for the end of each again would take quadratic time. */
const markup = /<(script|style)\b[\s\S]*?(?:<\/\1>|$)|<[a-z/!?][^>]*(?:>|$)/gi

/**
 * Parses a body without ever throwing. Dangerous keys are dropped, and so are keys with `null`: vCenter 9 may
 * send `null` where earlier releases leave the key out.
 */
export function parseBody(text: string): Body {
  if (text.trim() === '') return { kind: 'empty' }
  if (nestsTooDeeply(text)) return { kind: 'text', text: 'JSON that is nested too deeply' }
  try {
    const value: unknown = JSON.parse(text)
    return { kind: 'json', value: suspicious.test(text) ? withoutRefused(value) : value }
  } catch {
    // half an inventory is nothing to show anybody
    if (/^\s*[[{"]/.test(text)) return { kind: 'text', text: 'JSON that is broken or ends half-way' }
    return { kind: 'text', text: shorten(text.slice(0, longestText).replaceAll(markup, ' ')) }
  }
}

/** One line of at most `maximum` characters, fit for an error message. */
export function shorten(text: string, maximum = 300): string {
  const line = text
    .slice(0, longestText)
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim()
  return cut(line, maximum)
}

/** Counts brackets outside of strings; for anything but JSON the answer means nothing. */
function nestsTooDeeply(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false
  let depth = 0
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code === quote) {
      // in plain loops: answers have megabytes, and the first of them comes before anything is compiled
      for (index++; index < text.length; index++) {
        const inside = text.charCodeAt(index)
        if (inside === quote) break
        if (inside === backslash) index += 1
      }
    } else if (code === openBracket || code === openBrace) depth += 1
    else if (code === closeBracket || code === closeBrace) depth -= 1
    if (depth > deepest) return true
  }
  return false
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
