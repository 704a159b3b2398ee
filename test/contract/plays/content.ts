import type { Play } from '../requests.ts'

const vm = { type: 'VirtualMachine', id: '$other' }

/** Libraries, tags and the appliance. Ids of the inventory come from its plays, which come first. */
export const contentPlays: Play[] = [
  { operation: 'library list', keep: { library: [0] } },
  { operation: 'library get', path: { library_id: '$library' } },
  { operation: 'library find', body: { type: 'LOCAL' } },
  { operation: 'local library list', keep: { local: [0] } },
  { operation: 'local library get', path: { library_id: '$local' } },
  { operation: 'subscribed library list' },
  { operation: 'subscribed library get', path: { library_id: 'none' }, fails: 'NOT_FOUND' },
  { operation: 'library item list', query: { library_id: '$library' } },
  { operation: 'library item find', body: { type: 'ovf' }, keep: { ovf: [0] } },
  { operation: 'library item find', body: { type: 'vm-template' }, keep: { template: [0] } },
  { operation: 'library item get', path: { library_item_id: '$ovf' } },
  { operation: 'library item get', path: { library_item_id: 'none' }, fails: 'NOT_FOUND' },
  { operation: 'library item update', path: { library_item_id: '$ovf' }, body: { description: 'changed' } },
  { operation: 'library item delete', path: { library_item_id: 'none' }, fails: 'NOT_FOUND' },
  {
    operation: 'ovf filter',
    path: { ovf_library_item_id: '$ovf' },
    body: { target: { resource_pool_id: '$root' } }
  },
  {
    operation: 'ovf deploy',
    path: { ovf_library_item_id: '$ovf' },
    body: {
      target: { resource_pool_id: '$root', folder_id: '$folder' },
      deployment_spec: { name: 'deployed', accept_all_EULA: true, default_datastore_id: '$datastore' }
    }
  },
  { operation: 'vm template get', path: { template_library_item: '$template' } },
  {
    operation: 'vm template deploy',
    path: { template_library_item: '$template' },
    body: { name: 'from template', placement: { folder: '$folder', resource_pool: '$root' } }
  },
  { operation: 'vm template create', body: { source_vm: '$off2', name: 'made', library: '$library' } },
  { operation: 'category list' },
  {
    operation: 'category create',
    body: { name: 'made', description: '', cardinality: 'MULTIPLE', associable_types: [] },
    keep: { category: [] }
  },
  { operation: 'category get', path: { category_id: '$category' } },
  { operation: 'category update', path: { category_id: '$category' }, body: { description: 'changed' } },
  {
    operation: 'tag create',
    body: { name: 'made', description: '', category_id: '$category' },
    keep: { tag: [] }
  },
  {
    operation: 'tag create',
    body: { name: 'made', description: '', category_id: '$category' },
    fails: 'ALREADY_EXISTS'
  },
  { operation: 'tag list' },
  { operation: 'tag get', path: { tag_id: '$tag' } },
  { operation: 'tag update', path: { tag_id: '$tag' }, body: { description: 'changed' } },
  {
    operation: 'tag list for category',
    path: { category_id: '$category' },
    body: { category_id: '$category' }
  },
  { operation: 'tag association attach', path: { tag_id: '$tag' }, body: { object_id: vm } },
  { operation: 'tag association list-attached-tags', body: { object_id: vm } },
  { operation: 'tag association list-attached-objects', path: { tag_id: '$tag' } },
  { operation: 'tag association list-attached-tags-on-objects', body: { object_ids: [vm] } },
  { operation: 'tag association list-attached-objects-on-tags', body: { tag_ids: ['$tag'] } },
  { operation: 'tag association list-attachable-tags', body: { object_id: vm } },
  { operation: 'tag association list all' },
  { operation: 'tag association detach', path: { tag_id: '$tag' }, body: { object_id: vm } },
  {
    operation: 'tag association attach-tag-to-multiple-objects',
    path: { tag_id: '$tag' },
    body: { object_ids: [vm] }
  },
  {
    operation: 'tag association detach-tag-from-multiple-objects',
    path: { tag_id: '$tag' },
    body: { object_ids: [vm] }
  },
  { operation: 'tag association attach-multiple-tags-to-object', body: { object_id: vm, tag_ids: ['$tag'] } },
  {
    operation: 'tag association detach-multiple-tags-from-object',
    body: { object_id: vm, tag_ids: ['$tag'] }
  },
  ...['category', 'tag'].flatMap((name): Play[] => [
    {
      operation: `${name} add to used by`,
      path: { [`${name}_id`]: `$${name}` },
      body: { used_by_entity: 'a product' }
    },
    { operation: `${name} list used`, body: { used_by_entity: 'a product' } },
    {
      operation: `${name} remove from used by`,
      path: { [`${name}_id`]: `$${name}` },
      body: { used_by_entity: 'a product' }
    },
    { operation: `${name} revoke permissions`, path: { [`${name}_id`]: `$${name}` } }
  ]),
  { operation: 'tag delete', path: { tag_id: '$tag' } },
  { operation: 'category delete', path: { category_id: '$category' } },
  { operation: 'appliance version' },
  { operation: 'appliance uptime' },
  { operation: 'appliance time' },
  { operation: 'appliance health system' },
  { operation: 'appliance health load' },
  { operation: 'appliance health mem' },
  { operation: 'appliance health storage' },
  { operation: 'appliance health swap' },
  { operation: 'appliance health database-storage' },
  { operation: 'appliance health software-packages' },
  { operation: 'appliance health applmgmt' },
  { operation: 'appliance health database' },
  { operation: 'appliance health last check' },
  { operation: 'appliance health messages', path: { item: 'storage' } },
  { operation: 'service list' },
  { operation: 'service get', path: { service: 'none' }, fails: 'NOT_FOUND' },
  { operation: 'session delete' }
]
