/**
 * The answer of a tool as text for models: rows as a table with tabs, everything else as `name: value`. Complete, and about
 * half as long as the JSON of the same answer, which goes beside it as structuredContent. The texts in it have been cleaned
 * before: none holds a tab or a line break, so none can pose as another cell or line.
 */
export function textBlock(data: Readonly<Record<string, unknown>>): string {
  const { items, ...others } = data
  if (!isRows(items)) return linesOf(data).join('\n')
  const rest = Object.entries(others).filter(([name]) => !countedInHead.has(name))
  // where only groups were asked for, no rows do not mean that nothing was found
  const shownRows = items.length > 0 || others['total'] === 0
  const head = [
    shownRows ? headOf(items.length, others['total']) : `total: ${shown(others['total'])}`,
    ...linesOf(Object.fromEntries(rest))
  ]
  return [...head, ...(items.length > 0 ? tableOf(items) : [])].join('\n')
}

const countedInHead = new Set(['returned', 'total'])

function headOf(returned: number, total: unknown): string {
  return typeof total === 'number' && total !== returned ? `${returned} of ${total}` : `${returned} in all`
}

function linesOf(data: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(data).flatMap(([name, value]) => {
    if (isRows(value)) return value.length > 0 ? [`${name}:`, ...tableOf(value)] : [`${name}: none`]
    return [`${name}: ${shown(value)}`]
  })
}

type Rows = readonly Readonly<Record<string, unknown>>[]

/** What no row has is no column; what one lacks is a dash. */
function tableOf(rows: Rows): string[] {
  const columns = [...new Set(rows.flatMap(row => Object.keys(row)))]
  const cells = rows.map(row => columns.map(name => (row[name] === undefined ? '-' : shown(row[name]))))
  return [columns, ...cells].map(([first = '', ...others]) => [atStart(first), ...others].join('\t'))
}

/** Where a line begins a text that looks like `name: value` is quoted. */
function atStart(cell: string): string {
  return /^\w+:( |$)/.test(cell) ? JSON.stringify(cell) : cell
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.length > 0 ? value.map(shownInside).join(', ') : 'none'
  return typeof value === 'object' && value !== null ? partsOf(value) : String(value)
}

/** `count=4, cores_per_socket=2` */
function partsOf(value: object): string {
  return Object.entries(value)
    .map(([name, each]) => `${name}=${shownInside(each)}`)
    .join(', ')
}

/** Beside others in one line a text that holds what stands between them is quoted. */
function shownInside(value: unknown): string {
  if (typeof value === 'string') return /[,=()"]/.test(value) ? JSON.stringify(value) : value
  return typeof value === 'object' && value !== null ? `(${shown(value)})` : String(value)
}

function isRows(value: unknown): value is Rows {
  return (
    Array.isArray(value) &&
    value.every(each => typeof each === 'object' && each !== null && !Array.isArray(each))
  )
}
