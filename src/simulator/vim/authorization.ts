import type { Settings } from '../options.ts'

/** Roles and privileges. Only roles that vCenter always has, and that of a restricted account. */

export interface Role {
  id: number
  name: string
  label: string
  system: boolean
  privileges: readonly string[]
}

/** Every privilege that a method or an operation of the simulator asks for. */
export const knownPrivileges: readonly string[] = [
  'System.Anonymous',
  'System.View',
  'System.Read',
  'Alarm.Acknowledge',
  'Alarm.SetStatus',
  'Datacenter.Create',
  'Datacenter.Delete',
  'Datastore.AllocateSpace',
  'Folder.Create',
  'Folder.Delete',
  'Folder.Rename',
  'Global.CancelTask',
  'Host.Config.Connection',
  'Host.Config.Maintenance',
  'Host.Inventory.EditCluster',
  'Network.Assign',
  'Resource.ApplyRecommendation',
  'Resource.AssignVMToPool',
  'Resource.ColdMigrate',
  'Resource.HotMigrate',
  'Resource.RenamePool',
  'Sessions.TerminateSession',
  'Sessions.ValidateSession',
  'VirtualMachine.Config.AddExistingDisk',
  'VirtualMachine.Config.AddNewDisk',
  'VirtualMachine.Config.AddRemoveDevice',
  'VirtualMachine.Config.Annotation',
  'VirtualMachine.Config.CPUCount',
  'VirtualMachine.Config.DiskExtend',
  'VirtualMachine.Config.EditDevice',
  'VirtualMachine.Config.Memory',
  'VirtualMachine.Config.RemoveDisk',
  'VirtualMachine.Config.Rename',
  'VirtualMachine.Config.Settings',
  'VirtualMachine.Config.UpgradeVirtualHardware',
  'VirtualMachine.GuestOperations.Execute',
  'VirtualMachine.GuestOperations.Modify',
  'VirtualMachine.GuestOperations.Query',
  'VirtualMachine.Interact.ConsoleInteract',
  'VirtualMachine.Interact.DeviceConnection',
  'VirtualMachine.Interact.PowerOff',
  'VirtualMachine.Interact.PowerOn',
  'VirtualMachine.Interact.Reset',
  'VirtualMachine.Interact.SetCDMedia',
  'VirtualMachine.Interact.Suspend',
  'VirtualMachine.Interact.ToolsInstall',
  'VirtualMachine.Inventory.Create',
  'VirtualMachine.Inventory.CreateFromExisting',
  'VirtualMachine.Inventory.Delete',
  'VirtualMachine.Inventory.Move',
  'VirtualMachine.Inventory.Register',
  'VirtualMachine.Inventory.Unregister',
  'VirtualMachine.Provisioning.Clone',
  'VirtualMachine.Provisioning.Customize',
  'VirtualMachine.Provisioning.DeployTemplate',
  'VirtualMachine.Provisioning.MarkAsTemplate',
  'VirtualMachine.Provisioning.MarkAsVM',
  'VirtualMachine.State.CreateSnapshot',
  'VirtualMachine.State.RemoveSnapshot',
  'VirtualMachine.State.RenameSnapshot',
  'VirtualMachine.State.RevertToSnapshot'
]

const system = ['System.Anonymous', 'System.View', 'System.Read']

/** Ids of the first are fixed: https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/ */
export function rolesOf({ privileges }: Settings): Role[] {
  const roles: Role[] = [
    { id: -1, name: 'Admin', label: 'Administrator', system: true, privileges: knownPrivileges },
    { id: -2, name: 'ReadOnly', label: 'Read-only', system: true, privileges: system },
    { id: -5, name: 'NoAccess', label: 'No access', system: true, privileges: [] }
  ]
  if (privileges === undefined) return roles
  const held = privileges.length === 0 ? [] : [...new Set([...system, ...privileges])]
  roles.push({ id: 101, name: 'Restricted', label: 'Restricted', system: false, privileges: held })
  return roles
}

/** The role that the account has everywhere. */
export function ownRole(settings: Settings): number {
  return settings.privileges === undefined ? -1 : 101
}
