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

export interface Disk {
  key: string
  label: string
  /** 0 to 15 on SCSI bus 0; 7 is the controller's own. */
  unit: number
  datastore: string
  file: string
  capacity: number
  /** What it takes on the datastore; all of it when thick. */
  committed: number
  thin: boolean
}

export interface Nic {
  key: string
  label: string
  type: 'VMXNET3' | 'E1000E'
  mac: string
  network: string
  address: string
  startConnected: boolean
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
  children: Snapshot[]
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
  /** The virtual hardware version's number, such as 21. */
  hardwareVersion: number
  annotation: string
  biosUuid: string
  instanceUuid: string
  cpu: { count: number; coresPerSocket: number; hotAdd: boolean; hotRemove: boolean }
  memory: { sizeMib: number; hotAdd: boolean }
  disks: Disk[]
  nics: Nic[]
  /** Whether VMware Tools is installed at all. */
  tools: boolean
  guestState: GuestState
  hostName: string
  /** What it uses while powered on. */
  demand: { cpuMhz: number; guestMemoryMib: number; hostMemoryMib: number }
  snapshots: Snapshot[]
  currentSnapshot: string | undefined
}
