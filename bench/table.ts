import type { CaseFigures, Verdict } from './figures.ts'

/** The two tables, as Markdown that can also be read as it is. */
export function tablesOf(cases: readonly CaseFigures[], verdicts: readonly Verdict[]): string {
  const aims = table(
    ['', 'measured', 'aim', ''],
    verdicts.map(({ title, measured, aim, met }) => [title, measured, aim, wordFor(met)])
  )
  const figures = table(
    ['case', 'requests per CPU-second', 'CPU a request', 'vCenter calls a request', 'server busy'],
    cases.map(each => [
      each.title,
      Math.round(each.requestsPerCpuSecond).toLocaleString('en-US'),
      `${Math.round(each.cpuMicroseconds)} µs`,
      each.upstreamCalls.toFixed(2).replace(/\.00$/, ''),
      `${Math.round(each.busy * 100)} %`
    ])
  )
  return `${aims}\n\n${figures}`
}

function wordFor(met: boolean | undefined): string {
  if (met === undefined) return ''
  return met ? 'ok' : 'missed'
}

/** The first column is text and goes left, the others right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) => Math.max(3, ...[head, ...rows].map(row => row[column]?.length ?? 0)))
  const line = (row: readonly string[]) =>
    `| ${widths.map((width, column) => pad(row[column] ?? '', width, column)).join(' | ')} |`
  const rule = widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`))
  return [line(head), `| ${rule.join(' | ')} |`, ...rows.map(line)].join('\n')
}

function pad(text: string, width: number, column: number): string {
  return column === 0 ? text.padEnd(width) : text.padStart(width)
}
