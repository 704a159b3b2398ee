import { isAbsentField } from './absent-fields.ts'
import { isKindOf, typeOfPath } from './index.ts'

/**
 * Properties of vCenter that the simulator has no value for, by the type that declares them. They exist: a
 * PropertyCollector reports them in `missingSet` instead of calling them invalid.
 * https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/
 */
const absentProperties: Record<string, readonly string[]> = {
  Datacenter: ['configuration'],
  ComputeResource: ['environmentBrowser', 'lifecycleManaged'],
  ClusterComputeResource: [
    'configuration',
    'drsRecommendation',
    'migrationHistory',
    'actionHistory',
    'drsFault',
    'hciConfig'
  ],
  HostSystem: [
    'hardware',
    'capability',
    'licensableResource',
    'configManager',
    'config',
    'datastoreBrowser',
    'systemResources'
  ],
  ResourcePool: ['summary', 'runtime', 'childConfiguration'],
  VirtualMachine: ['capability', 'layout', 'environmentBrowser'],
  Datastore: ['info', 'browser', 'capability', 'iormConfiguration'],
  StoragePod: ['summary', 'podStorageDrsEntry'],
  OpaqueNetwork: ['capability', 'extraConfig'],
  DistributedVirtualPortgroup: ['config', 'portKeys'],
  DistributedVirtualSwitch: [
    'capability',
    'summary',
    'config',
    'networkResourcePool',
    'portgroup',
    'runtime'
  ],
  TaskManager: ['description'],
  AlarmManager: ['description'],
  PerformanceManager: ['description'],
  AuthorizationManager: ['description'],
  ServiceInstance: ['capability']
}

/** Managed types that vCenter has and the simulator lacks. */
const absentTypes = new Set(
  [
    'GuestOperationsManager InventoryView ScheduledTaskManager LicenseManager OvfManager FileManager',
    'CustomFieldsManager VirtualDiskManager ExtensionManager OptionManager HostNetworkSystem',
    'HostStorageSystem HostDatastoreSystem EnvironmentBrowser'
  ].flatMap(line => line.split(' '))
)

export function isAbsentType(type: string): boolean {
  return absentTypes.has(type)
}

export function isAbsentProperty(type: string, name: string): boolean {
  for (const [declaring, names] of Object.entries(absentProperties)) {
    if (isKindOf(type, declaring) && names.includes(name)) return true
  }
  return false
}

/** Whether vCenter has the property path, or the beginning of it, and the simulator has not. */
export function isAbsentPath(type: string, path: readonly string[]): boolean {
  if (isAbsentProperty(type, path[0] ?? '')) return true
  return path.some((name, index) => {
    const parent = index === 0 ? undefined : typeOfPath(type, path.slice(0, index))
    return parent !== undefined && isAbsentField(parent, name)
  })
}
