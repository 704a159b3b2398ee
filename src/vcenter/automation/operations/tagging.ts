import { Type } from '@sinclair/typebox'
import { parameters, wrappedIn, type AnyArguments, type Operation } from '../operation.ts'
import { isObject } from '../../../objects.ts'
import type { CategoryChange, CategorySpec, TagChange, TagSpec } from '../specs.ts'

const ids = Type.Array(Type.String())

const read = { effect: 'read', privileges: ['System.Read'] } as const

const api = '/api/cis/tagging' as const
const rest = '/rest/com/vmware/cis/tagging' as const

/**
 * Categories and tags. The lists answer ids only.
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
  }
} as const satisfies Record<string, Operation>

/** /rest has the category where every other operation on tags has the tag, and then no body. */
function categoryIntoPath({ body, ...others }: AnyArguments): AnyArguments {
  return { ...others, ...(isObject(body) ? { category_id: body['category_id'] } : {}) }
}
