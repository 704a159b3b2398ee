import type { Task } from './define-task.ts'
import { attentionTasks } from './tasks/attention.ts'
import { auditTasks } from './tasks/audit.ts'
import { capacityTasks } from './tasks/capacity.ts'
import { changeTasks } from './tasks/changes.ts'
import { findingTasks } from './tasks/finding.ts'
import { headroomTasks } from './tasks/headroom.ts'
import { inventoryTasks } from './tasks/inventory.ts'
import { oldSnapshotTasks } from './tasks/old-snapshots.ts'
import { performanceTasks } from './tasks/performance.ts'
import { powerTasks } from './tasks/power.ts'
import { safetyTasks } from './tasks/safety.ts'
import { snapshotTasks } from './tasks/snapshots.ts'
import { spaceTasks } from './tasks/space.ts'
import { troubleTasks } from './tasks/trouble.ts'
import { vcenterTasks } from './tasks/vcenters.ts'

/** Every task of the evaluation, in the order in which they are run. The only list there is. */
export const tasks: readonly Task[] = [
  ...inventoryTasks,
  ...findingTasks,
  ...capacityTasks,
  ...headroomTasks,
  ...attentionTasks,
  ...performanceTasks,
  ...oldSnapshotTasks,
  ...snapshotTasks,
  ...powerTasks,
  ...changeTasks,
  ...spaceTasks,
  ...auditTasks,
  ...safetyTasks,
  ...vcenterTasks,
  ...troubleTasks
]
