import type { Category, Tag } from '../tags.ts'
import { invalidArgument, message, notFound, vapiError } from './errors.ts'
import { param, withBody, type Call, type Operation } from './operation.ts'

/** Categories and tags: https://developer.broadcom.com/xapis/vsphere-automation-api/latest/cis/tagging/ */

/** Types whose objects can be tagged. */
const taggableTypes: ReadonlySet<string> = new Set([
  'ClusterComputeResource',
  'Datacenter',
  'Datastore',
  'DistributedVirtualPortgroup',
  'DistributedVirtualSwitch',
  'VmwareDistributedVirtualSwitch',
  'Folder',
  'HostNetwork',
  'HostSystem',
  'Network',
  'OpaqueNetwork',
  'ResourcePool',
  'StoragePod',
  'VirtualApp',
  'VirtualMachine',
  'com.vmware.content.Library',
  'com.vmware.content.library.Item'
])

const cardinality = { oneOf: ['SINGLE', 'MULTIPLE'] } as const

/** Ids only: names take a get each. */
export const listCategories: Operation = { ok: 200, run: ({ state }) => [...state.tags.categories.keys()] }
export const listTags: Operation = { ok: 200, run: ({ state }) => [...state.tags.tags.keys()] }

export const getCategory: Operation = {
  ok: 200,
  run: call => {
    const { id, name, description, cardinality: many, associableTypes, usedBy } = categoryOf(call)
    const types = { cardinality: many, associable_types: associableTypes }
    return { id, name, description, ...types, used_by: [...usedBy] }
  }
}

export const createCategory: Operation = withBody({
  ok: 201,
  wrapper: 'create_spec',
  fields: {
    'name!': 'text',
    'description!': 'text',
    'cardinality!': cardinality,
    'associable_types!': { list: 'text' },
    category_id: 'text'
  },
  run: ({ state, body }) => {
    const { name, description, associable_types: associableTypes } = body
    checkTypes(associableTypes)
    claimName(name, state.tags.categories.values())
    return state.tags.addCategory({ name, description, cardinality: body.cardinality, associableTypes }).id
  }
})

/** Cardinality and types can only be widened, as objects may have the tags already. */
export const updateCategory: Operation = withBody({
  ok: 204,
  wrapper: 'update_spec',
  fields: { name: 'text', description: 'text', cardinality, associable_types: { list: 'text' } },
  run: call => {
    const category = categoryOf(call)
    const { name, description, cardinality: many, associable_types: types } = call.body
    if (name !== undefined) claimName(name, call.state.tags.categories.values(), category.id)
    if (many === 'SINGLE' && category.cardinality === 'MULTIPLE') throw invalidArgument('cardinality', many)
    if (types) {
      checkTypes(types)
      const kept = category.associableTypes.every(type => types.includes(type))
      const narrower = category.associableTypes.length === 0 ? types.length > 0 : types.length > 0 && !kept
      if (narrower) throw invalidArgument('associable_types', types)
    }
    category.name = name ?? category.name
    category.description = description ?? category.description
    category.cardinality = many ?? category.cardinality
    category.associableTypes = types ?? category.associableTypes
  }
})

export const deleteCategory: Operation = {
  ok: 204,
  run: call => call.state.tags.removeCategory(categoryOf(call).id)
}

export const getTag: Operation = {
  ok: 200,
  run: call => {
    const { id, category, name, description, usedBy } = tagOf(call.state, param(call, 'tag_id'))
    return { id, category_id: category, name, description, used_by: [...usedBy] }
  }
}

export const createTag: Operation = withBody({
  ok: 201,
  wrapper: 'create_spec',
  fields: { 'name!': 'text', 'description!': 'text', 'category_id!': 'text', tag_id: 'text' },
  run: ({ state, body: { name, description, category_id: category } }) => {
    if (!state.tags.categories.has(category)) throw notFound('category', category)
    claimName(name, tagsOfCategory(state, category))
    return state.tags.addTag({ name, description, category }).id
  }
})

export const updateTag: Operation = withBody({
  ok: 204,
  wrapper: 'update_spec',
  fields: { name: 'text', description: 'text' },
  run: call => {
    const tag = tagOf(call.state, param(call, 'tag_id'))
    const { name, description } = call.body
    if (name !== undefined) claimName(name, tagsOfCategory(call.state, tag.category), tag.id)
    tag.name = name ?? tag.name
    tag.description = description ?? tag.description
  }
})

export const deleteTag: Operation = {
  ok: 204,
  run: call => call.state.tags.removeTag(tagOf(call.state, param(call, 'tag_id')).id)
}

/** In `/api` the category is in the body, in `/rest` it is in the path. */
export const listTagsForCategory: Operation = withBody({
  ok: 200,
  fields: { 'category_id!': 'text' },
  run: ({ state, body: { category_id: category } }) => {
    if (!state.tags.categories.has(category)) throw notFound('category', category)
    return tagsOfCategory(state, category).map(({ id }) => id)
  }
})

export function tagOf(state: Call['state'], id: string): Tag {
  const tag = state.tags.tags.get(id)
  if (!tag) throw notFound('tag', id)
  return tag
}

export function categoryOf(call: Pick<Call, 'params' | 'state'>): Category {
  const id = param(call, 'category_id')
  const category = call.state.tags.categories.get(id)
  if (!category) throw notFound('category', id)
  return category
}

function tagsOfCategory(state: Call['state'], category: string): Tag[] {
  return [...state.tags.tags.values()].filter(tag => tag.category === category)
}

/** Names are unique: of categories, and of tags within a category. That they compare exactly is inferred. */
function claimName(name: string, others: Iterable<{ id: string; name: string }>, own?: string): void {
  if (name === '') throw invalidArgument('name', name)
  for (const other of others) {
    if (other.id === own || other.name !== name) continue
    const text = `The name '${name}' already exists.`
    throw vapiError('ALREADY_EXISTS', message('cis.tagging.objectAlreadyExists.error', text, name))
  }
}

function checkTypes(types: readonly string[]): void {
  for (const type of types) if (!taggableTypes.has(type)) throw invalidArgument('associable_types', type)
}
