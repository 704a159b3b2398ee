import { createMachine, type MachineWish } from '../machine/create.ts'
import { claimName, resolvePlace } from '../machine/placement.ts'
import type { State } from '../state.ts'
import { invalidArgument, message, vapiError } from './errors.ts'
import type { FieldValues } from './fields.ts'
import { guestSystem, hardwareVersion } from './guest-systems.ts'
import { finishJob, startJob } from './jobs.ts'
import { withBody, type Operation } from './operation.ts'
import { policyOf } from './policies.ts'
import { told } from './problems.ts'
import {
  bootDeviceTypes,
  bootFields,
  bootSettings,
  cdromFields,
  cdromWish,
  diskFields,
  diskWish,
  nicFields,
  nicWish,
  placementFields,
  placementWish
} from './specs.ts'

/** https://developer.broadcom.com/xapis/vsphere-automation-api/latest/api/vcenter/vm/post/ */

const adapter = { bus: 'integer', pci_slot_number: 'integer' } as const

const createFields = {
  'guest_OS!': 'constant',
  name: 'text',
  placement: { fields: placementFields },
  hardware_version: 'constant',
  boot: { fields: bootFields },
  boot_devices: { list: { fields: { 'type!': { oneOf: bootDeviceTypes } } } },
  cpu: {
    fields: {
      count: 'integer',
      cores_per_socket: 'integer',
      hot_add_enabled: 'boolean',
      hot_remove_enabled: 'boolean'
    }
  },
  memory: { fields: { size_MiB: 'integer', hot_add_enabled: 'boolean' } },
  disks: { list: { fields: diskFields } },
  nics: { list: { fields: nicFields } },
  cdroms: { list: { fields: cdromFields } },
  floppies: { list: 'any' },
  parallel_ports: { list: 'any' },
  serial_ports: { list: 'any' },
  sata_adapters: { list: { fields: { type: { oneOf: ['AHCI'] }, ...adapter } } },
  scsi_adapters: {
    list: {
      fields: {
        type: { oneOf: ['BUSLOGIC', 'LSILOGIC', 'LSILOGICSAS', 'PVSCSI'] },
        ...adapter,
        sharing: { oneOf: ['NONE', 'VIRTUAL', 'PHYSICAL'] }
      }
    }
  },
  nvme_adapters: { list: { fields: adapter } },
  storage_policy: { fields: { 'policy!': 'text' } }
} as const

type CreateSpec = FieldValues<typeof createFields>

/**
 * Folder, datastore, and one of pool, host and cluster "are currently required". There is no task form of this.
 */
export const createVm: Operation = withBody({
  ok: 201,
  wrapper: 'spec',
  fields: createFields,
  run: async call => {
    const { state, body } = call
    const wish = machineWish(state, body)
    const { folder, datastore } = wish.placement
    if (folder === undefined) throw invalidArgument('placement.folder', null)
    if (datastore === undefined) throw invalidArgument('placement.datastore', null)
    const place = told(() => {
      const found = resolvePlace(state.inventory, wish.placement)
      claimName(state.inventory, found.folder.id, wish.name)
      return found
    })
    const vm = await finishJob(
      startJob(call, {
        name: 'CreateVM_Task',
        descriptionId: 'Folder.createVm',
        entity: { type: 'Folder', id: place.folder.id, name: place.folder.name },
        made: made => ({ type: 'VirtualMachine', id: made.id }),
        effect: () => createMachine(state, wish)
      })
    )
    return vm.id
  }
})

/** The name that is given to a machine without one is inferred. */
function machineWish(state: State, spec: CreateSpec): MachineWish {
  refuseOldDevices(spec)
  if (spec.storage_policy) policyOf(spec.storage_policy.policy)
  const system = guestSystem(spec.guest_OS)
  const name = spec.name ?? 'New Virtual Machine'
  if (name === '' || name.length > 80) throw invalidArgument('name', name)
  const version = spec.hardware_version
  return {
    name,
    system,
    placement: placementWish(spec.placement),
    firmware: spec.boot?.type,
    boot: spec.boot && bootSettings(spec.boot),
    bootDevices: spec.boot_devices?.map(({ type }) => ({ type })),
    hardwareVersion: version === undefined ? undefined : hardwareVersion(version, state.settings.apiRelease),
    cpu: spec.cpu && cpuWish(spec.cpu),
    memory: spec.memory && memoryWish(spec.memory),
    disks: spec.disks?.map(disk => diskWish(disk)),
    nics: spec.nics?.map(nic => nicWish(state, nic)),
    cdroms: spec.cdroms?.map(cdrom => cdromWish(cdrom)),
    scsiAdapters: spec.scsi_adapters?.map(({ type, bus, pci_slot_number: pciSlot, sharing }) => ({
      type,
      bus,
      pciSlot,
      sharing
    })),
    sataAdapters: spec.sata_adapters?.map(({ bus, pci_slot_number: pciSlot }) => ({ bus, pciSlot })),
    nvmeAdapters: spec.nvme_adapters?.map(({ bus, pci_slot_number: pciSlot }) => ({ bus, pciSlot }))
  }
}

function cpuWish(given: NonNullable<CreateSpec['cpu']>): NonNullable<MachineWish['cpu']> {
  const count = given.count ?? 1
  const coresPerSocket = given.cores_per_socket ?? 1
  if (count < 1 || count > 768) throw invalidArgument('cpu.count', count)
  if (coresPerSocket < 1 || count % coresPerSocket !== 0) {
    throw invalidArgument('cpu.cores_per_socket', coresPerSocket)
  }
  const { hot_add_enabled: hotAdd = false, hot_remove_enabled: hotRemove = false } = given
  return { count, coresPerSocket, hotAdd, hotRemove }
}

function memoryWish(given: NonNullable<CreateSpec['memory']>): NonNullable<MachineWish['memory']> {
  const sizeMib = given.size_MiB ?? 2048
  if (sizeMib < 4 || sizeMib % 4 !== 0 || sizeMib > 25_165_824) {
    throw invalidArgument('memory.size_MiB', sizeMib)
  }
  return { sizeMib, hotAdd: given.hot_add_enabled ?? false }
}

/** A limit of the simulator: its machines have no such devices. */
function refuseOldDevices(spec: CreateSpec): void {
  for (const name of ['floppies', 'parallel_ports', 'serial_ports'] as const) {
    if (!spec[name]?.length) continue
    const text = `The simulator’s virtual machines have no ${name.replace('_', ' ')}.`
    throw vapiError('UNSUPPORTED', message('simulator.notSimulated', text))
  }
}
