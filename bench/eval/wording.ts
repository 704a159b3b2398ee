/** What an answer in free words says: whoever wrote it chose the order, the units and the typography. */

const decimal = 1e3
const binary = 1024

/** How many bytes a unit may mean: where vSphere says GB it means GiB, and so do people. */
const units: Readonly<Record<string, readonly number[]>> = {
  b: [1],
  byte: [1],
  bytes: [1],
  ...unitsOf('k', 1),
  ...unitsOf('m', 2),
  ...unitsOf('g', 3),
  ...unitsOf('t', 4)
}

function unitsOf(letter: string, power: number): Record<string, readonly number[]> {
  return {
    [`${letter}b`]: [decimal ** power, binary ** power],
    [`${letter}ib`]: [binary ** power]
  }
}

const words = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']

/** A number that is no part of a name, a date or a version: 1,234 and 1'234 are one number, and so is 1.5. */
const begin = String.raw`(?<![\p{L}\d_.]|[\p{L}\d]-|\d[,:])`
const end = String.raw`(?!\d*[-:]\d|\d*\.\d)`
const figures = String.raw`\d{1,3}(?:[,'’\u00a0\u202f]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?`
const number = new RegExp(`${begin}(?:${figures})${end}`, 'gu')
const amount = new RegExp(`(${begin}(?:${figures}))\\s*(bytes?|[kmgt]i?b|b)\\b`, 'giu')

/** One spelling for what looks the same: composed letters, plain hyphens and spaces, no Markdown. */
export function plain(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll(/[\u2010-\u2015\u2212]/g, '-')
    .replaceAll(/[*`]|\\(?=[_*#|-])/g, '')
}

/** Also the words up to ten. */
export function numbersIn(text: string): number[] {
  const clean = plain(text)
  const digits = Array.from(clean.matchAll(number), ([found]) => valueOf(found))
  const spelled = words.flatMap((word, value) =>
    new RegExp(`\\b${word}\\b`, 'i').test(clean) ? [value] : []
  )
  return [...digits, ...spelled]
}

/** Bytes that amounts may mean, such as `1.5 TB`, `200 GiB` or `61,440 MB`. */
export function amountsIn(text: string): number[] {
  return Array.from(plain(text).matchAll(amount), ([, digits = '', unit = '']) =>
    (units[unit.toLowerCase()] ?? []).map(size => valueOf(digits) * size)
  ).flat()
}

function valueOf(digits: string): number {
  return Number(digits.replaceAll(/[,'’\u00a0\u202f]/g, ''))
}

/** Where a name stands that is no part of a longer one; -1 where it does not. */
export function positionOf(text: string, name: string): number {
  const escaped = plain(name).replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
  return plain(text).search(
    new RegExp(`(?<![\\p{L}\\d_-])${escaped}(?![\\p{Script=Latin}\\d_]|-[\\p{L}\\d])`, 'iu')
  )
}

export function mentions(text: string, name: string): boolean {
  return positionOf(text, name) >= 0
}

/** Whether names are first mentioned in this order. */
export function mentionsInOrder(text: string, names: readonly string[]): boolean {
  const positions = names.map(name => positionOf(text, name))
  return positions.every((position, index) => position >= 0 && position > (positions[index - 1] ?? -1))
}

export function near(value: number, wanted: number, tolerance: number): boolean {
  return Math.abs(value - wanted) <= Math.abs(wanted) * tolerance + 1e-9
}

/**
 * What is said of one of several names: its line, and what follows up to the next name. In running text, from the name on.
 */
export function passageOn(text: string, name: string, names: readonly string[]): string {
  const whole = plain(text)
  const at = positionOf(whole, name)
  if (at < 0) return ''
  const others = names
    .filter(each => each !== name)
    .map(each => positionOf(whole, each))
    .filter(position => position >= 0)
  const lineStart = whole.lastIndexOf('\n', at) + 1
  const sharesLine = others.some(position => position >= lineStart && position < at)
  const from = sharesLine ? at : lineStart
  const next = Math.min(whole.length, ...others.filter(position => position > at))
  const nextLine = whole.lastIndexOf('\n', next)
  return whole.slice(from, nextLine > at && next < whole.length ? nextLine : next)
}
