import { Type } from '@sinclair/typebox'
import { CodedError } from '../../errors.ts'
import { quoted } from '../../text.ts'
import { defineTool, type ToolContext } from '../define-tool.ts'
import { fitting, tokenBudgets } from '../lists/fit.ts'
import type { ListResult } from '../lists/list-result.ts'
import { ask } from '../lists/query.ts'
import { listOf, mostItems } from '../schemas.ts'

const usualLimit = 50

function texts(description: string) {
  return Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 300 }), { minItems: 1, maxItems: 10, description })
  )
}

/** Its columns are those of the list, whichever it was. */
const row = Type.Object({ id: Type.String(), name: Type.String() }, { additionalProperties: true })

export const queryResult = defineTool({
  name: 'query_result',
  title: 'Query a result',
  toolset: 'common',
  description:
    'Filter, sort and cut what a list found, by the result_id of its answer: all its rows as they were then, without ' +
    'paging. Columns are the fields of that list. Kept for 10 minutes after the last use; for news call the list again.',
  risk: 'read',
  idempotent: true,
  rest: 'GET /results/:result_id',
  privileges: ['System.Read'],
  input: Type.Object({
    result_id: Type.String({ minLength: 1, maxLength: 128, description: 'From the answer of a list.' }),
    where: texts(
      '"column op value", all must hold; op: = != < <= > >= ~ (glob, any case). E.g. "memory_mib >= 16384", "name ~ web-*", "guest_os = (none)".'
    ),
    select: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 64 }), {
        minItems: 1,
        maxItems: 20,
        description: 'Columns to show.'
      })
    ),
    order: texts('Columns, with - for largest first: "-memory_mib".'),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: mostItems, default: usualLimit }))
  }),
  output: listOf(row),
  async run({ result_id, where = [], select, order = [], limit }, context) {
    const result = resultOf(result_id, context)
    const most = limit ?? usualLimit
    const { rows, total } = await ask(result, { where, select, order, limit: most }, context)
    const items = fitting(rows, most > usualLimit ? tokenBudgets.most : tokenBudgets.usual)
    const left = total - items.length
    const isCut = items.length < rows.length
    return {
      items,
      returned: items.length,
      total,
      ...(left > 0 && {
        hint: isCut
          ? `${left} more, which do not fit: select fewer columns, or narrow where.`
          : `${left} more: narrow where, or raise limit.`
      })
    }
  }
})

/** Somebody else's is told in the same words as one that has expired. */
function resultOf(id: string, { results, vcenter, ...context }: ToolContext): ListResult {
  const found = results.find(id)
  if (found) return found
  const other = results.vcenterOf(id)
  if (other !== undefined) {
    throw new CodedError(
      'invalid_argument',
      `This result is of vCenter ${quoted(other)}, not of '${vcenter.name}'.`,
      {
        hint: `Repeat the call with hostname: '${other}'.`,
        nextTool: 'query_result'
      }
    )
  }
  const list = /^list_[a-z_]{1,48}(?=\.)/.exec(id)?.[0]
  throw new CodedError('not_found', 'There is no such result, or not any more.', {
    hint: 'Call the list again, and go on with the result_id of its answer.',
    ...(list !== undefined && context.mayUse(list) && { nextTool: list })
  })
}
