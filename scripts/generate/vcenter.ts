import type { Operation } from '../../src/vcenter/automation/operation.ts'
import { operationsBySubject } from '../../src/vcenter/automation/operations/index.ts'
import { type VimMethod, vimMethodsBySubject } from '../../src/vcenter/vim/methods/index.ts'

/** docs/vcenter.md: every operation of the Automation API in both dialects, from the table itself. */
export function operationsTable(): string {
  return tables(operationsBySubject, ['Operation', '`/api`', '`/rest`', 'Privileges', 'Since'], operationRow)
}

/** docs/vcenter.md: what is asked of VI/JSON. */
export function vimTable(): string {
  return tables(vimMethodsBySubject, ['Operation', 'VI/JSON', 'Privileges'], vimRow)
}

function tables<Entry>(
  subjects: Readonly<Record<string, Readonly<Record<string, Entry>>>>,
  columns: string[],
  rowOf: (name: string, entry: Entry) => string[]
): string {
  return Object.entries(subjects)
    .flatMap(([subject, entries]) => [
      `### ${subject}`,
      '',
      line(columns),
      line(columns.map(() => '---')),
      ...Object.entries(entries).map(([name, entry]) => line(rowOf(name, entry))),
      ''
    ])
    .join('\n')
    .trimEnd()
}

function operationRow(name: string, { does, api, rest, privileges, since }: Operation): string[] {
  return [
    `\`${name}\`: ${does.replaceAll(/ ?\{\w+\}/g, '')}`,
    `\`${api}\``,
    rest === undefined ? '(asked below `/api`)' : `\`${rest}\``,
    listOf(privileges),
    since ?? '7.0 U2'
  ]
}

function vimRow(name: string, { does, kind, member, privileges }: VimMethod): string[] {
  return [`\`${name}\`: ${does.replace(' {id}', '')}`, `${kind} \`${member}\``, listOf(privileges)]
}

function listOf(privileges: readonly string[]): string {
  return privileges.map(each => `\`${each}\``).join(', ')
}

function line(cells: string[]): string {
  return `| ${cells.join(' | ')} |`
}
