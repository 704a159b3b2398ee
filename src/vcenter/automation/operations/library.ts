import { Type } from '@sinclair/typebox'
import { isObject } from '../../../objects.ts'
import { parameters, spec, type AnyArguments, type Operation } from '../operation.ts'
import type {
  DeploymentTarget,
  ItemFilter,
  LibraryFilter,
  OvfDeployment,
  TemplateDeployment,
  TemplateItemSpec
} from '../library-specs.ts'

const read = { effect: 'read', privileges: ['System.Read'] } as const
const ids = Type.Array(Type.String())

const contentLibrary = Type.Object({
  id: Type.Optional(Type.String()),
  name: Type.Optional(Type.String()),
  description: Type.Optional(Type.String()),
  type: Type.Optional(Type.String()),
  creation_time: Type.Optional(Type.String()),
  last_modified_time: Type.Optional(Type.String()),
  storage_backings: Type.Optional(
    Type.Array(
      Type.Object({ type: Type.Optional(Type.String()), datastore_id: Type.Optional(Type.String()) })
    )
  )
})

/** `size` in bytes; `type` is `ovf`, `vm-template`, `iso` or another word. */
const libraryItem = Type.Object({
  id: Type.Optional(Type.String()),
  library_id: Type.Optional(Type.String()),
  name: Type.Optional(Type.String()),
  description: Type.Optional(Type.String()),
  type: Type.Optional(Type.String()),
  size: Type.Optional(Type.Number()),
  cached: Type.Optional(Type.Boolean()),
  version: Type.Optional(Type.String()),
  creation_time: Type.Optional(Type.String()),
  last_modified_time: Type.Optional(Type.String())
})

const deploymentPrivileges = [
  'VApp.Import',
  'VirtualMachine.Inventory.CreateFromExisting',
  'Resource.AssignVMToPool',
  'Datastore.AllocateSpace',
  'Network.Assign'
] as const

/**
 * Content libraries, and VMs from their items. Deploying an OVF answers 200 also when it failed: `succeeded` tells.
 *
 * @see https://developer.broadcom.com/xapis/vsphere-automation-api/latest/content/
 * @see https://developer.broadcom.com/xapis/vsphere-automation-api/latest/vcenter/ovf/library-item/
 * @see https://developer.broadcom.com/xapis/vsphere-automation-api/latest/vcenter/vm-template/library-items/
 */
export const libraryOperations = {
  listLibraries: {
    ...read,
    does: 'list content libraries',
    api: 'GET /api/content/library',
    rest: 'GET /rest/com/vmware/content/library',
    answer: ids
  },
  findLibraries: {
    ...read,
    does: 'find content libraries',
    api: 'POST /api/content/library?action=find',
    rest: 'POST /rest/com/vmware/content/library?~action=find',
    body: spec<LibraryFilter>(),
    answer: ids
  },
  getLibrary: {
    ...read,
    does: 'get content library {library}',
    api: 'GET /api/content/library/{library}',
    rest: 'GET /rest/com/vmware/content/library/id:{library}',
    answer: contentLibrary
  },
  listLibraryItems: {
    ...read,
    does: 'list items of content library',
    api: 'GET /api/content/library/item',
    rest: 'GET /rest/com/vmware/content/library/item',
    query: { library_id: 'text' },
    answer: ids
  },
  findLibraryItems: {
    ...read,
    does: 'find items of content libraries',
    api: 'POST /api/content/library/item?action=find',
    rest: 'POST /rest/com/vmware/content/library/item?~action=find',
    body: spec<ItemFilter>(),
    answer: ids
  },
  getLibraryItem: {
    ...read,
    does: 'get content library item {item}',
    api: 'GET /api/content/library/item/{item}',
    rest: 'GET /rest/com/vmware/content/library/item/id:{item}',
    answer: libraryItem
  },
  filterOvf: {
    ...read,
    does: 'get deployment questions of OVF {item}',
    api: 'POST /api/vcenter/ovf/library-item/{item}?action=filter',
    rest: 'POST /rest/com/vmware/vcenter/ovf/library-item/id:{item}?~action=filter',
    body: parameters<{ target: DeploymentTarget }>(),
    answer: Type.Object({
      name: Type.Optional(Type.String()),
      EULAs: Type.Array(Type.String()),
      networks: Type.Optional(Type.Array(Type.String())),
      storage_groups: Type.Optional(Type.Array(Type.String()))
    })
  },
  deployOvf: {
    does: 'deploy OVF {item}',
    effect: 'write',
    api: 'POST /api/vcenter/ovf/library-item/{item}?action=deploy',
    rest: 'POST /rest/com/vmware/vcenter/ovf/library-item/id:{item}?~action=deploy',
    query: { client_token: 'text' },
    restArguments: tokenIntoBody,
    body: parameters<OvfDeployment>('deployment_spec.network_mappings', 'deployment_spec.storage_mappings'),
    answer: Type.Object({
      succeeded: Type.Boolean(),
      resource_id: Type.Optional(Type.Object({ type: Type.String(), id: Type.String() })),
      error: Type.Optional(Type.Object({ errors: Type.Array(Type.Unknown()) }))
    }),
    privileges: deploymentPrivileges
  },
  createTemplateItem: {
    does: 'create VM template in a content library',
    effect: 'write',
    api: 'POST /api/vcenter/vm-template/library-items',
    rest: 'POST /rest/vcenter/vm-template/library-items',
    body: spec<TemplateItemSpec>('disk_storage_overrides'),
    answer: Type.String(),
    privileges: ['ContentLibrary.AddLibraryItem', 'VirtualMachine.Provisioning.CreateTemplateFromVM']
  },
  getTemplateItem: {
    ...read,
    does: 'get VM template {item}',
    api: 'GET /api/vcenter/vm-template/library-items/{item}',
    rest: 'GET /rest/vcenter/vm-template/library-items/{item}',
    answer: Type.Object({
      guest_OS: Type.String(),
      cpu: Type.Object({ count: Type.Number(), cores_per_socket: Type.Number() }),
      memory: Type.Object({ size_MiB: Type.Number() }),
      vm_template: Type.String()
    }),
    maps: ['disks', 'nics']
  },
  deployTemplate: {
    does: 'deploy VM template {item}',
    effect: 'write',
    api: 'POST /api/vcenter/vm-template/library-items/{item}?action=deploy',
    rest: 'POST /rest/vcenter/vm-template/library-items/{item}?action=deploy',
    body: spec<TemplateDeployment>(
      'disk_storage_overrides',
      'hardware_customization.nics',
      'hardware_customization.disks_to_update'
    ),
    answer: Type.String(),
    privileges: ['VirtualMachine.Provisioning.DeployTemplate', ...deploymentPrivileges.slice(1)]
  }
} as const satisfies Record<string, Operation>

/** The token that makes a deployment repeatable is a parameter of the query in /api, a field of the body in /rest. */
function tokenIntoBody({ client_token, body, ...others }: AnyArguments): AnyArguments {
  return { ...others, body: client_token !== undefined && isObject(body) ? { client_token, ...body } : body }
}
