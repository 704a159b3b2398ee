import type { ManagedObjectType, VcenterClient } from '../../vcenter/types.ts'
import { referenceId } from '../properties.ts'

export type CellKind = 'text' | 'integer' | 'flag'
export type Cell = string | number | boolean

/** One object of a list, by its columns; what it has no value for is absent. */
export type Row = { id: string; name: string } & Record<string, Cell>

/** Lists whose objects a column may refer to by id. */
export type Referred = Extract<keyof VcenterClient, 'listHosts' | 'listClusters'>

interface AnyColumn {
  readonly kind: CellKind
  /** A few values over many rows, so that counting rows by them says something. */
  readonly groups?: boolean
  readonly description?: string
}

/** A column whose value stands in the summaries of the list itself. */
export interface BriefColumn<Field extends string = string> extends AnyColumn {
  readonly field: Field
}

/** A column that costs a bulk read, of one property path. */
export interface BulkColumn extends AnyColumn {
  readonly path: string
  /** Of the property, where the value is not the property itself. */
  readonly of?: (property: unknown) => unknown
  /** The values are ids of what this list holds. */
  readonly refersTo?: Referred
}

export type Column<Field extends string = string> = BriefColumn<Field> | BulkColumn
export type Columns<Field extends string = string> = Readonly<Record<string, Column<Field>>>

/** What the engine needs of a list once its objects have become rows. */
export interface Table {
  /** The tool that lists them. */
  readonly tool: string
  readonly columns: Columns
  /** Of the bulk read. */
  readonly type: ManagedObjectType
  /** The type of an object, where it is a subtype of that. */
  readonly typeOf?: ((row: Row) => string) | undefined
}

export function isBulk(column: Column | undefined): column is BulkColumn {
  return column !== undefined && 'path' in column
}

/** In the order in which the list names them. */
export function columnNames(columns: Columns, holds: (column: Column) => boolean = () => true): string[] {
  return Object.keys(columns).filter(name => holds(columns[name] as Column))
}

export function briefNames({ columns }: Table): string[] {
  return columnNames(columns, column => !isBulk(column))
}

/** A value as its column promises it; `undefined` for what is absent or has another shape. */
export function cellOf(kind: CellKind, value: unknown): Cell | undefined {
  if (kind === 'integer') return Number.isFinite(value) ? Math.floor(value as number) : undefined
  if (kind === 'flag') return typeof value === 'boolean' ? value : undefined
  const text = typeof value === 'string' ? value : referenceId(value)
  return text === '' ? undefined : text
}

/** These columns of a row, after its id and name. */
export function picked(row: Row, names: readonly string[]): Row {
  const some: Row = { id: row.id, name: row.name }
  for (const name of names) {
    const cell = row[name]
    if (cell !== undefined) some[name] = cell
  }
  return some
}
