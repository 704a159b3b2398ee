import type { Inventory } from './inventory/index.ts'
import { createRandom, type Random } from './random.ts'

/** Categories, tags, and what they are attached to. */

export interface Category {
  /** `urn:vmomi:InventoryServiceCategory:<uuid>:GLOBAL` */
  id: string
  name: string
  description: string
  cardinality: 'SINGLE' | 'MULTIPLE'
  /** Managed object types; empty for all. */
  associableTypes: string[]
  /** Products that say they use it. */
  usedBy: Set<string>
}

export interface Tag {
  /** `urn:vmomi:InventoryServiceTag:<uuid>:GLOBAL` */
  id: string
  category: string
  name: string
  description: string
  usedBy: Set<string>
}

export interface ObjectId {
  type: string
  id: string
}

export interface Tags {
  categories: Map<string, Category>
  tags: Map<string, Tag>
  addCategory(given: Omit<Category, 'id' | 'usedBy'>): Category
  addTag(given: Omit<Tag, 'id' | 'usedBy'>): Tag
  /** With all its tags. */
  removeCategory(id: string): void
  removeTag(id: string): void
  attach(tag: string, object: ObjectId): void
  detach(tag: string, object: ObjectId): void
  objectsOf(tag: string): ObjectId[]
  tagsOf(object: ObjectId): string[]
}

function createTags(random: Random): Tags {
  const categories = new Map<string, Category>()
  const tags = new Map<string, Tag>()
  /** Objects by tag, and tags by object, each under `type id`. */
  const objects = new Map<string, Map<string, ObjectId>>()
  const attached = new Map<string, Set<string>>()

  function addCategory(given: Omit<Category, 'id' | 'usedBy'>): Category {
    const category = {
      ...given,
      usedBy: new Set<string>(),
      id: `urn:vmomi:InventoryServiceCategory:${random.uuid()}:GLOBAL`
    }
    categories.set(category.id, category)
    return category
  }

  function addTag(given: Omit<Tag, 'id' | 'usedBy'>): Tag {
    const tag = {
      ...given,
      usedBy: new Set<string>(),
      id: `urn:vmomi:InventoryServiceTag:${random.uuid()}:GLOBAL`
    }
    tags.set(tag.id, tag)
    return tag
  }

  function attach(tag: string, object: ObjectId): void {
    const key = keyOf(object)
    const ofTag = objects.get(tag) ?? new Map<string, ObjectId>()
    objects.set(tag, ofTag.set(key, object))
    attached.set(key, (attached.get(key) ?? new Set<string>()).add(tag))
  }

  function detach(tag: string, object: ObjectId): void {
    objects.get(tag)?.delete(keyOf(object))
    attached.get(keyOf(object))?.delete(tag)
  }

  function removeTag(id: string): void {
    for (const object of objects.get(id)?.values() ?? []) attached.get(keyOf(object))?.delete(id)
    objects.delete(id)
    tags.delete(id)
  }

  function removeCategory(id: string): void {
    for (const tag of tags.values()) if (tag.category === id) removeTag(tag.id)
    categories.delete(id)
  }

  return {
    categories,
    tags,
    addCategory,
    addTag,
    removeCategory,
    removeTag,
    attach,
    detach,
    objectsOf: tag => [...(objects.get(tag)?.values() ?? [])],
    tagsOf: object => [...(attached.get(keyOf(object)) ?? [])]
  }
}

/**
 * Tags as people have them, on every second of the first machines and on one in twenty of the others. The same
 * seed gives the same.
 */
export function seedTags(inventory: Inventory, seed: number): Tags {
  const random = createRandom(seed ^ 0x7a65)
  const tags = createTags(random)
  const groups = [
    group(tags, 'Environment', 'Where it runs', 'SINGLE', ['production', 'staging', 'development']),
    group(tags, 'Owner', 'Who answers for it', 'SINGLE', ['team-platform', 'team-shop', 'team-data']),
    group(tags, 'Backup', 'How it is backed up', 'SINGLE', ['daily', 'weekly', 'none']),
    group(tags, 'Application', '', 'MULTIPLE', ['shop', 'erp', 'mail', 'monitoring'])
  ] as const
  let index = 0
  for (const vm of inventory.vms.values()) {
    index += 1
    if (vm.template || !(index <= 40 ? index % 2 === 1 : index % 20 === 0)) continue
    const object = { type: 'VirtualMachine', id: vm.id }
    for (const ids of groups) if (random.chance(0.7)) tags.attach(random.pick(ids), object)
  }
  const [datastore] = inventory.datastores.keys()
  if (datastore !== undefined) tags.attach(groups[0][0], { type: 'Datastore', id: datastore })
  return tags
}

function group(
  tags: Tags,
  name: string,
  description: string,
  cardinality: Category['cardinality'],
  names: [string, ...string[]]
): [string, ...string[]] {
  const associableTypes = name === 'Environment' ? [] : ['VirtualMachine']
  const category = tags.addCategory({ name, description, cardinality, associableTypes })
  const [first, ...others] = names.map(
    tag => tags.addTag({ category: category.id, name: tag, description: `${name}: ${tag}` }).id
  )
  return [first ?? '', ...others]
}

function keyOf({ type, id }: ObjectId): string {
  return `${type} ${id}`
}
