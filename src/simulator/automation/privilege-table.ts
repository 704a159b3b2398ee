import type { Call } from './operation.ts'

/**
 * What an operation needs: names of privileges, which the body of the request may decide; or `list`, for one that
 * anybody may call and that shows what the account can see.
 */
export type Needed = readonly string[] | ((body: Body) => readonly string[]) | 'list'

type Body = Call['body']

const config = 'VirtualMachine.Config'
const interact = 'VirtualMachine.Interact'
const inventory = 'VirtualMachine.Inventory'
const provisioning = 'VirtualMachine.Provisioning'
const tagging = 'InventoryService.Tagging'
const hardware = '/vcenter/vm/{vm}/hardware'

/** Where a machine goes. */
const target = ['Resource.AssignVMToPool', 'Datastore.AllocateSpace']
const copy = [`${provisioning}.Clone`, `${inventory}.CreateFromExisting`, ...target]
const addDevice = [`${config}.AddRemoveDevice`]
const editDevice = [`${config}.EditDevice`]
const connect = [`${interact}.DeviceConnection`]
const settings = [`${config}.Settings`]

/** Of the appliance, which knows roles of its own instead of privileges: a plain vSphere account has none. */
export const applianceRole = 'SystemConfiguration'

/**
 * What operations need, by their spelling in `/api`; of a GET that is not here it is System.Read. Those of machines,
 * their power, pools, hosts and datacenters are documented with each operation; those of hardware, devices, tags
 * and libraries are inferred from the methods of the VIM API that do the same, and so are the names of those of tags.
 * https://developer.broadcom.com/xapis/vsphere-automation-api/latest/
 */
