import { Type } from '@sinclair/typebox'
import { parameters, type Operation } from '../operation.ts'
import type { ObjectId } from '../specs.ts'

const objectId = Type.Object({ type: Type.String(), id: Type.String() })
const ids = Type.Array(Type.String())
/** A bulk change answers 200 also where parts of it failed. */
const bulkResult = Type.Object({
  success: Type.Boolean(),
  error_messages: Type.Array(Type.Object({ default_message: Type.String() }))
})

const read = { effect: 'read', privileges: ['System.Read'] } as const
const attach = { effect: 'write', privileges: ['InventoryService.Tagging.AttachTag'] } as const

const api = '/api/cis/tagging/tag-association' as const
const rest = '/rest/com/vmware/cis/tagging/tag-association' as const

/**
 * What has which tag. The bulk forms spare a request for each object.
 *
 * @see https://developer.broadcom.com/xapis/vsphere-automation-api/latest/cis/tagging/
 */
export const tagAssociationOperations = {
  attachTag: {
    ...attach,
    does: 'attach tag {tag}',
    api: `POST ${api}/{tag}?action=attach`,
    rest: `POST ${rest}/id:{tag}?~action=attach`,
    body: parameters<{ object_id: ObjectId }>()
  },
  detachTag: {
    ...attach,
    does: 'detach tag {tag}',
    api: `POST ${api}/{tag}?action=detach`,
    rest: `POST ${rest}/id:{tag}?~action=detach`,
    body: parameters<{ object_id: ObjectId }>()
  },
  attachTags: {
    ...attach,
    does: 'attach tags to an object',
    api: `POST ${api}?action=attach-multiple-tags-to-object`,
    rest: `POST ${rest}?~action=attach-multiple-tags-to-object`,
    body: parameters<{ object_id: ObjectId; tag_ids: string[] }>(),
    answer: bulkResult
  },
  detachTags: {
    ...attach,
    does: 'detach tags from an object',
    api: `POST ${api}?action=detach-multiple-tags-from-object`,
    rest: `POST ${rest}?~action=detach-multiple-tags-from-object`,
    body: parameters<{ object_id: ObjectId; tag_ids: string[] }>(),
    answer: bulkResult
  },
  attachTagToObjects: {
    ...attach,
    does: 'attach tag {tag} to objects',
    api: `POST ${api}/{tag}?action=attach-tag-to-multiple-objects`,
    rest: `POST ${rest}/id:{tag}?~action=attach-tag-to-multiple-objects`,
    body: parameters<{ object_ids: ObjectId[] }>(),
    answer: bulkResult
  },
  detachTagFromObjects: {
    ...attach,
    does: 'detach tag {tag} from objects',
    api: `POST ${api}/{tag}?action=detach-tag-from-multiple-objects`,
    rest: `POST ${rest}/id:{tag}?~action=detach-tag-from-multiple-objects`,
    body: parameters<{ object_ids: ObjectId[] }>(),
    answer: bulkResult
  },
  listAttachedTags: {
    ...read,
    does: 'list tags of an object',
    api: `POST ${api}?action=list-attached-tags`,
    rest: `POST ${rest}?~action=list-attached-tags`,
    body: parameters<{ object_id: ObjectId }>(),
    answer: ids
  },
  listAttachedTagsOnObjects: {
    ...read,
    does: 'list tags of objects',
    api: `POST ${api}?action=list-attached-tags-on-objects`,
    rest: `POST ${rest}?~action=list-attached-tags-on-objects`,
    body: parameters<{ object_ids: ObjectId[] }>(),
    answer: Type.Array(Type.Object({ object_id: objectId, tag_ids: ids }))
  },
  listAttachedObjects: {
    ...read,
    does: 'list objects with tag {tag}',
    api: `POST ${api}/{tag}?action=list-attached-objects`,
    rest: `POST ${rest}/id:{tag}?~action=list-attached-objects`,
    answer: Type.Array(objectId)
  },
  listAttachedObjectsOnTags: {
    ...read,
    does: 'list objects with tags',
    api: `POST ${api}?action=list-attached-objects-on-tags`,
    rest: `POST ${rest}?~action=list-attached-objects-on-tags`,
    body: parameters<{ tag_ids: string[] }>(),
    answer: Type.Array(Type.Object({ tag_id: Type.String(), object_ids: Type.Array(objectId) }))
  }
} as const satisfies Record<string, Operation>
