import type { Told } from '../faces.ts'

/**
 * Calls of each tool that succeed in the inventory of the simulator, one after the other: every argument that decides
 * what is asked of vCenter. The first one is the plain one. A tool without an entry fails the tests that use this.
 */
export const happyCalls: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>> = {
  list_vms: [{}, { verbose: true, cluster: 'prod', datacenter: 'Amsterdam' }],
  get_vm_details: [{ vm: 'web-01' }, { vm: '/Amsterdam/Production/Web/web-01', verbose: true }],
  list_hosts: [{}, { verbose: true, cluster: 'prod' }],
  get_host_details: [{ host: 'esx-prod-01.corp.example' }, { host: 'esx-dr-03.corp.example' }],
  list_datastores: [{}, { verbose: true }],
  get_datastore_details: [{ datastore: 'prod-vmfs-01' }, { datastore: 'old-nfs-offline' }],
  list_networks: [{}, { verbose: true }],
  list_datacenters: [{}, { verbose: true }],
  list_clusters: [{}, { verbose: true, datacenter: 'Amsterdam' }],
  get_datastore_usage: [{}, { verbose: true }],
  get_resource_utilization_summary: [{}, { cluster: 'prod' }],
  get_vm_performance: [{ vm: 'web-01' }, { vm: '/Amsterdam/Production/Web/web-02', minutes: 5 }],
  list_alarms: [{}, { status: 'red', object_type: 'HostSystem', acknowledged: false }],
  power_on_vm: [{ vm: 'db-02' }, { vm: 'build-01' }, { vm: '/Amsterdam/Production/Web/web-01' }],
  power_off_vm: [
    { vm: 'web-01' },
    { vm: '/Amsterdam/Production/Web/web-02', mode: 'guest' },
    { vm: 'build-01' }
  ],
  restart_vm: [{ vm: 'web-01' }, { vm: '/Amsterdam/Production/Web/web-02', mode: 'guest' }],
  list_vm_snapshots: [{ vm: 'web-01' }, { vm: '/Amsterdam/Production/Database/db-01' }],
  list_snapshots: [{}, { older_than_days: 7, cluster: 'prod', vm: 'web-*', order_by: 'largest' }],
  create_vm_snapshot: [
    { vm: 'web-02', name: 'plain' },
    { vm: '/Amsterdam/Production/Web/web-02', name: 'with memory', memory: true },
    { vm: 'web-02', name: 'quiesced', quiesce: true }
  ],
  delete_vm_snapshot: [
    { vm: 'db-01', snapshot: 'nightly-backup', confirm: true },
    {
      vm: '/Amsterdam/Production/Web/web-01',
      snapshot: 'After upgrade',
      remove_children: true,
      confirm: true
    }
  ],
  delete_vm: [
    { vm: 'db-02', confirm: true },
    { vm: '/Amsterdam/Discovered virtual machine/old-mailbox', confirm: true }
  ],
  modify_vm_resources: [
    { vm: 'db-02', cpu_count: 8, confirm: true },
    { vm: 'db-02', cores_per_socket: 2, confirm: true },
    { vm: '/Amsterdam/Production/Database/db-02', memory_mib: 16_384, confirm: true },
    // where hot-add is enabled
    { vm: 'web-02', memory_mib: 33_792, confirm: true }
  ],
  query_result: [
    { result_id: 'list_vms', where: ['name ~ web-*'] },
    { result_id: 'list_hosts', order: ['-cpu_used_mhz'], select: ['version'] }
  ],
  search_audit: [{}, { changes_only: false, tool: 'search_audit', since: '1h' }],
  get_runbook: [{ runbook: 'slow_vm', vm: 'web-01' }, { runbook: 'capacity_review' }],
  get_task: [{ task: 'task-101' }, { task: 'task-101', wait_s: 5 }]
}

/** In place of the list that `result_id` names, the id of a result of it that was made just now. */
export async function withResult(
  args: Readonly<Record<string, unknown>>,
  call: (tool: string, args: Record<string, unknown>) => Promise<Pick<Told, 'body'>>
): Promise<Record<string, unknown>> {
  const { result_id: list } = args
  if (typeof list !== 'string') return { ...args }
  const { body } = await call(list, { limit: 1 })
  return { ...args, result_id: body['result_id'] ?? list }
}

/** What must have happened before the calls of a tool, done by an account that may do everything. */
export const preparations: Readonly<Record<string, readonly [tool: string, args: object]>> = {
  get_task: ['create_vm_snapshot', { vm: 'web-02', name: 'what the task is about' }]
}
