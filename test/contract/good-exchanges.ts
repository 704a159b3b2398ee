import type { Written } from './exchange.ts'

/** Exchanges that are right, to be broken one by one. */

export const vm = { vm: 'vm-1', name: 'a', power_state: 'POWERED_ON', cpu_count: 2, memory_size_MiB: 512 }
export const list: Written = { ask: 'GET /api/vcenter/vm?names=a&names=b', status: 200, answer: [vm] }
export const restList: Written = {
  ask: 'GET /rest/vcenter/vm?filter.names=a&filter.names=b',
  status: 200,
  answer: { value: [vm] }
}
export const clone: Written = {
  ask: 'POST /api/vcenter/vm?action=clone&vmw-task=true',
  body: { source: 'vm-1', name: 'b', disks_to_update: { 2000: { datastore: 'datastore-1' } } },
  status: 202,
  answer: 'task:1'
}
export const restClone: Written = {
  ask: 'POST /rest/vcenter/vm?action=clone&vmw-task=true',
  body: {
    spec: { source: 'vm-1', name: 'b', disks_to_update: [{ key: '2000', value: { datastore: 'd' } }] }
  },
  status: 200,
  answer: { value: 'task:1' }
}
export const stop: Written = { ask: 'POST /api/vcenter/vm/vm-1/power?action=stop', status: 204 }
export const restStop: Written = { ask: 'POST /rest/vcenter/vm/vm-1/power/stop', status: 200 }
export const files = { capacity: 2, free_space: 1 }
export const guest: Written = {
  ask: 'GET /api/vcenter/vm/vm-1/guest/local-filesystem',
  status: 200,
  answer: { 'C:\\': files }
}
export const restGuest: Written = {
  ask: 'GET /rest/vcenter/vm/vm-1/guest/local-filesystem',
  status: 200,
  answer: { value: [{ key: '/', value: files }] }
}
export const messages = [{ id: 'a', default_message: 'b', args: [] }]
export const missing: Written = {
  ask: 'GET /api/vcenter/vm/vm-9',
  status: 404,
  answer: { error_type: 'NOT_FOUND', messages }
}
export const notFound = 'com.vmware.vapi.std.errors.not_found'
export const restMissing: Written = {
  ask: 'GET /rest/vcenter/vm/vm-9',
  status: 404,
  answer: { type: notFound, value: { error_type: 'NOT_FOUND', messages } }
}
export const basic = { authorization: 'Basic YTpi', 'vmware-api-session-id': undefined }
export const login: Written = { ask: 'POST /api/session', headers: basic, status: 201, answer: 'abc' }
export const restLogin: Written = {
  ask: 'POST /rest/com/vmware/cis/session',
  headers: basic,
  status: 200,
  answer: { value: 'abc' }
}
export const tag = 'urn:vmomi:InventoryServiceTag:1:GLOBAL'
export const attach: Written = {
  ask: `POST /rest/com/vmware/cis/tagging/tag-association/id:${encodeURIComponent(tag)}?~action=attach`,
  body: { object_id: { type: 'VirtualMachine', id: 'vm-1' } },
  status: 200
}
export const hello: Written = {
  ask: 'POST /api/vcenter/system?action=hello',
  headers: { 'vmware-api-session-id': undefined },
  body: { api_releases: ['8.0.1.0'] },
  status: 200,
  answer: { api_release: '8.0.1.0' }
}

export const good = {
  list,
  restList,
  clone,
  restClone,
  stop,
  restStop,
  guest,
  restGuest,
  missing,
  restMissing
}
