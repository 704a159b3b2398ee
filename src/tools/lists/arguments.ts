import { Type } from '@sinclair/typebox'
import { CodedError } from '../../errors.ts'
import { pageInput, stringEnum, verboseInput } from '../schemas.ts'
import { type Columns, columnNames } from './column.ts'

/** What every list takes besides its own filters. */
export interface ListArguments {
  limit?: number
  cursor?: string
  verbose?: boolean
  fields?: string[]
  count_only?: boolean
  group_by?: string
  top?: string
  match?: string
}

/** The arguments of a list with these columns; what none of them is good for is left out. */
export function listInput(columns: Columns) {
  const grouping = columnNames(columns, column => column.groups === true)
  const numeric = columnNames(columns, column => column.kind === 'integer')
  return {
    match: Type.Optional(
      Type.String({ minLength: 1, maxLength: 255, description: 'Glob on name or id: web-*.' })
    ),
    ...pageInput,
    ...verboseInput,
    fields: Type.Optional(
      Type.Array(stringEnum(['id', 'name', ...columnNames(columns)]), {
        minItems: 1,
        maxItems: 20,
        description: 'Only these columns.'
      })
    ),
    count_only: Type.Optional(Type.Boolean({ description: 'Only total.' })),
    ...(grouping.length > 0 && {
      group_by: Type.Optional(stringEnum(grouping, { description: 'Rows per value.' }))
    }),
    ...(numeric.length > 0 && {
      top: Type.Optional(stringEnum(numeric, { description: 'Largest first.' }))
    })
  }
}

/** `verbose` contradicts nothing: where it is on by default nobody has asked for it. */
const contradictions: readonly (readonly [
  one: keyof ListArguments,
  others: readonly (keyof ListArguments)[]
])[] = [
  ['count_only', ['group_by', 'top', 'fields', 'cursor']],
  ['group_by', ['top', 'fields', 'cursor']],
  ['top', ['cursor']]
]

/** @throws `CodedError` invalid_argument for arguments that ask for two answers at once */
export function refuseContradictions(given: ListArguments): void {
  for (const [one, others] of contradictions) {
    if (given[one] === undefined || given[one] === false) continue
    const other = others.find(each => given[each] !== undefined)
    if (other === undefined) continue
    throw new CodedError('invalid_argument', `${one} and ${other} do not go together.`, {
      hint: remedies[one] ?? `Leave out ${other}.`
    })
  }
}

const remedies: Partial<Record<keyof ListArguments, string>> = {
  count_only: 'count_only answers no rows: give it filters and nothing else, or leave it out.',
  group_by: 'group_by answers counts and no rows: give it filters and limit, or leave it out.',
  top: 'The largest come on one page: leave out cursor and raise limit for more of them.'
}
