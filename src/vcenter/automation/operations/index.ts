import { deviceOperations } from './devices.ts'
import { guestOperations } from './guest.ts'
import { hardwareOperations } from './hardware.ts'
import { inventoryOperations } from './inventory.ts'
import { libraryOperations } from './library.ts'
import { placeOperations } from './places.ts'
import { powerOperations } from './power.ts'
import { sessionOperations } from './sessions.ts'
import { systemOperations } from './system.ts'
import { tagAssociationOperations } from './tag-associations.ts'
import { taggingOperations } from './tagging.ts'
import { vmOperations } from './vms.ts'

/** Every operation of the Automation API that the service asks for, by subject. docs/vcenter.md shows the same. */
export const operationsBySubject = {
  'Virtual machines': vmOperations,
  Power: powerOperations,
  Hardware: hardwareOperations,
  Devices: deviceOperations,
  'Guest, VMware Tools and console': guestOperations,
  Inventory: inventoryOperations,
  'Datacenters, hosts and resource pools': placeOperations,
  'Content libraries': libraryOperations,
  Tagging: { ...taggingOperations, ...tagAssociationOperations },
  'Sessions, tasks and the appliance': { ...sessionOperations, ...systemOperations }
} as const

/** What a client can call. Of the session it can only ask: who ends it, ends it for everybody. */
export const operations = {
  ...vmOperations,
  ...powerOperations,
  ...hardwareOperations,
  ...deviceOperations,
  ...guestOperations,
  ...inventoryOperations,
  ...placeOperations,
  ...libraryOperations,
  ...taggingOperations,
  ...tagAssociationOperations,
  ...systemOperations,
  getSession: sessionOperations.getSession
} as const
