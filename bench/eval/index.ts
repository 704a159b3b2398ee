import type { Task } from './define-task.ts'
import { capacityTasks } from './tasks/capacity.ts'
import { changeTasks } from './tasks/changes.ts'
import { findingTasks } from './tasks/finding.ts'
import { inventoryTasks } from './tasks/inventory.ts'
import { powerTasks } from './tasks/power.ts'
import { safetyTasks } from './tasks/safety.ts'
import { snapshotTasks } from './tasks/snapshots.ts'

/** Every task of the evaluation, in the order in which they are run. The only list there is. */
export const tasks: readonly Task[] = [
  ...inventoryTasks,
  ...findingTasks,
  ...capacityTasks,
  ...snapshotTasks,
  ...powerTasks,
  ...changeTasks,
  ...safetyTasks
]
