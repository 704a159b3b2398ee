import { searchAudit } from './audit/search-audit.ts'
import { getRunbook } from './common/get-runbook.ts'
import type { ToolDefinition } from './define-tool.ts'
import { queryResult } from './common/query-result.ts'
import { getTask } from './common/get-task.ts'
import { getDatastoreDetails } from './inventory/get-datastore-details.ts'
import { getDatastoreUsage } from './inventory/get-datastore-usage.ts'
import { getHostDetails } from './inventory/get-host-details.ts'
import { getResourceUtilizationSummary } from './inventory/get-resource-utilization-summary.ts'
import { getVmDetails } from './inventory/get-vm-details.ts'
import { listClusters } from './inventory/list-clusters.ts'
import { listDatacenters } from './inventory/list-datacenters.ts'
import { listDatastores } from './inventory/list-datastores.ts'
import { listHosts } from './inventory/list-hosts.ts'
import { listNetworks } from './inventory/list-networks.ts'
import { listVms } from './inventory/list-vms.ts'
import { deleteVm } from './lifecycle/delete-vm.ts'
import { modifyVmResources } from './lifecycle/modify-vm-resources.ts'
import { getVmPerformance } from './performance/get-vm-performance.ts'
import { listAlarms } from './performance/list-alarms.ts'
import { powerOffVm } from './power/power-off-vm.ts'
import { powerOnVm } from './power/power-on-vm.ts'
import { restartVm } from './power/restart-vm.ts'
import { createVmSnapshot } from './snapshots/create-vm-snapshot.ts'
import { deleteVmSnapshot } from './snapshots/delete-vm-snapshot.ts'
import { listSnapshots } from './snapshots/list-snapshots.ts'
import { listVmSnapshots } from './snapshots/list-vm-snapshots.ts'

/** Every tool of the service, in the order in which tools/list shows them. The only list there is. */
export const toolDefinitions: readonly ToolDefinition[] = [
  listVms,
  getVmDetails,
  listHosts,
  getHostDetails,
  listDatastores,
  getDatastoreDetails,
  listNetworks,
  listDatacenters,
  listClusters,
  getDatastoreUsage,
  getResourceUtilizationSummary,
  getVmPerformance,
  listAlarms,
  powerOnVm,
  powerOffVm,
  restartVm,
  listVmSnapshots,
  listSnapshots,
  createVmSnapshot,
  deleteVmSnapshot,
  deleteVm,
  modifyVmResources,
  queryResult,
  searchAudit,
  getRunbook,
  getTask
]
