import type { VimMethod } from './method.ts'

/**
 * Where objects are, and finding them.
 *
 * @see https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/
 */
export const inventoryMethods = {
  getPlacements: {
    does: 'read placement of VMs',
    effect: 'read',
    kind: 'bulk',
    member: 'VirtualMachine.runtime.host',
    privileges: ['System.Read']
  },
  findByPath: {
    does: 'find object by inventory path',
    effect: 'read',
    kind: 'call',
    member: 'SearchIndex.FindByInventoryPath',
    privileges: ['System.View']
  },
  findVmByUuid: {
    does: 'find VM by UUID',
    effect: 'read',
    kind: 'call',
    member: 'SearchIndex.FindByUuid',
    privileges: ['System.View']
  },
  getInventoryPaths: {
    does: 'read inventory paths',
    effect: 'read',
    kind: 'bulk',
    member: 'ManagedEntity.parent',
    privileges: ['System.View']
  }
} as const satisfies Record<string, VimMethod>
