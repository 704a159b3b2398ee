import { Type } from '@sinclair/typebox'
import { parameters, wrappedIn, type AnyArguments, type Operation } from '../operation.ts'
import { isObject } from '../../../objects.ts'
import type { CategoryChange, CategorySpec, ObjectId, TagChange, TagSpec } from '../specs.ts'

const objectId = Type.Object({ type: Type.String(), id: Type.String() })
const ids = Type.Array(Type.String())
/** A bulk change answers 200 also where parts of it failed. */
const bulkResult = Type.Object({
  success: Type.Boolean(),
  error_messages: Type.Array(Type.Object({ default_message: Type.String() }))
})

const read = { effect: 'read', privileges: ['System.Read'] } as const
const attach = { effect: 'write', privileges: ['InventoryService.Tagging.AttachTag'] } as const

const api = '/api/cis/tagging' as const
const rest = '/rest/com/vmware/cis/tagging' as const

/**
 * Tags. The lists answer ids only; the bulk forms spare a request for each object.
 *
 * @see https://developer.broadcom.com/xapis/vsphere-automation-api/latest/cis/tagging/
 */
export const taggingOperations = {
  listCategories: {
    ...read,
    does: 'list tag categories',
    api: `GET ${api}/category`,
    rest: `GET ${rest}/category`,
    answer: ids
  },
  getCategory: {
    ...read,
    does: 'get tag category {category}',
    api: `GET ${api}/category/{category}`,
    rest: `GET ${rest}/category/id:{category}`,
    answer: Type.Object({
      id: Type.String(),
      name: Type.String(),
      description: Type.String(),
      cardinality: Type.String(),
      associable_types: ids,
      used_by: ids
    })
  },
  createCategory: {
    does: 'create tag category',
    effect: 'write',
    api: `POST ${api}/category`,
    rest: `POST ${rest}/category`,
    body: wrappedIn<CategorySpec>('create_spec'),
    answer: Type.String(),
    privileges: ['InventoryService.Tagging.CreateCategory']
  },
  updateCategory: {
    does: 'update tag category {category}',
    effect: 'write',
    api: `PATCH ${api}/category/{category}`,
    rest: `PATCH ${rest}/category/id:{category}`,
    body: wrappedIn<CategoryChange>('update_spec'),
    privileges: ['InventoryService.Tagging.EditCategory']
  },
  deleteCategory: {
    does: 'delete tag category {category}',
    effect: 'write',
    api: `DELETE ${api}/category/{category}`,
    rest: `DELETE ${rest}/category/id:{category}`,
    privileges: ['InventoryService.Tagging.DeleteCategory']
  },
  listTags: {
    ...read,
    does: 'list tags',
    api: `GET ${api}/tag`,
    rest: `GET ${rest}/tag`,
    answer: ids
  },
  listTagsOfCategory: {
    ...read,
    does: 'list tags of a category',
    api: `POST ${api}/tag?action=list-tags-for-category`,
    rest: `POST ${rest}/tag/id:{category_id}?~action=list-tags-for-category`,
    restArguments: categoryIntoPath,
    body: parameters<{ category_id: string }>(),
    answer: ids
  },
  getTag: {
    ...read,
    does: 'get tag {tag}',
    api: `GET ${api}/tag/{tag}`,
    rest: `GET ${rest}/tag/id:{tag}`,
    answer: Type.Object({
      id: Type.String(),
      category_id: Type.String(),
      name: Type.String(),
      description: Type.String(),
      used_by: ids
    })
  },
  createTag: {
    does: 'create tag',
    effect: 'write',
    api: `POST ${api}/tag`,
    rest: `POST ${rest}/tag`,
    body: wrappedIn<TagSpec>('create_spec'),
    answer: Type.String(),
    privileges: ['InventoryService.Tagging.CreateTag']
  },
  updateTag: {
    does: 'update tag {tag}',
    effect: 'write',
    api: `PATCH ${api}/tag/{tag}`,
    rest: `PATCH ${rest}/tag/id:{tag}`,
    body: wrappedIn<TagChange>('update_spec'),
    privileges: ['InventoryService.Tagging.EditTag']
  },
  deleteTag: {
    does: 'delete tag {tag}',
    effect: 'write',
    api: `DELETE ${api}/tag/{tag}`,
    rest: `DELETE ${rest}/tag/id:{tag}`,
    privileges: ['InventoryService.Tagging.DeleteTag']
  },
  attachTag: {
    ...attach,
    does: 'attach tag {tag}',
    api: `POST ${api}/tag-association/{tag}?action=attach`,
    rest: `POST ${rest}/tag-association/id:{tag}?~action=attach`,
    body: parameters<{ object_id: ObjectId }>()
  },
  detachTag: {
    ...attach,
    does: 'detach tag {tag}',
    api: `POST ${api}/tag-association/{tag}?action=detach`,
    rest: `POST ${rest}/tag-association/id:{tag}?~action=detach`,
    body: parameters<{ object_id: ObjectId }>()
  },
  attachTags: {
    ...attach,
    does: 'attach tags to an object',
    api: `POST ${api}/tag-association?action=attach-multiple-tags-to-object`,
    rest: `POST ${rest}/tag-association?~action=attach-multiple-tags-to-object`,
    body: parameters<{ object_id: ObjectId; tag_ids: string[] }>(),
    answer: bulkResult
  },
  detachTags: {
    ...attach,
    does: 'detach tags from an object',
    api: `POST ${api}/tag-association?action=detach-multiple-tags-from-object`,
    rest: `POST ${rest}/tag-association?~action=detach-multiple-tags-from-object`,
    body: parameters<{ object_id: ObjectId; tag_ids: string[] }>(),
    answer: bulkResult
  },
  attachTagToObjects: {
    ...attach,
    does: 'attach tag {tag} to objects',
    api: `POST ${api}/tag-association/{tag}?action=attach-tag-to-multiple-objects`,
    rest: `POST ${rest}/tag-association/id:{tag}?~action=attach-tag-to-multiple-objects`,
    body: parameters<{ object_ids: ObjectId[] }>(),
    answer: bulkResult
  },
  detachTagFromObjects: {
    ...attach,
    does: 'detach tag {tag} from objects',
    api: `POST ${api}/tag-association/{tag}?action=detach-tag-from-multiple-objects`,
    rest: `POST ${rest}/tag-association/id:{tag}?~action=detach-tag-from-multiple-objects`,
    body: parameters<{ object_ids: ObjectId[] }>(),
    answer: bulkResult
  },
  listAttachedTags: {
    ...read,
    does: 'list tags of an object',
    api: `POST ${api}/tag-association?action=list-attached-tags`,
    rest: `POST ${rest}/tag-association?~action=list-attached-tags`,
    body: parameters<{ object_id: ObjectId }>(),
    answer: ids
  },
  listAttachedTagsOnObjects: {
    ...read,
    does: 'list tags of objects',
    api: `POST ${api}/tag-association?action=list-attached-tags-on-objects`,
    rest: `POST ${rest}/tag-association?~action=list-attached-tags-on-objects`,
    body: parameters<{ object_ids: ObjectId[] }>(),
    answer: Type.Array(Type.Object({ object_id: objectId, tag_ids: ids }))
  },
  listAttachedObjects: {
    ...read,
    does: 'list objects with tag {tag}',
    api: `POST ${api}/tag-association/{tag}?action=list-attached-objects`,
    rest: `POST ${rest}/tag-association/id:{tag}?~action=list-attached-objects`,
    answer: Type.Array(objectId)
  },
  listAttachedObjectsOnTags: {
    ...read,
    does: 'list objects with tags',
    api: `POST ${api}/tag-association?action=list-attached-objects-on-tags`,
    rest: `POST ${rest}/tag-association?~action=list-attached-objects-on-tags`,
    body: parameters<{ tag_ids: string[] }>(),
    answer: Type.Array(Type.Object({ tag_id: Type.String(), object_ids: Type.Array(objectId) }))
  }
} as const satisfies Record<string, Operation>

/** /rest has the category where every other operation on tags has the tag, and then no body. */
function categoryIntoPath({ body, ...others }: AnyArguments): AnyArguments {
  return { ...others, ...(isObject(body) ? { category_id: body['category_id'] } : {}) }
}
