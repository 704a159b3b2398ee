import type { VirtualMachine } from '../inventory/index.ts'
import { growDisk } from '../machine/disks.ts'
import { changeNic } from '../machine/nics.ts'
import type { State } from '../state.ts'
import { invalidArgument, notFound } from './errors.ts'
import type { FieldValues } from './fields.ts'

/** Other hardware for what is deployed from a template. */

export const customizationFields = {
  nics: { map: { fields: { network: 'text' } } },
  disks_to_remove: { list: 'text' },
  disks_to_update: { map: { fields: { 'capacity!': 'integer' } } },
  cpu_update: { fields: { num_cpus: 'integer', num_cores_per_socket: 'integer' } },
  memory_update: { fields: { memory: 'integer' } }
} as const

type Customization = FieldValues<typeof customizationFields>

/** What can be told before anything is made. */
export function checkHardware(template: VirtualMachine, custom: Customization): void {
  const { cpu_update: cpu, memory_update: memory } = custom
  const count = cpu?.num_cpus ?? template.cpu.count
  const cores = coresFor(template, count, cpu?.num_cores_per_socket)
  if (count < 1 || count > 768) throw invalidArgument('cpu_update.num_cpus', count)
  if (cores < 1 || count % cores !== 0) throw invalidArgument('cpu_update.num_cores_per_socket', cores)
  const size = memory?.memory
  if (size !== undefined && (size < 4 || size % 4 !== 0)) throw invalidArgument('memory_update.memory', size)
  for (const [key, { capacity }] of Object.entries(custom.disks_to_update ?? {})) {
    const disk = template.disks.find(candidate => candidate.key === key)
    if (!disk) throw notFound('disk', key)
    if (capacity < disk.capacity) throw invalidArgument('disks_to_update.capacity', capacity)
  }
  for (const key of Object.keys(custom.nics ?? {})) {
    if (!template.nics.some(nic => nic.key === key)) throw notFound('ethernet adapter', key)
  }
}

/** The changes, of a machine that has just been made and was checked before. */
export function customize(state: State, vm: VirtualMachine, custom: Customization): void {
  for (const [key, { network }] of Object.entries(custom.nics ?? {})) {
    const nic = vm.nics.find(candidate => candidate.key === key)
    if (nic && network !== undefined) changeNic(state, vm, nic, { network })
  }
  for (const [key, { capacity }] of Object.entries(custom.disks_to_update ?? {})) {
    const disk = vm.disks.find(candidate => candidate.key === key)
    if (disk) growDisk(state, vm, disk, capacity)
  }
  const count = custom.cpu_update?.num_cpus ?? vm.cpu.count
  const coresPerSocket = coresFor(vm, count, custom.cpu_update?.num_cores_per_socket)
  vm.cpu = { ...vm.cpu, count, coresPerSocket }
  vm.memory = { ...vm.memory, sizeMib: custom.memory_update?.memory ?? vm.memory.sizeMib }
}

/** As wished, or as they are, or one where that does not divide the count. */
function coresFor(vm: VirtualMachine, count: number, wished: number | undefined): number {
  return wished ?? (count % vm.cpu.coresPerSocket === 0 ? vm.cpu.coresPerSocket : 1)
}
