import { Type } from '@sinclair/typebox'
import { parameters, spec, type Operation } from '../operation.ts'
import type { BootDevice, BootChange, CpuChange, HardwareChange, MemoryChange } from '../vm-specs.ts'
import {
  boot,
  bootDevice,
  cpu,
  hardware,
  memory,
  nvmeAdapter,
  sataAdapter,
  scsiAdapter
} from './vm-schemas.ts'

const adapters = Type.Array(Type.Object({ adapter: Type.String() }))
const read = { effect: 'read', privileges: ['System.Read'] } as const

/**
 * What a VM is made of, but for its devices.
 *
 * @see https://developer.broadcom.com/xapis/vsphere-automation-api/latest/vcenter/vm/hardware/
 */
export const hardwareOperations = {
  getHardware: {
    ...read,
    does: 'get hardware of VM {vm}',
    api: 'GET /api/vcenter/vm/{vm}/hardware',
    rest: 'GET /rest/vcenter/vm/{vm}/hardware',
    answer: hardware
  },
  updateHardware: {
    does: 'update hardware policy of VM {vm}',
    effect: 'write',
    api: 'PATCH /api/vcenter/vm/{vm}/hardware',
    rest: 'PATCH /rest/vcenter/vm/{vm}/hardware',
    body: spec<HardwareChange>(),
    privileges: ['VirtualMachine.Config.UpgradeVirtualHardware']
  },
  upgradeHardware: {
    does: 'upgrade hardware of VM {vm}',
    effect: 'write',
    api: 'POST /api/vcenter/vm/{vm}/hardware?action=upgrade',
    rest: 'POST /rest/vcenter/vm/{vm}/hardware/action/upgrade',
    body: parameters<{ version?: string }>(),
    privileges: ['VirtualMachine.Config.UpgradeVirtualHardware']
  },
  getCpu: {
    ...read,
    does: 'get CPU of VM {vm}',
    api: 'GET /api/vcenter/vm/{vm}/hardware/cpu',
    rest: 'GET /rest/vcenter/vm/{vm}/hardware/cpu',
    answer: cpu
  },
  updateCpu: {
    does: 'update CPU of VM {vm}',
    effect: 'write',
    api: 'PATCH /api/vcenter/vm/{vm}/hardware/cpu',
    rest: 'PATCH /rest/vcenter/vm/{vm}/hardware/cpu',
    body: spec<CpuChange>(),
    privileges: ['VirtualMachine.Config.CPUCount']
  },
  getMemory: {
    ...read,
    does: 'get memory of VM {vm}',
    api: 'GET /api/vcenter/vm/{vm}/hardware/memory',
    rest: 'GET /rest/vcenter/vm/{vm}/hardware/memory',
    answer: memory
  },
  updateMemory: {
    does: 'update memory of VM {vm}',
    effect: 'write',
    api: 'PATCH /api/vcenter/vm/{vm}/hardware/memory',
    rest: 'PATCH /rest/vcenter/vm/{vm}/hardware/memory',
    body: spec<MemoryChange>(),
    privileges: ['VirtualMachine.Config.Memory']
  },
  getBoot: {
    ...read,
    does: 'get boot options of VM {vm}',
    api: 'GET /api/vcenter/vm/{vm}/hardware/boot',
    rest: 'GET /rest/vcenter/vm/{vm}/hardware/boot',
    answer: boot
  },
  updateBoot: {
    does: 'update boot options of VM {vm}',
    effect: 'write',
    api: 'PATCH /api/vcenter/vm/{vm}/hardware/boot',
    rest: 'PATCH /rest/vcenter/vm/{vm}/hardware/boot',
    body: spec<BootChange>(),
    privileges: ['VirtualMachine.Config.Settings']
  },
  getBootOrder: {
    ...read,
    does: 'get boot order of VM {vm}',
    api: 'GET /api/vcenter/vm/{vm}/hardware/boot/device',
    rest: 'GET /rest/vcenter/vm/{vm}/hardware/boot/device',
    answer: Type.Array(bootDevice)
  },
  setBootOrder: {
    does: 'set boot order of VM {vm}',
    effect: 'write',
    api: 'PUT /api/vcenter/vm/{vm}/hardware/boot/device',
    rest: 'PUT /rest/vcenter/vm/{vm}/hardware/boot/device',
    body: parameters<{ devices: BootDevice[] }>(),
    privileges: ['VirtualMachine.Config.Settings']
  },
  listScsiAdapters: {
    ...read,
    does: 'list SCSI adapters of VM {vm}',
    api: 'GET /api/vcenter/vm/{vm}/hardware/adapter/scsi',
    rest: 'GET /rest/vcenter/vm/{vm}/hardware/adapter/scsi',
    answer: adapters
  },
  getScsiAdapter: {
    ...read,
    does: 'get SCSI adapter {adapter} of VM {vm}',
    api: 'GET /api/vcenter/vm/{vm}/hardware/adapter/scsi/{adapter}',
    rest: 'GET /rest/vcenter/vm/{vm}/hardware/adapter/scsi/{adapter}',
    answer: scsiAdapter
  },
  listSataAdapters: {
    ...read,
    does: 'list SATA adapters of VM {vm}',
    api: 'GET /api/vcenter/vm/{vm}/hardware/adapter/sata',
    rest: 'GET /rest/vcenter/vm/{vm}/hardware/adapter/sata',
    answer: adapters
  },
  getSataAdapter: {
    ...read,
    does: 'get SATA adapter {adapter} of VM {vm}',
    api: 'GET /api/vcenter/vm/{vm}/hardware/adapter/sata/{adapter}',
    rest: 'GET /rest/vcenter/vm/{vm}/hardware/adapter/sata/{adapter}',
    answer: sataAdapter
  },
  listNvmeAdapters: {
    ...read,
    does: 'list NVMe adapters of VM {vm}',
    api: 'GET /api/vcenter/vm/{vm}/hardware/adapter/nvme',
    rest: 'GET /rest/vcenter/vm/{vm}/hardware/adapter/nvme',
    answer: adapters
  },
  getNvmeAdapter: {
    ...read,
    does: 'get NVMe adapter {adapter} of VM {vm}',
    api: 'GET /api/vcenter/vm/{vm}/hardware/adapter/nvme/{adapter}',
    rest: 'GET /rest/vcenter/vm/{vm}/hardware/adapter/nvme/{adapter}',
    answer: nvmeAdapter
  }
} as const satisfies Record<string, Operation>
