import { table } from '../table.ts'
import { type Figures, sum } from './figures.ts'

/** For a terminal: a line for each task, and the sum. */
export function terminalReport(all: readonly Figures[]): string {
  const rows = all.map(each => [
    each.name,
    each.role,
    String(each.calls),
    count(each.tokens),
    count(each.jsonTokens),
    each.complaints.length === 0 ? 'solved' : 'NOT solved'
  ])
  const solved = all.filter(({ complaints }) => complaints.length === 0).length
  const head = ['task', 'role', 'calls', 'tokens', 'as JSON', '']
  const wrong = all.flatMap(({ name, complaints }) => complaints.map(complaint => `${name}: ${complaint}`))
  return [
    table(head, [...rows, totalsRow(all)]),
    '',
    manifestLine(all),
    ...wrong.map(line => `- ${line}`),
    `${solved} of ${all.length} tasks solved (${Math.round((solved / Math.max(1, all.length)) * 100)} %)`
  ].join('\n')
}

function totalsRow(all: readonly Figures[]): string[] {
  const total = (valueOf: (figures: Figures) => number) => count(sum(all.map(valueOf)))
  return [
    'all',
    '',
    total(each => each.calls),
    total(each => each.tokens),
    total(each => each.jsonTokens),
    ''
  ]
}

/** Once in each conversation, on top of the tokens of the calls. */
export function manifestLine(all: readonly Figures[]): string {
  const byRole = new Map(all.map(({ role, manifestTokens }) => [role, manifestTokens]))
  const parts = [...byRole].map(([role, tokens]) => `${role} ${count(tokens)}`)
  return `The manifest, once in each conversation: ${parts.join(', ')} tokens.`
}

export function count(value: number): string {
  return value.toLocaleString('en-US')
}
