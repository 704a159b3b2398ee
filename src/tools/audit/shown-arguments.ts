import { cut, quoted } from '../../text.ts'

const longest = 160
const mostEntries = 10
const deepest = 4

/** Arguments of a call as one short text: `vm='web-01', confirm=true`. */
export function shownArguments(given: Record<string, unknown>): string {
  return cut(entriesOf(given, 0), longest)
}

function entriesOf(given: object, depth: number): string {
  const entries = Object.entries(given).slice(0, mostEntries)
  return entries.map(([name, value]) => `${shownName(name)}=${shown(value, depth)}`).join(', ')
}

/** A name of ours is a word; one that a caller made up must not read as more than one argument. */
function shownName(name: string): string {
  return /^\w+$/.test(name) ? name : quoted(name)
}

function shown(value: unknown, depth: number): string {
  if (typeof value === 'string') return value === '***' ? value : quoted(value)
  if (typeof value !== 'object' || value === null) return String(value)
  if (depth >= deepest) return '…'
  if (!Array.isArray(value)) return `{${entriesOf(value, depth + 1)}}`
  return `[${value
    .slice(0, mostEntries)
    .map(each => shown(each, depth + 1))
    .join(', ')}]`
}
