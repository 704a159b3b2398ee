/**
 * What no answer, audit record or log line may hold, by code points written down one by one: a second reading beside
 * the properties of Unicode that the service goes by. First and last of each range.
 *
 * @see https://www.unicode.org/Public/16.0.0/ucd/DerivedCoreProperties.txt (Default_Ignorable_Code_Point)
 */
const ranges: readonly (readonly [number, number])[] = [
  [0x00, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x61c, 0x61c],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0x3164, 0x3164],
  [0xd800, 0xdfff],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff0, 0xfffb],
  [0x1bca0, 0x1bca3],
  [0x1d173, 0x1d17a],
  [0xe0000, 0xe0fff]
]

/** These become a space or a replacement character; all other unfit ones are taken out. */
const replaced = /^[\t-\r\u0085\u2028\u2029\ud800-\udfff]$/

const unfit = new RegExp(
  `[${ranges.map(([first, last]) => `\\u{${first.toString(16)}}-\\u{${last.toString(16)}}`).join('')}]`,
  'gu'
)

/** The unfit characters of a text, as `U+200B U+202E`. */
export function unfitIn(text: string): string {
  return [...new Set(text.match(unfit))]
    .map(each => `U+${(each.codePointAt(0) ?? 0).toString(16).toUpperCase()}`)
    .join(' ')
}

/** How many characters of a text are taken out. */
export function strippedCount(text: string): number {
  return (text.match(unfit) ?? []).filter(each => !replaced.test(each)).length
}

/** All texts of a JSON value, its keys included. */
export function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  const keys = Array.isArray(value) ? [] : Object.keys(value)
  return [...keys, ...Object.values(value as Record<string, unknown>).flatMap(textsOf)]
}

/** All keys of a JSON value. */
export function keysOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  const keys = Array.isArray(value) ? [] : Object.keys(value)
  return [...keys, ...Object.values(value as Record<string, unknown>).flatMap(keysOf)]
}
