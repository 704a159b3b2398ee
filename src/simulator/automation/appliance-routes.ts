import {
  getDatabaseHealth,
  getHealth,
  getLastCheck,
  getManagementHealth,
  getService,
  getTime,
  getUptime,
  getVersion,
  healthItems,
  listHealthMessages,
  listServices
} from './appliance.ts'
import { both, type RouteRow } from './spelling.ts'

/** The appliance, its health and its services. */
export const applianceRoutes: readonly RouteRow[] = [
  both('GET /appliance/system/version', getVersion),
  both('GET /appliance/system/uptime', getUptime),
  both('GET /appliance/system/time', getTime),
  both('GET /appliance/health/applmgmt', getManagementHealth),
  both('GET /appliance/health/database', getDatabaseHealth),
  both('GET /appliance/health/system/lastcheck', getLastCheck),
  ...healthItems.map(item => both(`GET /appliance/health/${item}`, getHealth(item))),
  both('GET /appliance/health/{item}/messages', listHealthMessages),
  both('GET /vcenter/services', listServices),
  both('GET /vcenter/services/{service}', getService)
]
