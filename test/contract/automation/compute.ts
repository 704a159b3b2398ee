import type { Entry } from '../operation.ts'
import { choice, filled, flag, list, optional, shape, text, whole } from '../shape.ts'

/** Hosts and resource pools: https://developer.broadcom.com/xapis/vsphere-automation-api/latest/vcenter/ */
const shares = shape({ level: choice('LOW NORMAL HIGH CUSTOM'), 'shares?': whole })
const allocation = { reservation: whole, expandable_reservation: flag, limit: whole, shares }
const allocationSpec = optional(allocation)
const tooMany = 'UNABLE_TO_ALLOCATE_RESOURCE'

export const computeEntries: Entry[] = [
  {
    name: 'host create',
    api: 'POST /api/vcenter/host',
    body: shape({
      hostname: filled,
      'port?': whole,
      user_name: text,
      password: text,
      'folder?': filled,
      thumbprint_verification: choice('NONE THUMBPRINT'),
      'thumbprint?': text,
      'force_add?': flag
    }),
    result: filled,
    ok: 201,
    errors: [
      'ALREADY_EXISTS',
      'INVALID_ARGUMENT',
      'INVALID_ELEMENT_TYPE',
      'RESOURCE_IN_USE',
      'UNSUPPORTED',
      'NOT_FOUND',
      'ERROR',
      tooMany
    ]
  },
  {
    name: 'host delete',
    api: 'DELETE /api/vcenter/host/{host}',
    errors: ['RESOURCE_IN_USE', 'NOT_FOUND', 'ERROR']
  },
  {
    name: 'host connect',
    api: 'POST /api/vcenter/host/{host}?action=connect',
    rest: 'POST /rest/vcenter/host/{host}/connect',
    errors: ['ALREADY_IN_DESIRED_STATE', 'NOT_FOUND', 'ERROR']
  },
  {
    name: 'host disconnect',
    api: 'POST /api/vcenter/host/{host}?action=disconnect',
    rest: 'POST /rest/vcenter/host/{host}/disconnect',
    errors: ['ALREADY_IN_DESIRED_STATE', 'NOT_FOUND', 'ERROR']
  },
  {
    name: 'resource pool list',
    api: 'GET /api/vcenter/resource-pool',
    filter: {
      'resource_pools[]': filled,
      'names[]': filled,
      'parent_resource_pools[]': filled,
      'datacenters[]': filled,
      'hosts[]': filled,
      'clusters[]': filled
    },
    result: list(shape({ resource_pool: filled, name: text })),
    errors: [tooMany]
  },
  {
    name: 'resource pool get',
    api: 'GET /api/vcenter/resource-pool/{resource_pool}',
    result: shape({
      name: text,
      resource_pools: list(filled),
      'cpu_allocation?': shape(allocation),
      'memory_allocation?': shape(allocation)
    }),
    errors: ['NOT_FOUND']
  },
  {
    name: 'resource pool create',
    api: 'POST /api/vcenter/resource-pool',
    body: shape({
      name: filled,
      parent: filled,
      'cpu_allocation?': allocationSpec,
      'memory_allocation?': allocationSpec
    }),
    result: filled,
    ok: 201,
    errors: ['INVALID_ARGUMENT', 'NOT_FOUND', 'ERROR', 'RESOURCE_INACCESSIBLE', tooMany]
  },
  {
    name: 'resource pool update',
    api: 'PATCH /api/vcenter/resource-pool/{resource_pool}',
    body: optional({ name: filled, cpu_allocation: allocationSpec, memory_allocation: allocationSpec }),
    errors: ['INVALID_ARGUMENT', 'NOT_FOUND', 'ERROR', tooMany]
  },
  {
    name: 'resource pool delete',
    api: 'DELETE /api/vcenter/resource-pool/{resource_pool}',
    errors: ['UNSUPPORTED', 'NOT_FOUND', 'ERROR']
  }
]
