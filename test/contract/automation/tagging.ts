import type { TSchema } from '@sinclair/typebox'
import type { Entry } from '../operation.ts'
import { choice, filled, flag, list, message, objectId, optional, shape, text } from '../shape.ts'

/** https://developer.broadcom.com/xapis/vsphere-automation-api/latest/cis/tagging/ */
const category = '/api/cis/tagging/category'
const tag = '/api/cis/tagging/tag'
const association = '/api/cis/tagging/tag-association'
const cardinality = choice('SINGLE MULTIPLE')
const objectBody = shape({ object_id: objectId })
const objectsBody = shape({ object_ids: list(objectId) })
const usedBy = shape({ used_by_entity: filled })
const batch = shape({ success: flag, error_messages: list(message) })

/** The five usual operations; they name no status but 400 and 404. */
function kept(
  name: string,
  path: string,
  id: string,
  create: TSchema,
  update: TSchema,
  info: TSchema
): Entry[] {
  const one = `${path}/{${id}}`
  const errors = [400, 'NOT_FOUND']
  return [
    { name: `${name} list`, api: `GET ${path}`, result: list(filled) },
    {
      name: `${name} create`,
      api: `POST ${path}`,
      body: create,
      wrap: 'create_spec',
      result: filled,
      ok: 201,
      errors
    },
    { name: `${name} get`, api: `GET ${one}`, result: info, errors: ['NOT_FOUND'] },
    { name: `${name} update`, api: `PATCH ${one}`, body: update, wrap: 'update_spec', errors },
    { name: `${name} delete`, api: `DELETE ${one}`, errors: ['NOT_FOUND'] },
    {
      name: `${name} list used`,
      api: `POST ${path}?action=list-used-${name === 'tag' ? 'tags' : 'categories'}`,
      body: usedBy,
      wrap: false,
      result: list(filled)
    },
    {
      name: `${name} add to used by`,
      api: `POST ${one}?action=add-to-used-by`,
      body: usedBy,
      wrap: false,
      errors: ['NOT_FOUND']
    },
    {
      name: `${name} remove from used by`,
      api: `POST ${one}?action=remove-from-used-by`,
      body: usedBy,
      wrap: false,
      errors: ['NOT_FOUND']
    },
    {
      name: `${name} revoke permissions`,
      api: `POST ${one}?action=revoke-propagating-permissions`,
      errors: ['NOT_FOUND']
    }
  ]
}

function associating(action: string, body: TSchema | undefined, result?: TSchema, onTag = false): Entry {
  return {
    name: `tag association ${action}`,
    api: `POST ${association}${onTag ? '/{tag_id}' : ''}?action=${action}`,
    ...(body ? { body, wrap: false } : {}),
    ...(result ? { result } : {}),
    errors: [...(onTag ? ['NOT_FOUND'] : []), ...(action === 'attach' ? [400] : [])]
  }
}

const tagsOfObject = shape({ object_id: objectId, tag_ids: list(filled) })
const objectsOfTag = shape({ tag_id: filled, object_ids: list(objectId) })

export const taggingEntries: Entry[] = [
  ...kept(
    'category',
    category,
    'category_id',
    shape({
      name: filled,
      description: text,
      cardinality,
      associable_types: list(filled),
      'category_id?': filled
    }),
    optional({ name: filled, description: text, cardinality, associable_types: list(filled) }),
    shape({
      id: filled,
      name: text,
      description: text,
      cardinality,
      associable_types: list(text),
      used_by: list(text)
    })
  ),
  ...kept(
    'tag',
    tag,
    'tag_id',
    shape({ name: filled, description: text, category_id: filled, 'tag_id?': filled }),
    optional({ name: filled, description: text }),
    shape({ id: filled, category_id: filled, name: text, description: text, used_by: list(text) })
  ),
  {
    name: 'tag list for category',
    api: `POST ${tag}?action=list-tags-for-category`,
    // The odd one: the category's id stands in the path, and there is no body.
    rest: 'POST /rest/com/vmware/cis/tagging/tag/id:{category_id}?~action=list-tags-for-category',
    body: shape({ category_id: filled }),
    restBody: null,
    result: list(filled),
    errors: ['NOT_FOUND']
  },
  associating('attach', objectBody, undefined, true),
  associating('detach', objectBody, undefined, true),
  associating('attach-tag-to-multiple-objects', objectsBody, batch, true),
  associating('detach-tag-from-multiple-objects', objectsBody, batch, true),
  associating('list-attached-objects', undefined, list(objectId), true),
  associating('attach-multiple-tags-to-object', tagsOfObject, batch),
  associating('detach-multiple-tags-from-object', tagsOfObject, batch),
  associating('list-attachable-tags', objectBody, list(filled)),
  associating('list-attached-tags', objectBody, list(filled)),
  associating('list-attached-tags-on-objects', objectsBody, list(tagsOfObject)),
  associating('list-attached-objects-on-tags', shape({ tag_ids: list(filled) }), list(objectsOfTag)),
  {
    name: 'tag association list all',
    api: 'GET /api/vcenter/tagging/associations',
    rest: { none: 'came with 7.0.2 and exists in /api only' },
    query: { marker: filled },
    result: shape({
      associations: list(shape({ tag: filled, object: objectId })),
      'marker?': filled,
      status: choice('READY END_OF_DATA')
    }),
    errors: [400]
  }
]
