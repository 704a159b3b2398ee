import type { Random } from '../random.ts'
import { cast, templates, trades, type Role } from './cast.ts'
import { createMachineMaker, type Placement } from './machines.ts'
import type { Site } from './places.ts'
import { reservedDatastores } from './storage.ts'
import type { Inventory } from './store.ts'
import type { Host } from './types.ts'

/** A host that takes virtual machines, with what goes with it. */
export interface Home {
  host: Host
  site: Site
  place: Role['place']
  pools: [string, ...string[]]
}

/** The cast first, then inventions spread evenly over the clusters' hosts, and the templates last. */
export function populate(
  inventory: Inventory,
  random: Random,
  plan: { vms: number; now: number },
  homes: Home[],
  teams: string[]
): void {
  const makeMachine = createMachineMaker(inventory, random, plan.now)
  const turns = new Map<string, number>()
  const numbers = new Map<string, number>()

  function nextHome(place: Role['place']): Home {
    const candidates = homes.filter(home => home.place === place)
    const turn = turns.get(place) ?? 0
    turns.set(place, turn + 1)
    const home = candidates[turn % candidates.length]
    if (!home) throw new Error(`no host for ${place}`)
    return home
  }

  function nextName(stem: string): string {
    // The cast uses the numbers up to three.
    const number = (numbers.get(stem) ?? 3) + 1
    numbers.set(stem, number)
    return `${stem}-${String(number).padStart(2, '0')}`
  }

  const clustered = homes.filter(home => home.place !== 'edge')
  for (let index = 0; index < plan.vms; index += 1) {
    const planned = cast[index]
    if (planned) {
      makeMachine(planned, placementAt(inventory, random, nextHome(planned.place), planned.folder), false)
      continue
    }
    const home = clustered[index % clustered.length]
    if (!home) throw new Error('no host in any cluster')
    const role = inventRole(random, home, nextName, teams)
    makeMachine(role, placementAt(inventory, random, home, role.folder), false)
  }
  for (const template of templates) {
    makeMachine(template, placementAt(inventory, random, nextHome(template.place), template.folder), true)
  }
}

function inventRole(random: Random, home: Home, nextName: (stem: string) => string, teams: string[]): Role {
  const trade = random.pick(trades)
  const roll = random.next()
  const main =
    home.place === 'prod' ? `Production/${trade.tier}` : home.place === 'dev' ? 'Development' : 'Production'
  const folder =
    teams.length > 0 && home.place !== 'dev' && random.chance(0.9) ? random.pick([main, ...teams]) : main
  return {
    name: nextName(trade.stem),
    place: home.place,
    folder,
    system: trade.system,
    power: roll < 0.8 ? 'POWERED_ON' : roll < 0.96 ? 'POWERED_OFF' : 'SUSPENDED',
    tools: random.chance(0.93),
    hotAdd: random.chance(0.1),
    ...(random.chance(0.06) ? { history: random.pick(['tree', 'quiesced', 'old'] as const) } : {})
  }
}

function placementAt(inventory: Inventory, random: Random, home: Home, folder: string): Placement {
  const { host, site, pools } = home
  const [firstDatastore, ...moreDatastores] = host.datastores
    .flatMap(id => inventory.datastores.get(id) ?? [])
    .filter(datastore => !reservedDatastores.includes(datastore.name))
  const [firstNetwork, ...moreNetworks] = site.networks.filter(network => host.networks.includes(network.id))
  if (!firstDatastore || !firstNetwork) throw new Error(`${host.name} has no datastore or no network`)
  return {
    folder: site.vmFolders[folder] ?? site.vmFolder,
    host: host.id,
    datacenter: site.datacenter,
    resourcePool: random.pick(pools),
    datastores: [firstDatastore, ...moreDatastores],
    networks: [firstNetwork, ...moreNetworks]
  }
}
