import type { BootDevice, BootSettings, Cdrom, Disk, Nic, PlainAdapter, ScsiAdapter } from './device-types.ts'

import type { Allocation } from './types.ts'

export type * from './device-types.ts'

/** Virtual machines and what belongs to them. Sizes are bytes unless named otherwise, times milliseconds. */

export type PowerState = 'POWERED_OFF' | 'POWERED_ON' | 'SUSPENDED'

export interface GuestSystem {
  /** The Automation API's name, such as `UBUNTU_64`. */
  name: string
  /** The VIM API's name, such as `ubuntu64Guest`. */
  guestId: string
  fullName: string
  family: 'LINUX' | 'WINDOWS'
}

/** What the guest is doing; VMware Tools answers in `running` only. */
export type GuestState = 'running' | 'shuttingDown' | 'resetting' | 'notRunning'

export interface Snapshot {
  id: string
  /** Counts up within the virtual machine. */
  number: number
  name: string
  description: string
  createTime: number
  state: PowerState
  quiesced: boolean
  cpu: VirtualMachine['cpu']
  memory: VirtualMachine['memory']
  /** Keys of the disks that it holds. */
  disks: readonly string[]
  /** What has been written to each of them since, to whatever files. */
  deltaBytes: number
  /** Of the file with the memory; 0 without. */
  memoryBytes: number
  children: Snapshot[]
}

/** What `upgrade_policy` and its neighbours in VM.Info say. */
export interface HardwareUpgrade {
  policy: 'NEVER' | 'AFTER_CLEAN_SHUTDOWN' | 'ALWAYS'
  /** Undefined while the policy is NEVER. */
  version: number | undefined
  status: 'NONE' | 'PENDING' | 'SUCCESS' | 'FAILED'
}

export interface VirtualMachine {
  kind: 'VirtualMachine'
  id: string
  name: string
  template: boolean
  parent: string
  datacenter: string
  host: string
  /** A template is in no pool. */
  resourcePool: string | undefined
  powerState: PowerState
  /** Whether it went off by its guest's own shutdown. */
  cleanPowerOff: boolean
  bootTime: number | undefined
  created: number
  system: GuestSystem
  firmware: 'BIOS' | 'EFI'
  boot: Readonly<BootSettings>
  /** Empty: the firmware's own order. */
  bootDevices: readonly BootDevice[]
  /** The virtual hardware version's number, such as 21. */
  hardwareVersion: number
  upgrade: Readonly<HardwareUpgrade>
  annotation: string
  biosUuid: string
  instanceUuid: string
  cpu: { count: number; coresPerSocket: number; hotAdd: boolean; hotRemove: boolean }
  memory: { sizeMib: number; hotAdd: boolean }
  /** The configuration file, such as `[prod-vmfs-01] web-01/web-01.vmx`, and the datastore it is on. */
  file: string
  datastore: string
  disks: readonly Disk[]
  nics: readonly Nic[]
  cdroms: readonly Cdrom[]
  scsiAdapters: readonly ScsiAdapter[]
  sataAdapters: readonly PlainAdapter[]
  nvmeAdapters: readonly PlainAdapter[]
  /** The storage policy of the home directory and of disks by key; unset means the datastore's default. */
  storagePolicies: Readonly<Record<string, string>>
  /** Whether VMware Tools is installed at all. */
  tools: boolean
  /** `currentTools`, or an older number. */
  toolsVersion: number
  toolsUpgradePolicy: 'MANUAL' | 'UPGRADE_AT_POWER_CYCLE'
  toolsInstallerMounted: boolean
  guestState: GuestState
  hostName: string
  /** Shares, reservation and limit of its own; the usual shares and no limit where unset. */
  cpuAllocation?: Allocation
  memoryAllocation?: Allocation
  /** What it wants while powered on. */
  demand: { cpuMhz: number; guestMemoryMib: number; hostMemoryMib: number }
  snapshots: Snapshot[]
  currentSnapshot: string | undefined
}
