/**
 * The objects that a role is limited to. All limits that are set must hold for an object; within one limit any of its
 * entries is enough. A limit that cannot hold for a kind of object (the name of a VM, for a host) leaves none of that
 * kind.
 */
export interface Limits {
  /** Names of vCenters, as configured. */
  readonly vcenters?: readonly string[]
  /** Ids, exact names or inventory paths: what lies in these datacenters, and they themselves. */
  readonly datacenters?: readonly string[]
  /** Ids, exact names or inventory paths: these clusters, their hosts and VMs, and the datastores and networks they use. */
  readonly clusters?: readonly string[]
  /** Ids or inventory paths: what lies in these folders at any depth. */
  readonly folders?: readonly string[]
  /** Ids, exact names or inventory paths: VMs in these resource pools at any depth. */
  readonly resource_pools?: readonly string[]
  /** Ids or `category/tag`: objects that carry one of these tags themselves. */
  readonly tags?: readonly string[]
  /** Names of VMs, with `*` and `?`; case counts. */
  readonly vm_names?: readonly string[]
}

/** Names of limits that hold for objects within a vCenter. */
export const objectLimits = [
  'datacenters',
  'clusters',
  'folders',
  'resource_pools',
  'tags',
  'vm_names'
] as const

/** What an id looks like. Each vCenter counts by itself: the same one means another object elsewhere. */
export const containerIds = {
  datacenters: /^datacenter-\d+$/,
  clusters: /^domain-c\d+$/,
  folders: /^group-[a-z]\d+$/,
  resource_pools: /^resgroup-v?\d+$/
} as const

export type Container = keyof typeof containerIds

/** The vCenters of which a scope shows anything, in the order they are given. */
export function vcentersInScope(
  scope: readonly Limits[] | undefined,
  vcenters: readonly string[]
): readonly string[] {
  if (!scope) return vcenters
  return vcenters.filter(vcenter => scope.some(limits => holdsFor(limits, vcenter)))
}

/** What limits the objects of one vCenter; `undefined`: nothing does. */
export function limitsWithin(
  scope: readonly Limits[] | undefined,
  vcenter: string
): readonly Limits[] | undefined {
  if (!scope) return undefined
  const left = scope.filter(limits => holdsFor(limits, vcenter))
  return left.some(limits => objectLimits.every(name => limits[name] === undefined)) ? undefined : left
}

function holdsFor({ vcenters }: Limits, vcenter: string): boolean {
  return vcenters?.some(name => name.toLowerCase() === vcenter.toLowerCase()) ?? true
}
