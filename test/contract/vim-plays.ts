/** A method or property of VI/JSON to be asked for. */
export interface VimPlay {
  /** `VirtualMachine/vm-1/snapshot` */
  at: string
  /** Sent with POST; without one it is a property read. */
  body?: Record<string, unknown>
  /** The type of fault that is to come instead of success. */
  fails?: string
}

export interface VimKnown {
  vm: string
  host: string
  cluster: string
}

function reference(type: string, value: string): Record<string, string> {
  return { _typeName: 'ManagedObjectReference', type, value }
}

/** One request per member of VI/JSON that the simulator has and that needs nothing made before. */
export function vimPlaysOf({ vm, host, cluster }: VimKnown): VimPlay[] {
  const entity = reference('VirtualMachine', vm)
  return [
    { at: 'ServiceInstance/ServiceInstance/content' },
    { at: 'VirtualMachine/vm-none/runtime', fails: 'ManagedObjectNotFound' },
    { at: `VirtualMachine/${vm}/runtime` },
    { at: `VirtualMachine/${vm}/summary` },
    { at: `VirtualMachine/${vm}/config` },
    { at: `VirtualMachine/${vm}/guest` },
    { at: `VirtualMachine/${vm}/parent` },
    { at: `VirtualMachine/${vm}/snapshot` },
    { at: `HostSystem/${host}/runtime` },
    { at: `HostSystem/${host}/summary` },
    { at: `ClusterComputeResource/${cluster}/name` },
    { at: 'Folder/group-d1/triggeredAlarmState' },
    { at: `VirtualMachine/${vm}/CreateSnapshotEx_Task`, body: { name: 'first', memory: false } },
    { at: `VirtualMachine/${vm}/RemoveAllSnapshots_Task`, body: { consolidate: true } },
    {
      at: 'PropertyCollector/propertyCollector/RetrievePropertiesEx',
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
                  'guest.ipAddress'
                ]
              }
            ],
            objectSet: [{ _typeName: 'ObjectSpec', obj: entity }]
          }
        ],
        options: { _typeName: 'RetrieveOptions' }
      }
    },
    {
      at: 'ViewManager/ViewManager/CreateContainerView',
      body: { container: reference('Folder', 'group-d1'), type: ['VirtualMachine'], recursive: true }
    },
    { at: 'PerformanceManager/PerfMgr/perfCounter' },
    { at: 'PerformanceManager/PerfMgr/QueryPerfProviderSummary', body: { entity } },
    {
      at: 'EventManager/EventManager/QueryEvents',
      body: { filter: { _typeName: 'EventFilterSpec', maxCount: 5 } }
    }
  ]
}
