import { applianceRoutes } from './appliance-routes.ts'
import { cisRoutes } from './cis-routes.ts'
import { contentRoutes } from './content-routes.ts'
import { placeRoutes } from './place-routes.ts'
import { createSession, deleteSession, getSession } from './session.ts'
import { apiOnly, type RouteRow } from './spelling.ts'
import { hello } from './system.ts'
import { listAssociations } from './tag-association.ts'
import { vmRoutes } from './vm-routes.ts'

/**
 * Every operation the simulator has, with its place in both dialects. Whatever is not here, or in absent.ts,
 * vCenter does not have either.
 * https://developer.broadcom.com/xapis/vsphere-automation-api/latest/
 */
export const routes: readonly RouteRow[] = [
  { operation: createSession, api: 'POST /session', rest: 'POST /com/vmware/cis/session' },
  { operation: getSession, api: 'GET /session', rest: 'POST /com/vmware/cis/session?~action=get' },
  { operation: deleteSession, api: 'DELETE /session', rest: 'DELETE /com/vmware/cis/session' },
  ...vmRoutes,
  ...placeRoutes,
  ...cisRoutes,
  ...contentRoutes,
  ...applianceRoutes,
  apiOnly('GET /vcenter/tagging/associations', listAssociations),
  apiOnly('POST /vcenter/system?action=hello', hello)
]
