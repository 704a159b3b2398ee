import { Type } from '@sinclair/typebox'
import type { Operation } from '../operation.ts'

/**
 * The session that all callers share. A client can look at it, and neither open nor end it.
 *
 * @see https://developer.broadcom.com/xapis/vsphere-automation-api/latest/cis/
 */
export const sessionOperations = {
  createSession: {
    does: 'log in',
    effect: 'write',
    api: 'POST /api/session',
    rest: 'POST /rest/com/vmware/cis/session',
    answer: Type.String(),
    privileges: []
  },
  getSession: {
    does: 'get session',
    effect: 'read',
    api: 'GET /api/session',
    rest: 'POST /rest/com/vmware/cis/session?~action=get',
    answer: Type.Object({
      user: Type.String(),
      created_time: Type.String(),
      last_accessed_time: Type.String()
    }),
    privileges: []
  },
  deleteSession: {
    does: 'log out',
    effect: 'write',
    api: 'DELETE /api/session',
    rest: 'DELETE /rest/com/vmware/cis/session',
    privileges: []
  }
} as const satisfies Record<string, Operation>
