import { matchesGlob } from '../../access/glob.ts'
import { cleanText } from '../../text.ts'
import type { Cell, CellKind, Row, Table } from './column.ts'
import { absent } from './groups.ts'
import { broken, kindOf, requireColumn } from './named-columns.ts'

/** One condition on the rows of a result. */
export interface Condition {
  column: string
  holds: (row: Row) => boolean
}

const operators = ['=', '!=', '<', '<=', '>', '>=', '~'] as const
type Operator = (typeof operators)[number]

/** A column, everything that may be meant as an operator, and the rest. */
const form = /^\s*([^\s=!<>~]+)\s*([=!<>~]+)\s*([^]*?)\s*$/

/**
 * Reads `column operator value`. `=` and `!=` compare to the letter, `~` is a glob for texts without regard to case,
 * the others are by number, or by code unit for texts. `(none)` stands for no value; such a row meets no other condition
 * but `!=`. A value may stand in quotes, and is that text then. Texts are compared as they are shown.
 *
 * @throws `CodedError` invalid_argument that names what is wrong, and the syntax
 */
export function conditionOf(text: string, table: Table): Condition {
  const [, column = '', operator = '', given = ''] = form.exec(text) ?? []
  if (column === '') throw broken('where', text, 'is no condition', table)
  requireColumn('where', column, table)
  if (!isOperator(operator)) throw broken('where', text, `has an unknown operator ${operator}`, table)
  if (given === '') throw broken('where', text, `lacks a value; ${absent} stands for none`, table)
  const holds = testOf(kindOf(column, table), operator, given)
  if (!holds) throw broken('where', text, mistakes[kindOf(column, table)], table)
  return { column, holds: row => holds(row[column]) }
}

const mistakes: Record<CellKind, string> = {
  text: 'is no condition',
  integer: 'needs a number, and no ~',
  flag: 'needs true or false, with = or !='
}

function isOperator(text: string): text is Operator {
  return (operators as readonly string[]).includes(text)
}

type Test = (cell: Cell | undefined) => boolean

/** `undefined` for a value or an operator that does not suit the column. */
function testOf(kind: CellKind, operator: Operator, given: string): Test | undefined {
  if (given === absent && (operator === '=' || operator === '!='))
    return cell => (cell === undefined) === (operator === '=')
  const holds = testsByKind[kind](operator, unquoted(given))
  return holds && (cell => (cell === undefined ? operator === '!=' : holds(cell)))
}

/** Of a cell that is there. */
const testsByKind: Record<
  CellKind,
  (operator: Operator, value: string) => ((cell: Cell) => boolean) | undefined
> = {
  flag(operator, value) {
    if (!(operator === '=' || operator === '!=') || !/^(true|false)$/i.test(value)) return undefined
    return cell => (String(cell) === value.toLowerCase()) === (operator === '=')
  },
  integer(operator, value) {
    const number = value.trim() === '' ? NaN : Number(value)
    if (operator === '~' || !Number.isFinite(number)) return undefined
    return cell => compared(Number(cell), operator, number)
  },
  text(operator, value) {
    const pattern = value.toLowerCase()
    if (operator === '~') return cell => matchesGlob(pattern, shown(cell).toLowerCase())
    return cell => compared(shown(cell), operator, value)
  }
}

function shown(cell: Cell): string {
  return cleanText(String(cell)).value
}

function compared<Value extends string | number>(one: Value, operator: Operator, other: Value): boolean {
  switch (operator) {
    case '<':
      return one < other
    case '<=':
      return one <= other
    case '>':
      return one > other
    case '>=':
      return one >= other
    case '!=':
      return one !== other
    default:
      return one === other
  }
}

function unquoted(value: string): string {
  return /^"[^]*"$|^'[^]*'$/.test(value) && value.length > 1 ? value.slice(1, -1) : value
}
