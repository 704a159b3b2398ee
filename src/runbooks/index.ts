import { capacityReview } from './capacity-review.ts'
import type { Runbook } from './define-runbook.ts'
import { hostEvacuation } from './host-evacuation.ts'
import { slowVm } from './slow-vm.ts'
import { snapshotCleanup } from './snapshot-cleanup.ts'
import { vmHandover } from './vm-handover.ts'

/** Every runbook of the service. The only list there is. */
export const runbooks: readonly Runbook[] = [
  capacityReview,
  snapshotCleanup,
  slowVm,
  hostEvacuation,
  vmHandover
]

export { type RenderedRunbook, type RunbookArguments, renderRunbook } from './render.ts'
