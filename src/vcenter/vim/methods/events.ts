import type { VimMethod } from './method.ts'

/**
 * The history of what happened.
 *
 * @see https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/
 */
export const eventMethods = {
  queryEvents: {
    does: 'query events',
    effect: 'read',
    kind: 'call',
    member: 'EventManager.QueryEvents',
    privileges: ['System.View']
  },
  createEventCollector: {
    does: 'query events',
    effect: 'read',
    kind: 'call',
    member: 'EventManager.CreateCollectorForEvents',
    privileges: ['System.View']
  },
  resetEventCollector: {
    does: 'query events',
    effect: 'read',
    kind: 'call',
    member: 'EventHistoryCollector.ResetCollector',
    privileges: ['System.View']
  },
  readPreviousEvents: {
    does: 'query events',
    effect: 'read',
    kind: 'call',
    member: 'EventHistoryCollector.ReadPreviousEvents',
    privileges: ['System.View']
  },
  destroyEventCollector: {
    does: 'query events',
    effect: 'read',
    kind: 'call',
    member: 'EventHistoryCollector.DestroyCollector',
    privileges: ['System.View']
  }
} as const satisfies Record<string, VimMethod>
