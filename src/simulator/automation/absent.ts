import { apiOnly, both, com, segment, type RouteRow } from './spelling.ts'

const customization = '/vcenter/guest/customization-specs'
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
  both('GET /appliance/networking/interfaces', undefined),
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
