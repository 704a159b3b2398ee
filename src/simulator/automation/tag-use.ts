import type { State } from '../state.ts'
import { param, withBody, type Call, type Operation } from './operation.ts'
import { categoryOf, tagOf } from './tagging.ts'

/** Products may say that they use a category or tag; nothing follows from it, but that it can be asked for. */

interface Used {
  id: string
  usedBy: Set<string>
}

type Find = (call: Pick<Call, 'params' | 'state'>) => Used

const tag: Find = call => tagOf(call.state, param(call, 'tag_id'))

export const categoryUse = operations(categoryOf, state => state.tags.categories.values())
export const tagUse = operations(tag, state => state.tags.tags.values())

function operations(
  find: Find,
  all: (state: State) => Iterable<Used>
): Record<'add' | 'remove' | 'revoke' | 'list', Operation> {
  const fields = { 'used_by_entity!': 'text' } as const
  return {
    add: withBody({
      ok: 204,
      fields,
      run: call => void find(call).usedBy.add(call.body.used_by_entity)
    }),
    remove: withBody({
      ok: 204,
      fields,
      run: call => void find(call).usedBy.delete(call.body.used_by_entity)
    }),
    // There is one user, who may do everything: no permissions are there to be revoked.
    revoke: { ok: 204, run: call => void find(call) },
    list: withBody({
      ok: 200,
      fields,
      run: ({ state, body }) =>
        [...all(state)].filter(({ usedBy }) => usedBy.has(body.used_by_entity)).map(({ id }) => id)
    })
  }
}
