import { alarmMethods } from './alarms.ts'
import { authorizationMethods } from './authorization.ts'
import { clusterMethods } from './clusters.ts'
import { eventMethods } from './events.ts'
import { hostMethods } from './hosts.ts'
import { inventoryMethods } from './inventory.ts'
import { performanceMethods } from './performance.ts'
import { snapshotMethods } from './snapshots.ts'
import { taskMethods } from './tasks.ts'
import { vmMethods } from './vms.ts'

export type { Member, VimMethod } from './method.ts'

/** Everything the service can ask of VI/JSON, by subject. docs/vcenter.md shows the same. */
export const vimMethodsBySubject = {
  'Virtual machines': vmMethods,
  Snapshots: snapshotMethods,
  Tasks: taskMethods,
  Inventory: inventoryMethods,
  'Statistics and performance': performanceMethods,
  Events: eventMethods,
  Alarms: alarmMethods,
  Hosts: hostMethods,
  'Recommendations of clusters': clusterMethods,
  'Sessions and privileges': authorizationMethods
} as const

export const vimMethods = {
  ...vmMethods,
  ...snapshotMethods,
  ...taskMethods,
  ...inventoryMethods,
  ...performanceMethods,
  ...eventMethods,
  ...alarmMethods,
  ...hostMethods,
  ...clusterMethods,
  ...authorizationMethods
} as const
