import { operationsOf, type Entry, type Operation } from '../operation.ts'
import { computeEntries } from './compute.ts'
import { contentEntries } from './content.ts'
import { guestEntries } from './guest.ts'
import { hardwareEntries } from './hardware.ts'
import { inventoryEntries } from './inventory.ts'
import { platformEntries } from './platform.ts'
import { powerEntries } from './power.ts'
import { sessionEntries } from './session.ts'
import { taggingEntries } from './tagging.ts'
import { templateEntries } from './templates.ts'
import { vmEntries } from './vm.ts'

/** Every operation of the Automation API that the gateway uses or will use. */
export const entries: readonly Entry[] = [
  ...sessionEntries,
  ...inventoryEntries,
  ...computeEntries,
  ...vmEntries,
  ...powerEntries,
  ...hardwareEntries,
  ...guestEntries,
  ...contentEntries,
  ...templateEntries,
  ...taggingEntries,
  ...platformEntries
]

/** The same, one per dialect. */
export const operations: readonly Operation[] = entries.flatMap(operationsOf)
