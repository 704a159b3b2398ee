/**
 * Text that strangers wrote: names, notes, guest host names and messages that come from vCenter, and what callers send.
 * Models, terminals and people read it, so nothing may stand in it that they do not see alike.
 */
export interface Cleaned<Value> {
  value: Value
  /** Characters that were taken out; what became a space, and what was cut off, does not count. */
  stripped: number
}

/**
 * Key of a schema: the longest a text may be there. A symbol, so that no descriptor and no OpenAPI document shows it.
 */
export const longestText = Symbol('longestText')

/** Key of a schema: a text of ours, of which each line is cleaned by itself, so that it keeps them. */
export const keepsLines = Symbol('keepsLines')

/** The part of a schema that says how its texts are cleaned. */
export interface TextRule {
  [keyword: string]: unknown
  [longestText]?: number
  [keepsLines]?: true
  items?: TextRule
  properties?: Readonly<Record<string, TextRule>>
}

/** What a text may have where its schema says nothing: names have up to 80 characters in vCenter. */
const usualLongest = 256
const deepest = 32

/**
 * Control characters (C0, DEL, C1), lone surrogates and everything that Unicode says is not shown: bidirectional
 * controls, zero-width characters, variation selectors, tags, Hangul fillers and the like; then the line and paragraph
 * separators and the anchors of interlinear annotations, which are in neither class.
 *
 * @see https://www.unicode.org/reports/tr44/#Default_Ignorable_Code_Point
 */
const unfit = /[\p{Cc}\p{Cs}\p{Default_Ignorable_Code_Point}\u2028\u2029\uFFF9-\uFFFB]/u
const eachUnfit = new RegExp(`\\r\\n|${unfit.source}`, 'gu')
const lineBreak = /[\t-\r\u0085\u2028\u2029]/
const surrogate = /\p{Cs}/u

/** One line without invisible characters, at most `longest` UTF-16 units with the `…` that stands for the rest. */
export function cleanText(text: string, { longest = usualLongest } = {}): Cleaned<string> {
  if (!unfit.test(text)) return { value: cut(text, longest), stripped: 0 }
  let stripped = 0
  const value = text.replaceAll(eachUnfit, character => {
    if (lineBreak.test(character)) return ' '
    if (surrogate.test(character)) return '\uFFFD'
    stripped += 1
    return ''
  })
  return { value: cut(value, longest), stripped }
}

/** Never through the middle of a surrogate pair. */
export function cut(text: string, longest: number): string {
  if (text.length <= longest) return text
  const end = longest - 1
  const isBetweenPair = /[\uD800-\uDBFF]/.test(text.charAt(end - 1))
  return `${text.slice(0, isBetweenPair ? end - 1 : end)}…`
}

/**
 * A foreign name inside a sentence of ours: in straight quotes, of which it holds none itself, so that what it says
 * never reads as part of the sentence. Whoever needs it to the letter finds it in the data.
 */
export function quoted(name: string): string {
  return `'${cut(name, usualLongest).replaceAll("'", '\u2019')}'`
}

/**
 * Cleans every text and every key of a JSON value, whose schema may say how long a text may be. What needs no cleaning
 * is answered as it is, and nothing is changed in place. What lies deeper than 32 levels becomes `…`. Never throws.
 */
export function cleanValue<Value>(value: Value, schema?: TextRule, longest = usualLongest): Cleaned<Value> {
  let stripped = 0

  function clean(text: string, most: number): string {
    const cleaned = cleanText(text, { longest: most })
    stripped += cleaned.stripped
    return cleaned.value
  }

  function byRule(each: string, rule: TextRule | undefined): string {
    const most = rule?.[longestText] ?? longest
    if (rule?.[keepsLines] !== true) return clean(each, most)
    return each
      .split('\n')
      .map(line => clean(line, most))
      .join('\n')
  }

  function walk(each: unknown, rule: TextRule | undefined, depth: number): unknown {
    if (typeof each === 'string') return byRule(each, rule)
    if (typeof each !== 'object' || each === null) return each
    if (depth > deepest) return '…'
    if (Array.isArray(each)) return list(each, rule, depth)
    return object(each as Record<string, unknown>, rule, depth)
  }

  function list(items: readonly unknown[], rule: TextRule | undefined, depth: number): readonly unknown[] {
    const ofItems = rule?.items
    let changed: unknown[] | undefined
    for (const [index, item] of items.entries()) {
      const next = walk(item, ofItems, depth + 1)
      if (next !== item) (changed ??= [...items])[index] = next
    }
    return changed ?? items
  }

  function object(given: Record<string, unknown>, rule: TextRule | undefined, depth: number) {
    const properties = rule?.properties
    const keys = Object.keys(given)
    let changed: [string, unknown][] | undefined
    for (const [index, key] of keys.entries()) {
      // a key of the schema is ours
      const isOurs = properties !== undefined && Object.hasOwn(properties, key)
      const name = isOurs ? key : clean(key, usualLongest)
      const next = walk(given[key], isOurs ? properties[key] : undefined, depth + 1)
      if (name !== key || next !== given[key] || name === '__proto__')
        changed ??= keys.slice(0, index).map(each => [each, given[each]])
      changed?.push([name, next])
    }
    return changed ? fromEntries(changed) : given
  }

  return { value: walk(value, schema, 0) as Value, stripped }
}

/** Without `__proto__`, also where a key became that only now. */
export function fromEntries<Item>(entries: Iterable<readonly [string, Item]>): Record<string, Item> {
  return Object.fromEntries([...entries].filter(([key]) => key !== '__proto__'))
}

/** Escapes of JSON, one by one: an escaped backslash is no beginning of the next. */
const jsonEscape = /\\(?:([bfr]|u00[01][\da-f])|(ud[89a-f][\da-f]{2})|.)/g

/**
 * A line of JSON as it goes to a log: whoever shows its values on a terminal is safe too. Escaped line feeds and tabs
 * stay, as they keep a stack trace readable.
 */
export function cleanLine(line: string): string {
  const withoutEscapes = line.replaceAll(jsonEscape, (escape, control?: string, loneSurrogate?: string) => {
    if (control !== undefined) return ''
    return loneSurrogate === undefined ? escape : '\uFFFD'
  })
  // the line's own end is the one control character that belongs there
  const end = withoutEscapes.endsWith('\n') ? '\n' : ''
  const text = end === '' ? withoutEscapes : withoutEscapes.slice(0, -1)
  return `${cleanText(text, { longest: Infinity }).value}${end}`
}
