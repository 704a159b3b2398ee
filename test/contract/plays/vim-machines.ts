import { ended, reference, type VimPlay } from './vim-service.ts'

const host = reference('HostSystem', '$host')
const folder = reference('Folder', '$folder')

/** A method that starts a task, and the wait for its end. */
function task(at: string, body: Record<string, unknown>, result?: string, state = 'success'): VimPlay[] {
  return [
    { at, body, keep: { task: ['value'] } },
    {
      at: 'Task/$task/info',
      awaits: ended(state),
      ...(result ? { keep: { [result]: ['result', 'value'] } } : {})
    }
  ]
}

/** Machines, hosts, folders and clusters. */
export const machineVimPlays: VimPlay[] = [
  { at: 'VirtualMachine/$vm/parent', keep: { folder: ['value'] } },
  ...task('VirtualMachine/$vm/ReconfigVM_Task', {
    spec: { _typeName: 'VirtualMachineConfigSpec', annotation: 'a note' }
  }),
  ...task('VirtualMachine/$vm/Rename_Task', { newName: 'renamed' }),
  ...task(
    'VirtualMachine/$vm/CloneVM_Task',
    {
      folder,
      name: 'cloned',
      spec: {
        _typeName: 'VirtualMachineCloneSpec',
        location: { _typeName: 'VirtualMachineRelocateSpec' },
        powerOn: false,
        template: false
      }
    },
    'clone'
  ),
  { at: 'VirtualMachine/$clone/MarkAsTemplate', body: {} },
  { at: 'VirtualMachine/$vm/resourcePool', keep: { pool: ['value'] } },
  {
    at: 'VirtualMachine/$clone/MarkAsVirtualMachine',
    body: { pool: reference('ResourcePool', '$pool') }
  },
  ...task('VirtualMachine/$clone/RelocateVM_Task', {
    spec: { _typeName: 'VirtualMachineRelocateSpec', host, pool: reference('ResourcePool', '$pool') },
    priority: 'defaultPriority'
  }),
  ...task('VirtualMachine/$clone/PowerOnVM_Task', {}),
  ...task('VirtualMachine/$clone/ResetVM_Task', {}),
  ...task('VirtualMachine/$clone/SuspendVM_Task', {}),
  ...task('VirtualMachine/$clone/PowerOffVM_Task', {}),
  ...task('VirtualMachine/$clone/ConsolidateVMDisks_Task', {}),
  { at: 'VirtualMachine/$clone/UnregisterVM', body: {} },
  { at: 'VirtualMachine/$clone/name', fails: 'ManagedObjectNotFound' },
  ...task(
    'Folder/$folder/CreateVM_Task',
    {
      config: {
        _typeName: 'VirtualMachineConfigSpec',
        name: 'new',
        guestId: 'ubuntu64Guest',
        numCPUs: 1,
        memoryMB: 512,
        files: { _typeName: 'VirtualMachineFileInfo', vmPathName: '[$store]' }
      },
      pool: reference('ResourcePool', '$pool')
    },
    'new'
  ),
  ...task('VirtualMachine/$new/UpgradeTools_Task', {}, undefined, 'error'),
  ...task('VirtualMachine/$new/Destroy_Task', {}),
  { at: 'VirtualMachine/$vm/ShutdownGuest', body: {}, fails: 'InvalidPowerState' },
  { at: 'VirtualMachine/$on/AcquireTicket', body: { ticketType: 'webmks' } },
  { at: 'VirtualMachine/$on/MountToolsInstaller', body: {} },
  { at: 'VirtualMachine/$on/UnmountToolsInstaller', body: {} },
  { at: 'VirtualMachine/$vm/StandbyGuest', body: {}, fails: 'InvalidPowerState' },
  { at: 'VirtualMachine/$on/RebootGuest', body: {} },
  { at: 'Folder/$folder/CreateFolder', body: { name: 'made' }, keep: { made: ['value'] } },
  { at: 'Folder/$folder/CreateFolder', body: { name: 'made' }, fails: 'DuplicateName' },
  ...task('Folder/$made/MoveIntoFolder_Task', { list: [reference('VirtualMachine', '$vm')] }),
  { at: 'HostSystem/$host/vm' },
  ...task(
    'HostSystem/$alone/EnterMaintenanceMode_Task',
    { timeout: 0, evacuatePoweredOffVms: false },
    undefined,
    'running'
  ),
  { at: 'Task/$task/CancelTask', body: {} },
  ...task('HostSystem/$alone/ExitMaintenanceMode_Task', { timeout: 0 }, undefined, 'error'),
  ...task('HostSystem/$alone/DisconnectHost_Task', {}),
  ...task('HostSystem/$alone/ReconnectHost_Task', {}),
  { at: 'HostSystem/host-none/RebootHost_Task', body: { force: true }, fails: 'ManagedObjectNotFound' },
  { at: 'HostSystem/host-none/ShutdownHost_Task', body: { force: true }, fails: 'ManagedObjectNotFound' },
  { at: 'Folder/$rootFolder/CreateDatacenter', body: { name: 'made' } },
  { at: 'ClusterComputeResource/$cluster/recommendation' },
  {
    at: 'ClusterComputeResource/none/ApplyRecommendation',
    body: { key: '1' },
    fails: 'ManagedObjectNotFound'
  },
  {
    at: 'ClusterComputeResource/none/CancelRecommendation',
    body: { key: '1' },
    fails: 'ManagedObjectNotFound'
  },
  { at: 'ClusterComputeResource/$cluster/RefreshRecommendation', body: {} },
  {
    at: 'ClusterComputeResource/$cluster/RecommendHostsForVm',
    body: { vm: reference('VirtualMachine', '$vm') }
  }
]
