import type { BriefColumn, BulkColumn, CellKind } from './column.ts'

/** A column that is a field of the summaries which the list itself answers. */
export function brief<Field extends string>(
  kind: CellKind,
  field: Field,
  more: Omit<BriefColumn, 'kind' | 'field'> = {}
): BriefColumn<Field> {
  return { kind, field, ...more }
}

/** A column of a property that a bulk read brings; shown when `verbose`, or asked for by name. */
export function bulk(kind: CellKind, path: string, more: Omit<BulkColumn, 'kind' | 'path'> = {}): BulkColumn {
  return { kind, path, ...more }
}
