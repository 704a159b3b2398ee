import { closest } from 'fastest-levenshtein'
import { CodedError } from '../../errors.ts'
import { quoted } from '../../text.ts'
import { type CellKind, columnNames, type Table } from './column.ts'

const syntax =
  'Write where as "memory_mib >= 16384" or "name ~ web-*" (= != < <= > >= ~), order as "-memory_mib".'

/** What a caller may name of a result. */
export function allNames(table: Table): string[] {
  return ['id', 'name', ...columnNames(table.columns)]
}

export function kindOf(column: string, table: Table): CellKind {
  return table.columns[column]?.kind ?? 'text'
}

/** @throws `CodedError` invalid_argument with the closest name there is */
export function requireColumn(argument: string, column: string, table: Table): void {
  const known = allNames(table)
  if (known.includes(column)) return
  const shown = column.slice(0, 64)
  throw new CodedError('invalid_argument', `${argument}: ${table.tool} has no column ${quoted(shown)}.`, {
    hint: `Did you mean '${closest(shown, known)}'? Columns: ${known.join(', ')}. ${syntax}`
  })
}

export function broken(argument: string, text: string, what: string, table: Table): CodedError {
  return new CodedError('invalid_argument', `${argument}: ${quoted(text.slice(0, 64))} ${what}.`, {
    hint: `${syntax} Columns: ${allNames(table).join(', ')}.`
  })
}
