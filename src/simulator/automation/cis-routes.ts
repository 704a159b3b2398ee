import { both, com, type RouteRow } from './spelling.ts'
import {
  attachTag,
  attachTagsToObject,
  attachTagToObjects,
  detachTag,
  detachTagFromObjects,
  detachTagsFromObject,
  listAttachableTags,
  listAttachedObjects,
  listAttachedObjectsOnTags,
  listAttachedTags,
  listAttachedTagsOnObjects
} from './tag-association.ts'
import { categoryUse, tagUse } from './tag-use.ts'
import {
  createCategory,
  createTag,
  deleteCategory,
  deleteTag,
  getCategory,
  getTag,
  listCategories,
  listTags,
  listTagsForCategory,
  updateCategory,
  updateTag
} from './tagging.ts'
import { cancelTask, getTask, listTasks } from './tasks.ts'

const tagging = '/cis/tagging'
const association = `${tagging}/tag-association`

/** Tagging and tasks. */
export const cisRoutes: readonly RouteRow[] = [
  com(`GET ${tagging}/category`, listCategories),
  com(`POST ${tagging}/category`, createCategory),
  com(`GET ${tagging}/category/{category_id}`, getCategory),
  com(`PATCH ${tagging}/category/{category_id}`, updateCategory),
  com(`DELETE ${tagging}/category/{category_id}`, deleteCategory),
  com(`GET ${tagging}/tag`, listTags),
  com(`POST ${tagging}/tag`, createTag),
  com(`GET ${tagging}/tag/{tag_id}`, getTag),
  com(`PATCH ${tagging}/tag/{tag_id}`, updateTag),
  com(`DELETE ${tagging}/tag/{tag_id}`, deleteTag),
  {
    operation: listTagsForCategory,
    api: `POST ${tagging}/tag?action=list-tags-for-category`,
    rest: `POST /com/vmware${tagging}/tag/id:{category_id}?~action=list-tags-for-category`
  },

  com(`POST ${tagging}/category/{category_id}?action=add-to-used-by`, categoryUse.add),
  com(`POST ${tagging}/category/{category_id}?action=remove-from-used-by`, categoryUse.remove),
  com(`POST ${tagging}/category/{category_id}?action=revoke-propagating-permissions`, categoryUse.revoke),
  com(`POST ${tagging}/category?action=list-used-categories`, categoryUse.list),
  com(`POST ${tagging}/tag/{tag_id}?action=add-to-used-by`, tagUse.add),
  com(`POST ${tagging}/tag/{tag_id}?action=remove-from-used-by`, tagUse.remove),
  com(`POST ${tagging}/tag/{tag_id}?action=revoke-propagating-permissions`, tagUse.revoke),
  com(`POST ${tagging}/tag?action=list-used-tags`, tagUse.list),

  com(`POST ${association}/{tag_id}?action=attach`, attachTag),
  com(`POST ${association}/{tag_id}?action=detach`, detachTag),
  com(`POST ${association}/{tag_id}?action=attach-tag-to-multiple-objects`, attachTagToObjects),
  com(`POST ${association}/{tag_id}?action=detach-tag-from-multiple-objects`, detachTagFromObjects),
  com(`POST ${association}/{tag_id}?action=list-attached-objects`, listAttachedObjects),
  com(`POST ${association}?action=attach-multiple-tags-to-object`, attachTagsToObject),
  com(`POST ${association}?action=detach-multiple-tags-from-object`, detachTagsFromObject),
  com(`POST ${association}?action=list-attachable-tags`, listAttachableTags),
  com(`POST ${association}?action=list-attached-tags`, listAttachedTags),
  com(`POST ${association}?action=list-attached-tags-on-objects`, listAttachedTagsOnObjects),
  com(`POST ${association}?action=list-attached-objects-on-tags`, listAttachedObjectsOnTags),

  both('GET /cis/tasks/{task}', getTask),
  { operation: listTasks, api: 'POST /cis/tasks?action=list', rest: 'GET /cis/tasks' },
  both('POST /cis/tasks/{task}?action=cancel', cancelTask)
]
