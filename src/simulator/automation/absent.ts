import { apiOnly, both, com, segment, type RouteRow } from './spelling.ts'

const customization = '/vcenter/guest/customization-specs'
const checkOuts = '/vcenter/vm-template/library-items/{template_library_item}/check-outs'
const compliance = '/vcenter/vm/{vm}/storage/policy/compliance'

/**
 * Operations of vCenter that the simulator lacks: they answer 501, because 404 would be a lie. Spelled as in
 * routes.ts; a row moves there when its operation is written. `since` is the first release that has it.
 */
export const absent: readonly (RouteRow<undefined> & { since?: string })[] = [
  both(`GET ${customization}`, undefined),
  both(`POST ${customization}`, undefined),
  both(`GET ${customization}/{name}`, undefined),
  both(`DELETE ${customization}/{name}`, undefined),
  { operation: undefined, api: `PUT ${customization}/{name}`, rest: `POST ${customization}/{name}` },
  both(`POST ${customization}/{name}?action=export`, undefined),
  both(`POST ${customization}?action=import`, undefined),
  both(`GET ${compliance}`, undefined),
  both(`POST ${compliance}?action=check`, undefined),
  both('GET /vcenter/storage/policies/compliance/vm', undefined),
  both('GET /vcenter/storage/policies/entities/compliance', undefined),
  both('GET /vcenter/vm/{vm}/library-item', undefined),
  apiOnly('GET /vcenter/vm/{vm}/guest/operations', undefined),
  ...['floppy', 'serial', 'parallel'].flatMap(portsOf),
  segment('POST /vcenter/services/{service}?action=start', undefined),
  segment('POST /vcenter/services/{service}?action=stop', undefined),
  segment('POST /vcenter/services/{service}?action=restart', undefined),
  both('PATCH /vcenter/services/{service}', undefined),
  com('POST /vcenter/ovf/library-item', undefined),
  com('PATCH /content/library/{library_id}', undefined),
  com('POST /content/local-library', undefined),
  com('PATCH /content/local-library/{library_id}', undefined),
  com('DELETE /content/local-library/{library_id}', undefined),
  com('POST /content/local-library/{library_id}?action=publish', undefined),
  com('POST /content/subscribed-library', undefined),
  com('PATCH /content/subscribed-library/{library_id}', undefined),
  com('DELETE /content/subscribed-library/{library_id}', undefined),
  com('POST /content/subscribed-library/{library_id}?action=sync', undefined),
  com('POST /content/library/item', undefined),
  com('GET /content/configuration', undefined),
  com('PATCH /content/configuration', undefined),
  com('GET /content/library/item/update-session', undefined),
  com('POST /content/library/item/update-session', undefined),
  com('GET /content/library/item/download-session', undefined),
  com('POST /content/library/item/download-session', undefined),
  { operation: undefined, rest: 'GET /com/vmware/content/library/item/file' },
  { operation: undefined, rest: 'GET /com/vmware/content/library/item/storage' },
  apiOnly('GET /content/library/item/{item}/file', undefined),
  apiOnly('GET /content/library/item/{item}/storage', undefined),
  both(`GET ${checkOuts}`, undefined),
  both(`POST ${checkOuts}?action=check-out`, undefined),
  both(`POST ${checkOuts}/{vm}?action=check-in`, undefined),
  apiOnly('GET /content/library/{library}/subscriptions', undefined),
  { operation: undefined, rest: 'GET /com/vmware/content/library/subscriptions' },
  apiOnly('GET /content/security-policies', undefined),
  apiOnly('GET /content/trusted-certificates', undefined),
  both('GET /appliance/health/settings', undefined),
  both('PATCH /appliance/health/settings', undefined),
  both('GET /appliance/services', undefined),
  both('GET /appliance/services/{service}', undefined),
  segment('POST /appliance/services/{service}?action=start', undefined),
  segment('POST /appliance/services/{service}?action=stop', undefined),
  segment('POST /appliance/services/{service}?action=restart', undefined),
  both('GET /appliance/monitoring', undefined),
  both('GET /appliance/monitoring/query', undefined),
  both('GET /appliance/monitoring/{stat_id}', undefined),
  both('GET /appliance/system/storage', undefined),
  { operation: undefined, rest: 'POST /appliance/system/storage/resize' },
  both('GET /appliance/system/time/timezone', undefined),
  both('PUT /appliance/system/time/timezone', undefined),
  apiOnly('POST /vcenter/authorization/privilege-checks?action=list', undefined),
  apiOnly('GET /vcenter/authorization/privilege-checks/latest', undefined),
  { ...apiOnly('GET /vcenter/authorization/vt-containers/mappings', undefined), since: '8.0.3.0' },
  { ...apiOnly('GET /vcenter/authorization/roles', undefined), since: '9.0.0.0' },
  { ...apiOnly('GET /vcenter/authorization/permissions', undefined), since: '9.0.0.0' },
  { ...apiOnly('GET /vcenter/authorization/privileges', undefined), since: '9.0.0.0' },
  { ...apiOnly('GET /vcenter/tagging/tags', undefined), since: '9.0.0.0' },
  { ...apiOnly('GET /vcenter/tagging/categories', undefined), since: '9.0.0.0' }
]

/** Below these paths vCenter has operations, and the simulator none. */
const absentFamilies = [
  '/esx',
  '/vcenter/certificate-management',
  '/vcenter/identity',
  '/vcenter/lcm',
  '/vcenter/namespace-management',
  '/vcenter/namespaces',
  '/vcenter/trusted-infrastructure',
  '/appliance/access',
  '/appliance/infraprofile',
  '/appliance/local-accounts',
  '/appliance/logging',
  '/appliance/networking',
  '/appliance/ntp',
  '/appliance/recovery',
  '/appliance/shutdown',
  '/appliance/support-bundle',
  '/appliance/system/global-fips',
  '/appliance/timesync',
  '/appliance/update',
  '/appliance/vmon'
]

export function isInAbsentFamily(path: string): boolean {
  return absentFamilies.some(family => path === family || path.startsWith(`${family}/`))
}

/** Devices that no machine here has: only the list of them is served, which is empty. */
function portsOf(kind: string): RouteRow<undefined>[] {
  const path = `/vcenter/vm/{vm}/hardware/${kind}`
  return [
    both(`POST ${path}`, undefined),
    ...['GET', 'PATCH', 'DELETE'].map(method => both(`${method} ${path}/{port}`, undefined)),
    segment(`POST ${path}/{port}?action=connect`, undefined),
    segment(`POST ${path}/{port}?action=disconnect`, undefined)
  ]
}
