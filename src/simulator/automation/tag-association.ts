import type { State } from '../state.ts'
import type { ObjectId } from '../tags.ts'
import { invalidArgument, isVapiError, type Message } from './errors.ts'
import { param, withBody, type Operation } from './operation.ts'
import { tagOf } from './tagging.ts'

/** https://developer.broadcom.com/xapis/vsphere-automation-api/latest/cis/tagging/tag_association/ */

const object = { fields: { 'type!': 'text', 'id!': 'text' } } as const
const objectField = { 'object_id!': object } as const
const objectsField = { 'object_ids!': { list: object } } as const
const tagsField = { 'tag_ids!': { list: 'text' } } as const

/** Attaching what is attached already does nothing. */
export const attachTag: Operation = withBody({
  ok: 204,
  fields: objectField,
  run: call => attach(call.state, tagOf(call.state, param(call, 'tag_id')).id, call.body.object_id)
})

/** Detaching what is not attached does nothing either. */
export const detachTag: Operation = withBody({
  ok: 204,
  fields: objectField,
  run: call => call.state.tags.detach(tagOf(call.state, param(call, 'tag_id')).id, call.body.object_id)
})

export const listAttachedTags: Operation = withBody({
  ok: 200,
  fields: objectField,
  run: ({ state, body }) => state.tags.tagsOf(body.object_id)
})

/** That objects without tags are left out is inferred. */
export const listAttachedTagsOnObjects: Operation = withBody({
  ok: 200,
  fields: objectsField,
  run: ({ state, body }) =>
    body.object_ids
      .map(id => ({ object_id: id, tag_ids: state.tags.tagsOf(id) }))
      .filter(({ tag_ids: ids }) => ids.length > 0)
})

export const listAttachedObjects: Operation = {
  ok: 200,
  run: call => objectsOf(call.state, tagOf(call.state, param(call, 'tag_id')).id)
}

/** That ids which name no tag are left out is inferred. */
export const listAttachedObjectsOnTags: Operation = withBody({
  ok: 200,
  fields: tagsField,
  run: ({ state, body }) =>
    body.tag_ids
      .filter(id => state.tags.tags.has(id))
      .map(id => ({ tag_id: id, object_ids: objectsOf(state, id) }))
})

export const listAttachableTags: Operation = withBody({
  ok: 200,
  fields: objectField,
  run: ({ state, body }) =>
    [...state.tags.tags.keys()].filter(
      id =>
        !state.tags.tagsOf(body.object_id).includes(id) &&
        reasonAgainst(state, id, body.object_id) === undefined
    )
})

export const attachTagsToObject: Operation = withBody({
  ok: 200,
  fields: { ...objectField, ...tagsField },
  run: ({ state, body }) => batch(body.tag_ids, id => attach(state, tagOf(state, id).id, body.object_id))
})

export const detachTagsFromObject: Operation = withBody({
  ok: 200,
  fields: { ...objectField, ...tagsField },
  run: ({ state, body }) => batch(body.tag_ids, id => state.tags.detach(tagOf(state, id).id, body.object_id))
})

export const attachTagToObjects: Operation = withBody({
  ok: 200,
  fields: objectsField,
  run: call => {
    const tag = tagOf(call.state, param(call, 'tag_id'))
    return batch(call.body.object_ids, id => attach(call.state, tag.id, id))
  }
})

export const detachTagFromObjects: Operation = withBody({
  ok: 200,
  fields: objectsField,
  run: call => {
    const tag = tagOf(call.state, param(call, 'tag_id'))
    return batch(call.body.object_ids, id => call.state.tags.detach(tag.id, id))
  }
})

/** Pages of a thousand, each naming where the next begins: since 7.0, and without a twin in `/rest`. */
export const listAssociations: Operation = {
  ok: 200,
  parameters: [{ name: 'marker' }],
  run: ({ state, query }) => {
    const marker = query.get('marker')?.[0] ?? '0'
    const start = Number(marker)
    if (!Number.isSafeInteger(start) || start < 0) throw invalidArgument('marker', marker)
    const all = [...state.tags.tags.keys()].flatMap(tag =>
      objectsOf(state, tag).map(found => ({ tag, object: found }))
    )
    const end = start + 1000
    return {
      associations: all.slice(start, end),
      ...(end < all.length ? { marker: String(end), status: 'READY' } : { status: 'END_OF_DATA' })
    }
  }
}

/** Each on its own: what goes wrong is told and the others are done. */
function batch<T>(
  items: readonly T[],
  action: (item: T) => void
): { success: boolean; error_messages: Message[] } {
  const messages: Message[] = []
  for (const item of items) {
    try {
      action(item)
    } catch (error) {
      if (!isVapiError(error)) throw error
      messages.push(...error.vapi.messages)
    }
  }
  return { success: messages.length === 0, error_messages: messages }
}

function attach(state: State, tag: string, target: ObjectId): void {
  const reason = reasonAgainst(state, tag, target)
  if (reason !== undefined) throw invalidArgument(reason, `${target.type}:${target.id}`)
  state.tags.attach(tag, target)
}

/** What keeps the tag from the object: "not eligible", or an object that does not exist. */
function reasonAgainst(state: State, id: string, target: ObjectId): string | undefined {
  const tag = state.tags.tags.get(id)
  const category = tag && state.tags.categories.get(tag.category)
  if (!category || !exists(state, target)) return 'object_id'
  const { associableTypes: types, cardinality } = category
  if (types.length > 0 && !types.includes(target.type)) return 'associable_types'
  const siblings = state.tags.tagsOf(target).filter(other => other !== id)
  const taken = siblings.some(other => state.tags.tags.get(other)?.category === category.id)
  return cardinality === 'SINGLE' && taken ? 'cardinality' : undefined
}

/** Objects that were deleted meanwhile are not shown. */
function objectsOf(state: State, tag: string): ObjectId[] {
  return state.tags.objectsOf(tag).filter(found => exists(state, found))
}

function exists(state: State, { type, id }: ObjectId): boolean {
  if (type === 'com.vmware.content.Library') return state.libraries.all.has(id)
  if (type === 'com.vmware.content.library.Item') return state.libraries.item(id) !== undefined
  return state.inventory.find(id)?.kind === type
}
