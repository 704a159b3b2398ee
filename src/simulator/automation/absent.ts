import { apiOnly, both, com, segment, type RouteRow } from './spelling.ts'

/**
 * Operations of vCenter that the simulator lacks: they answer 501, because 404 would be a lie. Spelled as in
 * routes.ts; a row moves there when its operation is written.
 */
export const absent: readonly RouteRow<undefined>[] = [
  both('POST /vcenter/vm', undefined),
  both('POST /vcenter/vm?action=clone', undefined),
  both('POST /vcenter/vm?action=instant-clone', undefined),
  both('POST /vcenter/vm?action=register', undefined),
  both('POST /vcenter/vm/{vm}?action=relocate', undefined),
  both('POST /vcenter/vm/{vm}?action=unregister', undefined),
  both('POST /vcenter/vm/{vm}/console/tickets', undefined),
  both('GET /vcenter/vm/{vm}/guest/networking/routes', undefined),
  both('GET /vcenter/vm/{vm}/hardware', undefined),
  both('PATCH /vcenter/vm/{vm}/hardware', undefined),
  {
    operation: undefined,
    api: 'POST /vcenter/vm/{vm}/hardware?action=upgrade',
    rest: 'POST /vcenter/vm/{vm}/hardware/action/upgrade'
  },
  both('GET /vcenter/vm/{vm}/hardware/boot', undefined),
  both('PATCH /vcenter/vm/{vm}/hardware/boot', undefined),
  both('GET /vcenter/vm/{vm}/hardware/boot/device', undefined),
  both('PUT /vcenter/vm/{vm}/hardware/boot/device', undefined),
  both('POST /vcenter/vm/{vm}/hardware/disk', undefined),
  both('PATCH /vcenter/vm/{vm}/hardware/disk/{disk}', undefined),
  both('DELETE /vcenter/vm/{vm}/hardware/disk/{disk}', undefined),
  both('POST /vcenter/vm/{vm}/hardware/ethernet', undefined),
  both('PATCH /vcenter/vm/{vm}/hardware/ethernet/{nic}', undefined),
  both('DELETE /vcenter/vm/{vm}/hardware/ethernet/{nic}', undefined),
  segment('POST /vcenter/vm/{vm}/hardware/ethernet/{nic}?action=connect', undefined),
  segment('POST /vcenter/vm/{vm}/hardware/ethernet/{nic}?action=disconnect', undefined),
  both('GET /vcenter/vm/{vm}/hardware/cdrom', undefined),
  both('POST /vcenter/vm/{vm}/hardware/cdrom', undefined),
  both('GET /vcenter/vm/{vm}/hardware/cdrom/{cdrom}', undefined),
  both('PATCH /vcenter/vm/{vm}/tools', undefined),
  both('POST /vcenter/vm/{vm}/tools?action=upgrade', undefined),
  both('GET /vcenter/vm/{vm}/storage/policy', undefined),
  both('PATCH /vcenter/vm/{vm}/storage/policy', undefined),

  both('POST /vcenter/host', undefined),
  both('DELETE /vcenter/host/{host}', undefined),
  segment('POST /vcenter/host/{host}?action=connect', undefined),
  segment('POST /vcenter/host/{host}?action=disconnect', undefined),
  both('GET /vcenter/datastore/{datastore}/default-policy', undefined),
  both('POST /vcenter/datacenter', undefined),
  both('DELETE /vcenter/datacenter/{datacenter}', undefined),
  both('POST /vcenter/resource-pool', undefined),
  both('PATCH /vcenter/resource-pool/{resource_pool}', undefined),
  both('DELETE /vcenter/resource-pool/{resource_pool}', undefined),
  both('GET /vcenter/storage/policies', undefined),
  apiOnly('GET /vcenter/services', undefined),
  apiOnly('GET /vcenter/tagging/associations', undefined),

  com('GET /cis/tagging/tag', undefined),
  com('GET /cis/tagging/category', undefined),
  { operation: undefined, api: 'GET /cis/tasks/{task}', rest: 'GET /cis/tasks/{task}' },
  { operation: undefined, api: 'POST /cis/tasks?action=list', rest: 'GET /cis/tasks' },
  com('GET /content/library', undefined),
  com('GET /content/library/{library}', undefined),
  com('GET /content/library/item', undefined),
  both('GET /appliance/system/version', undefined),
  both('GET /appliance/system/uptime', undefined),
  both('GET /appliance/health/{item}', undefined)
]
