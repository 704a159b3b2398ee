/** Virtual devices under their names in the Automation API. Changed by replacing them, never in place. */

export type DiskBus = 'IDE' | 'SCSI' | 'SATA' | 'NVME'
export type NicType = 'E1000' | 'E1000E' | 'PCNET32' | 'VMXNET' | 'VMXNET2' | 'VMXNET3'
export type MacType = 'MANUAL' | 'GENERATED' | 'ASSIGNED'
export type CdromBackingType = 'ISO_FILE' | 'HOST_DEVICE' | 'CLIENT_DEVICE'
export type ScsiType = 'BUSLOGIC' | 'LSILOGIC' | 'LSILOGICSAS' | 'PVSCSI'
export type ScsiSharing = 'NONE' | 'VIRTUAL' | 'PHYSICAL'
export type BootDeviceType = 'CDROM' | 'DISK' | 'ETHERNET' | 'FLOPPY'

export interface Disk {
  key: string
  label: string
  adapter: DiskBus
  /** Of IDE: 0 is the primary channel. */
  bus: number
  /** Of IDE: 0 is the master. On SCSI 7 is the controller's own. */
  unit: number
  datastore: string
  /** Such as `[prod-vmfs-01] web-01/web-01.vmdk`. */
  file: string
  capacity: number
  /** What it takes on the datastore; all of it when thick. */
  committed: number
  thin: boolean
}

export interface Nic {
  key: string
  label: string
  type: NicType
  mac: string
  macType: MacType
  network: string
  /** What the guest uses; undefined for an adapter that no guest has set up. */
  address: string | undefined
  pciSlot: number
  wakeOnLan: boolean
  uptCompatible: boolean
  /** While the machine is on. */
  connected: boolean
  startConnected: boolean
  allowGuestControl: boolean
}

export interface CdromBacking {
  type: CdromBackingType
  isoFile?: string
  hostDevice?: string
  access?: 'EMULATION' | 'PASSTHRU' | 'PASSTHRU_EXCLUSIVE'
}

export interface Cdrom {
  key: string
  label: string
  adapter: 'IDE' | 'SATA'
  bus: number
  unit: number
  backing: CdromBacking
  /** While the machine is on. */
  connected: boolean
  startConnected: boolean
  allowGuestControl: boolean
}

export interface ScsiAdapter {
  key: string
  label: string
  type: ScsiType
  bus: number
  pciSlot: number
  sharing: ScsiSharing
}

/** A SATA (AHCI) or NVMe adapter. */
export interface PlainAdapter {
  key: string
  label: string
  bus: number
  pciSlot: number
}

/** Delays are milliseconds. */
export interface BootSettings {
  efiLegacyBoot: boolean
  networkProtocol: 'IPV4' | 'IPV6'
  delay: number
  retry: boolean
  retryDelay: number
  enterSetupMode: boolean
}

export interface BootDevice {
  type: BootDeviceType
  /** Of ETHERNET. */
  nic?: string
  /** Of DISK, in order. */
  disks?: string[]
}
