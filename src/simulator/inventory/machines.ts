import type { Random } from '../random.ts'
import { systems, type Role } from './cast.ts'
import { addHistory } from './history.ts'
import {
  currentTools,
  noUpgrade,
  standardBoot,
  standardCdroms,
  standardSata,
  standardScsi
} from './standard-devices.ts'
import type { Inventory } from './store.ts'
import type { Datastore, Disk, Network, Nic, VirtualMachine } from './types.ts'

/** Where a machine goes; all of it belongs to one host. */
export interface Placement {
  folder: string
  host: string
  datacenter: string
  resourcePool: string
  datastores: [Datastore, ...Datastore[]]
  networks: [Network, ...Network[]]
}

const gibibyte = 1024 ** 3
const noAdapters: VirtualMachine['nvmeAdapters'] = []
const noPolicies: VirtualMachine['storagePolicies'] = {}
const oneDay = 24 * 60 * 60 * 1000

/** Makes virtual machines one after the other: ids, MAC and IP addresses count up. */
export function createMachineMaker(inventory: Inventory, random: Random, now: number) {
  let lastVm = 1000
  let lastSnapshot = 5000
  let lastNic = 0
  const nextSnapshotId = () => `snapshot-${(lastSnapshot += 1)}`

  function makeDisks(role: Role, datastore: Datastore, directory: string): Disk[] {
    const count = role.system === 'rhel' ? 3 : random.integer(1, 2)
    return Array.from({ length: count }, (_, index) => {
      const capacity = random.pick([16, 20, 40, 60, 100, 200]) * gibibyte
      const thin = random.chance(0.7)
      const share = thin ? 0.2 + random.next() * 0.6 : 1
      return {
        key: String(2000 + index),
        label: `Hard disk ${index + 1}`,
        adapter: 'SCSI',
        bus: 0,
        unit: index,
        datastore: datastore.id,
        file: `[${datastore.name}] ${directory}/${directory}${index === 0 ? '' : `_${index}`}.vmdk`,
        capacity,
        committed: Math.floor((capacity * share) / 1_048_576) * 1_048_576,
        thin
      }
    })
  }

  function makeNics(role: Role, networks: Placement['networks']): Nic[] {
    const count = random.chance(0.15) ? 2 : 1
    return Array.from({ length: count }, (_, index) => {
      lastNic += 1
      const bytes = [0x80 + ((lastNic >> 16) & 0x3f), (lastNic >> 8) & 0xff, lastNic & 0xff]
      const network = index === 0 ? networkFor(role, networks) : random.pick(networks)
      return {
        key: String(4000 + index),
        label: `Network adapter ${index + 1}`,
        type: role.system === 'windows2016' ? 'E1000E' : 'VMXNET3',
        mac: `00:50:56:${bytes.map(byte => byte.toString(16).padStart(2, '0')).join(':')}`,
        macType: 'ASSIGNED',
        network: network.id,
        address: addressOf(lastNic),
        pciSlot: 192 + 32 * index,
        wakeOnLan: true,
        uptCompatible: false,
        connected: true,
        startConnected: true,
        allowGuestControl: true
      }
    })
  }

  return function makeMachine(role: Role, placement: Placement, template: boolean): VirtualMachine {
    lastVm += 1
    const id = `vm-${lastVm}`
    const system = systems[role.system]
    const powerState = role.power ?? 'POWERED_ON'
    const tools = role.tools ?? true
    const count = random.pick([1, 2, 2, 4, 4, 8])
    const sizeMib = random.pick([2048, 4096, 4096, 8192, 16_384, 32_768])
    const hotAdd = role.hotAdd ?? false
    const bootTime = powerState === 'POWERED_OFF' ? undefined : now - random.integer(3600, 90 * 86_400) * 1000
    const created = now - random.integer(91, 1200) * oneDay
    const hardwareVersion = role.system === 'windows2016' ? 13 : random.pick([19, 20, 21])
    const biosUuid = `42${random.uuid().slice(2)}`
    const instanceUuid = `50${random.uuid().slice(2)}`
    const home = random.pick(placement.datastores)
    // vCenter names the directory after the machine, and adds a number when that is taken.
    const directory = role.name === 'app-01' ? `${role.name}_${lastVm}` : role.name
    const vm: VirtualMachine = {
      kind: 'VirtualMachine',
      id,
      name: role.name,
      template,
      parent: placement.folder,
      datacenter: placement.datacenter,
      host: placement.host,
      resourcePool: template ? undefined : placement.resourcePool,
      powerState,
      cleanPowerOff: powerState === 'POWERED_OFF' && tools,
      bootTime,
      created,
      system,
      firmware: role.system === 'windows2016' ? 'BIOS' : 'EFI',
      boot: standardBoot,
      bootDevices: [],
      hardwareVersion,
      upgrade: noUpgrade,
      annotation: role.annotation ?? '',
      biosUuid,
      instanceUuid,
      cpu: { count, coresPerSocket: count > 4 ? 4 : 1, hotAdd, hotRemove: false },
      memory: { sizeMib, hotAdd },
      file: `[${home.name}] ${directory}/${directory}.vmx`,
      datastore: home.id,
      disks: makeDisks(role, home, directory),
      nics: makeNics(role, placement.networks),
      cdroms: standardCdroms,
      scsiAdapters: standardScsi(system.family),
      sataAdapters: standardSata,
      nvmeAdapters: noAdapters,
      storagePolicies: noPolicies,
      tools,
      toolsVersion: role.oldTools === true ? 11_365 : currentTools,
      toolsUpgradePolicy: 'MANUAL',
      toolsInstallerMounted: false,
      guestState: powerState === 'POWERED_ON' && tools ? 'running' : 'notRunning',
      hostName: `${asHostName(role.name)}.corp.example`,
      demand: {
        cpuMhz: random.integer(20, 400) * count,
        guestMemoryMib: Math.floor(sizeMib * (0.03 + random.next() * 0.4)),
        hostMemoryMib: Math.floor(sizeMib * (0.45 + random.next() * 0.5))
      },
      snapshots: [],
      currentSnapshot: undefined
    }
    if (role.history) addHistory(vm, role.history, now, nextSnapshotId)
    inventory.add(vm)
    return vm
  }
}

function networkFor(role: Role, networks: Placement['networks']): Network {
  const tier = /Web|web/.test(role.folder + role.name)
    ? 'web'
    : /Database|db/.test(role.folder + role.name)
      ? 'db'
      : 'app'
  return networks.find(network => network.name.endsWith(`-${tier}`)) ?? networks[0]
}

function asHostName(name: string): string {
  const plain = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
  return plain.replaceAll(/^-+|-+$/g, '') || 'host'
}

/** Counts up from 10.20.0.100; what is below belongs to routers and name servers. */
export function addressOf(number: number): string {
  const value = number + 99
  return `10.${20 + (value >> 16)}.${(value >> 8) & 0xff}.${value & 0xff}`
}