export const privilegeTable: Readonly<Record<string, Needed>> = {
  'DELETE /session': [],
  'GET /session': [],

  'GET /vcenter/vm': 'list',
  'GET /vcenter/host': 'list',
  'GET /vcenter/cluster': 'list',
  'GET /vcenter/datastore': 'list',
  'GET /vcenter/network': 'list',
  'GET /vcenter/datacenter': 'list',
  'GET /vcenter/folder': 'list',
  'GET /vcenter/resource-pool': 'list',
  'GET /content/library': 'list',
  'GET /content/local-library': 'list',
  'GET /content/subscribed-library': 'list',
  'POST /content/library?action=find': 'list',
  'POST /content/library/item?action=find': 'list',
  'GET /cis/tagging/category': 'list',
  'GET /cis/tagging/tag': 'list',

  'POST /vcenter/vm': body => [`${inventory}.Create`, ...target, ...networkOf(body, 'nics')],
  'POST /vcenter/vm?action=clone': body => [
    ...copy,
    ...(has(body, 'guest_customization_spec') ? [`${provisioning}.Customize`] : [])
  ],
  'POST /vcenter/vm?action=instant-clone': [...copy, `${interact}.PowerOn`, 'Network.Assign'],
  'POST /vcenter/vm?action=register': [`${inventory}.Register`, 'Resource.AssignVMToPool', 'System.Read'],
  'POST /vcenter/vm/{vm}?action=relocate': ['Resource.ColdMigrate', 'Resource.AssignVMToPool'],
  'POST /vcenter/vm/{vm}?action=unregister': [`${inventory}.Unregister`],
  'DELETE /vcenter/vm/{vm}': [`${inventory}.Delete`],
  'POST /vcenter/vm/{vm}/power?action=start': [`${interact}.PowerOn`],
  'POST /vcenter/vm/{vm}/power?action=stop': [`${interact}.PowerOff`],
  'POST /vcenter/vm/{vm}/power?action=suspend': [`${interact}.Suspend`],
  'POST /vcenter/vm/{vm}/power?action=reset': [`${interact}.Reset`],
  'POST /vcenter/vm/{vm}/guest/power?action=shutdown': [`${interact}.PowerOff`],
  'POST /vcenter/vm/{vm}/guest/power?action=reboot': [`${interact}.Reset`],
  'POST /vcenter/vm/{vm}/guest/power?action=standby': [`${interact}.Suspend`],
  'PATCH /vcenter/vm/{vm}/tools': settings,
  'POST /vcenter/vm/{vm}/tools?action=upgrade': [`${interact}.ToolsInstall`],
  'POST /vcenter/vm/{vm}/tools/installer?action=connect': [`${interact}.ToolsInstall`],
  'POST /vcenter/vm/{vm}/tools/installer?action=disconnect': [`${interact}.ToolsInstall`],
  'POST /vcenter/vm/{vm}/console/tickets': [`${interact}.ConsoleInteract`],
  'PATCH /vcenter/vm/{vm}/storage/policy': settings,

  [`PATCH ${hardware}`]: [`${config}.UpgradeVirtualHardware`],
  [`POST ${hardware}?action=upgrade`]: [`${config}.UpgradeVirtualHardware`],
  [`PATCH ${hardware}/cpu`]: body => [
    ...(has(body, 'count') || has(body, 'cores_per_socket') ? [`${config}.CPUCount`] : []),
    ...(has(body, 'hot_add_enabled') || has(body, 'hot_remove_enabled') ? settings : [])
  ],
  [`PATCH ${hardware}/memory`]: body => [
    ...(has(body, 'size_MiB') ? [`${config}.Memory`] : []),
    ...(has(body, 'hot_add_enabled') ? settings : [])
  ],
  [`PATCH ${hardware}/boot`]: settings,
  [`PUT ${hardware}/boot/device`]: settings,
  [`POST ${hardware}/disk`]: body =>
    has(body, 'backing')
      ? [`${config}.AddExistingDisk`]
      : [`${config}.AddNewDisk`, 'Datastore.AllocateSpace'],
  [`PATCH ${hardware}/disk/{disk}`]: editDevice,
  [`DELETE ${hardware}/disk/{disk}`]: [`${config}.RemoveDisk`],
  [`POST ${hardware}/ethernet`]: body => [...addDevice, ...(has(body, 'backing') ? ['Network.Assign'] : [])],
  [`PATCH ${hardware}/ethernet/{nic}`]: body => [
    ...editDevice,
    ...(has(body, 'backing') ? ['Network.Assign'] : [])
  ],
  [`DELETE ${hardware}/ethernet/{nic}`]: addDevice,
  [`POST ${hardware}/ethernet/{nic}?action=connect`]: connect,
  [`POST ${hardware}/ethernet/{nic}?action=disconnect`]: connect,
  [`POST ${hardware}/cdrom`]: body => [...addDevice, ...mediumOf(body)],
  [`PATCH ${hardware}/cdrom/{cdrom}`]: body => [...editDevice, ...mediumOf(body)],
  [`DELETE ${hardware}/cdrom/{cdrom}`]: addDevice,
  [`POST ${hardware}/cdrom/{cdrom}?action=connect`]: connect,
  [`POST ${hardware}/cdrom/{cdrom}?action=disconnect`]: connect,
  [`POST ${hardware}/adapter/scsi`]: addDevice,
  [`PATCH ${hardware}/adapter/scsi/{adapter}`]: editDevice,
  [`DELETE ${hardware}/adapter/scsi/{adapter}`]: addDevice,
  [`POST ${hardware}/adapter/sata`]: addDevice,
  [`DELETE ${hardware}/adapter/sata/{adapter}`]: addDevice,
  [`POST ${hardware}/adapter/nvme`]: addDevice,
  [`DELETE ${hardware}/adapter/nvme/{adapter}`]: addDevice,

  'POST /vcenter/host': ['Host.Inventory.AddStandaloneHost'],
  'DELETE /vcenter/host/{host}': ['Host.Inventory.RemoveHostFromCluster'],
  'POST /vcenter/host/{host}?action=connect': ['Host.Config.Connection'],
  'POST /vcenter/host/{host}?action=disconnect': ['Host.Config.Connection'],
  'POST /vcenter/datacenter': ['Datacenter.Create'],
  'DELETE /vcenter/datacenter/{datacenter}': ['Datacenter.Delete'],
  'POST /vcenter/resource-pool': ['Resource.CreatePool'],
  'PATCH /vcenter/resource-pool/{resource_pool}': ['Resource.EditPool'],
  'DELETE /vcenter/resource-pool/{resource_pool}': ['Resource.DeletePool'],
  'POST /vcenter/storage/policies/{policy}?action=check-compatibility': ['System.Read'],

  'POST /cis/tagging/category': [`${tagging}.CreateCategory`],
  'PATCH /cis/tagging/category/{category_id}': [`${tagging}.EditCategory`],
  'DELETE /cis/tagging/category/{category_id}': [`${tagging}.DeleteCategory`],
  ...usedBy('category', '{category_id}', 'used-categories', `${tagging}.ModifyUsedByForCategory`),
  'POST /cis/tagging/tag': [`${tagging}.CreateTag`],
  'PATCH /cis/tagging/tag/{tag_id}': [`${tagging}.EditTag`],
  'DELETE /cis/tagging/tag/{tag_id}': [`${tagging}.DeleteTag`],
  ...usedBy('tag', '{tag_id}', 'used-tags', `${tagging}.ModifyUsedByForTag`),
  'POST /cis/tagging/tag?action=list-tags-for-category': ['System.Read'],
  ...attachment('/{tag_id}', 'attach detach attach-tag-to-multiple-objects', [`${tagging}.AttachTag`]),
  ...attachment('/{tag_id}', 'detach-tag-from-multiple-objects', [`${tagging}.AttachTag`]),
  ...attachment('/{tag_id}', 'list-attached-objects', ['System.Read']),
  ...attachment('', 'attach-multiple-tags-to-object', [`${tagging}.AttachTag`]),
  ...attachment('', 'detach-multiple-tags-from-object', [`${tagging}.AttachTag`]),
  ...attachment('', 'list-attachable-tags list-attached-tags', ['System.Read']),
  ...attachment('', 'list-attached-tags-on-objects list-attached-objects-on-tags', ['System.Read']),

  'GET /cis/tasks/{task}': ['System.View'],
  'POST /cis/tasks?action=list': ['System.View'],
  // One's own tasks, and there is only one account.
  'POST /cis/tasks/{task}?action=cancel': ['System.View'],

  'PATCH /content/library/item/{library_item_id}': ['ContentLibrary.UpdateLibraryItem'],
  'DELETE /content/library/item/{library_item_id}': ['ContentLibrary.DeleteLibraryItem'],
  'POST /vcenter/ovf/library-item/{ovf_library_item_id}?action=filter': ['System.Read'],
  'POST /vcenter/ovf/library-item/{ovf_library_item_id}?action=deploy': [
    'VApp.Import',
    `${inventory}.Create`,
    ...target,
    'Network.Assign'
  ],
  'POST /vcenter/vm-template/library-items': ['ContentLibrary.AddLibraryItem', ...target],
  'POST /vcenter/vm-template/library-items/{template_library_item}?action=deploy': [
    `${provisioning}.DeployTemplate`,
    `${inventory}.CreateFromExisting`,
    ...target
  ]
}

function has(body: Body, name: string): boolean {
  return body[name] !== undefined
}

/** Adapters on a network, in a list of adapters. */
function networkOf(body: Body, name: string): readonly string[] {
  const adapters = Array.isArray(body[name]) ? (body[name] as Body[]) : []
  return adapters.some(adapter => has(adapter, 'backing')) ? ['Network.Assign'] : []
}

function mediumOf(body: Body): readonly string[] {
  return has(body, 'backing') ? [`${interact}.SetCDMedia`] : []
}

function usedBy(kind: string, id: string, list: string, privilege: string): Record<string, Needed> {
  const path = `POST /cis/tagging/${kind}`
  return {
    [`${path}/${id}?action=add-to-used-by`]: [privilege],
    [`${path}/${id}?action=remove-from-used-by`]: [privilege],
    [`${path}/${id}?action=revoke-propagating-permissions`]: [privilege],
    [`${path}?action=list-${list}`]: ['System.Read']
  }
}

function attachment(id: string, actions: string, needed: Needed): Record<string, Needed> {
  return Object.fromEntries(
    actions.split(' ').map(action => [`POST /cis/tagging/tag-association${id}?action=${action}`, needed])
  )
}
