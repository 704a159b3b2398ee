import type { Inventory, GuestSystem } from './inventory/index.ts'
import { systems } from './inventory/cast.ts'
import { createRandom } from './random.ts'

/** Content libraries and what is in them. Sizes are bytes, times milliseconds since 1970. */

export interface Library {
  id: string
  name: string
  description: string
  type: 'LOCAL' | 'SUBSCRIBED'
  created: number
  datastore: string
  items: Map<string, LibraryItem>
}

/** What an OVF package describes. */
export interface OvfPackage {
  system: GuestSystem
  cpus: number
  memoryMib: number
  disks: number[]
  /** Names of the networks in it, to be mapped to real ones. */
  networks: string[]
  annotation: string
  licences: string[]
}

export interface LibraryItem {
  id: string
  library: string
  name: string
  description: string
  type: 'ovf' | 'vm-template' | 'iso'
  size: number
  created: number
  modified: number
  /** Counts the changes of what is said about it. */
  version: number
  /** Of type `ovf`. */
  ovf?: OvfPackage
  /** Of type `vm-template`: the template in the inventory. */
  template?: string
}

type NewItem = Omit<LibraryItem, 'id' | 'library' | 'modified' | 'version'>

export interface Libraries {
  all: Map<string, Library>
  item(id: string): LibraryItem | undefined
  add(library: Library, given: NewItem): LibraryItem
  /** What a deployment with this token answered. */
  deployments: Map<string, Promise<unknown>>
}

const gibibyte = 1024 ** 3
const oneDay = 86_400_000

/** Two libraries with a few items of every kind. The same seed gives the same. */
export function seedLibraries(inventory: Inventory, seed: number, now: number): Libraries {
  const random = createRandom(seed ^ 0x11b)
  const all = new Map<string, Library>()
  const [datastore = ''] = inventory.datastores.keys()

  function addLibrary(name: string, type: Library['type'], description: string, days: number): Library {
    const id = random.uuid()
    const created = now - days * oneDay
    const library: Library = { id, name, description, type, created, datastore, items: new Map() }
    all.set(id, library)
    return library
  }

  const libraries: Libraries = {
    all,
    deployments: new Map(),
    item: id => {
      for (const library of all.values()) {
        const item = library.items.get(id)
        if (item) return item
      }
      return undefined
    },
    add: (library, given) => {
      const fixed = { id: random.uuid(), library: library.id }
      const item: LibraryItem = { ...given, ...fixed, modified: given.created, version: 1 }
      library.items.set(item.id, item)
      return item
    }
  }

  const golden = addLibrary('Golden images', 'LOCAL', 'What new machines are made of', 400)
  const vendor = addLibrary('Vendor appliances', 'SUBSCRIBED', 'Kept by the vendors', 200)
  libraries.add(golden, ovfItem('ubuntu-22.04-base', systems.ubuntu, [], now - 90 * oneDay))
  libraries.add(golden, ovfItem('photon-5-minimal', systems.photon, [], now - 60 * oneDay))
  for (const vm of inventory.vms.values()) {
    if (!vm.template) continue
    libraries.add(golden, {
      name: `${vm.name}-library`,
      description: `Library template of ${vm.name}`,
      type: 'vm-template',
      size: vm.disks.reduce((total, disk) => total + disk.committed, 0),
      created: now - 120 * oneDay,
      template: vm.id
    })
  }
  for (const [name, size] of [
    ['ubuntu-22.04.4-live-server-amd64.iso', 2.1],
    ['windows-server-2019-eval.iso', 5.3]
  ] as const) {
    const item = { name, description: '', type: 'iso' as const, created: now - 300 * oneDay }
    libraries.add(golden, { ...item, size: Math.floor(size * gibibyte) })
  }
  const licence = 'End user licence agreement: use it for what it is made for.'
  libraries.add(vendor, ovfItem('backup-proxy-8.0', systems.photon, [licence], now - 30 * oneDay))
  return libraries
}

function ovfItem(name: string, system: GuestSystem, licences: string[], created: number): NewItem {
  return {
    name,
    description: `${system.fullName}, ready to be deployed`,
    type: 'ovf',
    size: Math.floor(1.2 * gibibyte),
    created,
    ovf: {
      system,
      cpus: 2,
      memoryMib: 4096,
      disks: [16 * gibibyte],
      networks: ['VM Network'],
      annotation: `${name}, deployed from a content library`,
      licences
    }
  }
}
