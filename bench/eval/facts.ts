import type { Inventory } from '../../src/simulator/index.ts'

const kinds = [
  'folders',
  'datacenters',
  'computeResources',
  'hosts',
  'resourcePools',
  'datastores',
  'networks',
  'vms'
] as const

/** What is in a simulated vCenter at one moment; nothing that happens later changes it. */
export type Facts = Pick<Inventory, (typeof kinds)[number]>
export type Vm = Facts['vms'] extends Map<string, infer Each> ? Each : never
export type Snapshot = Vm['snapshots'][number]

export function factsOf(inventory: Inventory): Facts {
  return Object.fromEntries(kinds.map(kind => [kind, structuredClone(inventory[kind])])) as unknown as Facts
}

/** No templates; by name, as people read lists. */
export function vmsIn({ vms }: Facts, isWanted: (vm: Vm) => boolean = () => true): Vm[] {
  return [...vms.values()]
    .filter(vm => !vm.template && isWanted(vm))
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
}

/** The only one of a name, or the one of an id. */
export function vmNamed({ vms }: Pick<Facts, 'vms'>, name: string): Vm {
  const [vm, ...others] = [...vms.values()].filter(each => each.id === name || each.name === name)
  if (!vm || others.length > 0) throw new Error(`${name} is not the name of one VM`)
  return vm
}

export function snapshotsOf({ snapshots }: Pick<Vm, 'snapshots'>): Snapshot[] {
  return snapshots.flatMap(each => [each, ...snapshotsOf({ snapshots: each.children })])
}

export type Aspect = 'created' | 'deleted' | 'power' | 'restart' | 'cpu' | 'memory' | 'snapshots' | 'settings'

/** One aspect of a VM, or of a host, that is not as it was. */
export interface Change {
  vm: string
  id: string
  what: Aspect
}

/** How a VM differs that was there before and after. What only its own running changes does not count. */
const aspects: Partial<Record<Aspect, (vm: Vm) => unknown>> = {
  power: vm => vm.powerState,
  cpu: vm => [vm.cpu.count, vm.cpu.coresPerSocket],
  memory: vm => vm.memory.sizeMib,
  snapshots: vm => snapshotsOf(vm).map(({ id, name }) => [id, name]),
  settings: vm => [
    vm.name,
    vm.parent,
    vm.host,
    vm.resourcePool,
    vm.template,
    vm.annotation,
    vm.cpu.hotAdd,
    vm.memory.hotAdd,
    vm.disks.map(({ key, file, capacity }) => [key, file, capacity]),
    vm.nics.map(({ key, network }) => [key, network])
  ]
}

export function changesBetween(before: Facts, after: Facts): Change[] {
  const ids = [...new Set([...before.vms.keys(), ...after.vms.keys()])]
  const ofVms = ids.flatMap(id => changesOf(before.vms.get(id), after.vms.get(id)))
  return [...ofVms, ...hostChanges(before, after)]
}

function changesOf(before: Vm | undefined, after: Vm | undefined): Change[] {
  const known = before ?? after
  if (!known) return []
  const change = (what: Aspect): Change => ({ vm: known.name, id: known.id, what })
  if (!before) return [change('created')]
  if (!after) return [change('deleted')]
  const found = Object.entries(aspects)
    .filter(([, valueOf]) => JSON.stringify(valueOf(before)) !== JSON.stringify(valueOf(after)))
    .map(([what]) => change(what as Aspect))
  const isRestarted = before.powerState === after.powerState && before.bootTime !== after.bootTime
  return isRestarted ? [...found, change('restart')] : found
}

function hostChanges(before: Facts, after: Facts): Change[] {
  return [...before.hosts.values()].flatMap(({ id, name, connectionState, inMaintenanceMode }) => {
    const now = after.hosts.get(id)
    const same = now?.connectionState === connectionState && now.inMaintenanceMode === inMaintenanceMode
    return same ? [] : [{ vm: name, id, what: 'settings' as const }]
  })
}

/** Whether a VM is in the cluster of a name. */
export function inCluster({ computeResources, hosts }: Facts, cluster: string): (vm: Vm) => boolean {
  return ({ host }) => computeResources.get(hosts.get(host)?.parent ?? '')?.name === cluster
}

export function hostOf({ hosts }: Facts, { host }: Pick<Vm, 'host'>): string {
  return shortName(hosts.get(host) ?? { name: host })
}

/** Of a host, without the domain, which people leave out. */
export function shortName({ name }: { name: string }): string {
  return name.split('.')[0] ?? name
}

export function namesOf(all: readonly { name: string }[]): string[] {
  return all.map(({ name }) => name)
}
