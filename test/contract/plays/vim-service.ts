import type { Awaited, Kept } from '../requests.ts'

/** A method or property of VI/JSON to be asked for; `$name` stands for what was kept. */
export interface VimPlay {
  /** `VirtualMachine/$vm/snapshot` */
  at: string
  /** Sent with POST; without one it is a property read. */
  body?: Record<string, unknown>
  keep?: Kept
  awaits?: Awaited
  /** The type of fault that is to come instead of success. */
  fails?: string
}

export function reference(type: string, value: string): Record<string, string> {
  return { _typeName: 'ManagedObjectReference', type, value }
}

const root = reference('Folder', '$rootFolder')

export function ended(state = 'success'): Awaited {
  return { at: ['state'], is: state }
}

const view = {
  _typeName: 'TraversalSpec',
  name: 'view',
  type: 'ContainerView',
  path: 'view',
  skip: false
}

/** The service, snapshots and bulk reads. `$vm` (off), `$on`, `$host` and `$cluster` are given. */
export const servicePlays: VimPlay[] = [
  {
    at: 'ServiceInstance/ServiceInstance/content',
    keep: {
      rootFolder: ['rootFolder', 'value'],
      collector: ['propertyCollector', 'value'],
      viewManager: ['viewManager', 'value'],
      perf: ['perfManager', 'value'],
      events: ['eventManager', 'value'],
      tasks: ['taskManager', 'value'],
      alarms: ['alarmManager', 'value'],
      search: ['searchIndex', 'value'],
      rights: ['authorizationManager', 'value'],
      sessions: ['sessionManager', 'value']
    }
  },
  { at: 'ServiceInstance/ServiceInstance/RetrieveServiceContent', body: {} },
  { at: 'ServiceInstance/ServiceInstance/CurrentTime', body: {} },
  { at: 'SessionManager/SessionManager/currentSession' },
  { at: 'VirtualMachine/vm-none/runtime', fails: 'ManagedObjectNotFound' },
  { at: 'VirtualMachine/$vm/name' },
  { at: 'VirtualMachine/$vm/runtime' },
  { at: 'VirtualMachine/$vm/summary' },
  { at: 'VirtualMachine/$vm/config' },
  { at: 'VirtualMachine/$vm/guest' },
  { at: 'VirtualMachine/$vm/parent' },
  { at: 'VirtualMachine/$vm/resourcePool' },
  { at: 'VirtualMachine/$vm/datastore' },
  { at: 'HostSystem/$host/runtime' },
  { at: 'HostSystem/$host/summary' },
  { at: 'ClusterComputeResource/$cluster/name' },
  {
    at: 'VirtualMachine/$vm/CreateSnapshotEx_Task',
    body: { name: 'first', description: 'to try', memory: false },
    keep: { task: ['value'] }
  },
  { at: 'Task/$task/info', awaits: ended(), keep: { snapshot: ['result', 'value'] } },
  { at: 'VirtualMachine/$vm/snapshot' },
  {
    at: 'VirtualMachine/$vm/CreateSnapshot_Task',
    body: { name: 'second', memory: false, quiesce: false },
    keep: { task: ['value'] }
  },
  { at: 'Task/$task/info', awaits: ended() },
  { at: 'VirtualMachineSnapshot/$snapshot/vm' },
  { at: 'VirtualMachineSnapshot/$snapshot/childSnapshot' },
  { at: 'VirtualMachineSnapshot/$snapshot/RenameSnapshot', body: { name: 'renamed' } },
  {
    at: 'VirtualMachineSnapshot/$snapshot/RevertToSnapshot_Task',
    body: { suppressPowerOn: false },
    keep: { task: ['value'] }
  },
  { at: 'Task/$task/info', awaits: ended() },
  { at: 'VirtualMachine/$vm/RevertToCurrentSnapshot_Task', body: {}, keep: { task: ['value'] } },
  { at: 'Task/$task/info', awaits: ended() },
  {
    at: 'VirtualMachineSnapshot/$snapshot/RemoveSnapshot_Task',
    body: { removeChildren: false, consolidate: true },
    keep: { task: ['value'] }
  },
  { at: 'Task/$task/info', awaits: ended() },
  {
    at: 'VirtualMachine/$vm/RemoveAllSnapshots_Task',
    body: { consolidate: true },
    keep: { task: ['value'] }
  },
  { at: 'Task/$task/info', awaits: ended() },
  {
    at: 'ViewManager/$viewManager/CreateContainerView',
    body: { container: root, type: ['VirtualMachine'], recursive: true },
    keep: { view: ['value'] }
  },
  {
    at: 'PropertyCollector/$collector/RetrievePropertiesEx',
    body: {
      specSet: [
        {
          _typeName: 'PropertyFilterSpec',
          propSet: [
            {
              _typeName: 'PropertySpec',
              type: 'VirtualMachine',
              pathSet: [
                'name',
                'runtime.powerState',
                'runtime.host',
                'summary.quickStats',
                'guest.ipAddress',
                'snapshot'
              ]
            }
          ],
          objectSet: [
            {
              _typeName: 'ObjectSpec',
              obj: reference('ContainerView', '$view'),
              skip: true,
              selectSet: [view]
            }
          ]
        }
      ],
      options: { _typeName: 'RetrieveOptions', maxObjects: 10 }
    },
    keep: { token: ['token'] }
  },
  {
    at: 'PropertyCollector/$collector/ContinueRetrievePropertiesEx',
    body: { token: '$token' },
    keep: { token: ['token'] }
  },
  { at: 'PropertyCollector/$collector/CancelRetrievePropertiesEx', body: { token: '$token' } },
  { at: 'ContainerView/$view/DestroyView', body: {} }
]
