import { type Static, Type } from '@sinclair/typebox'

function list(description: string, pattern = '^.+$') {
  return Type.Optional(
    Type.Array(Type.String({ pattern, maxLength: 1024 }), { minItems: 1, maxItems: 200, description })
  )
}

/**
 * The objects that a role is limited to. All limits that are set must hold for an object; within one limit any of its
 * entries is enough. A limit that cannot hold for a kind of object (the name of a VM, for a host) leaves none of that
 * kind. The table in docs/security.md is made from it.
 */
export const limitsSchema = Type.Object(
  {
    vcenters: list('Names of vCenters, as configured.'),
    datacenters: list('Ids, names or inventory paths: what lies in these datacenters, and they themselves.'),
    clusters: list(
      'Ids, names or inventory paths: these clusters, their hosts and VMs, and the datastores and networks they use.'
    ),
    folders: list(
      'Ids or inventory paths (`/Amsterdam/vm/team-a`): what lies in these folders at any depth.',
      '^(/+[^/].*|group-[a-z]\\d+)$'
    ),
    resource_pools: list('Ids, names or inventory paths: VMs in these resource pools at any depth.'),
    tags: list(
      'Ids or `category/tag`: objects that carry one of these tags themselves.',
      '^(urn:.+|[^/]+/.+)$'
    ),
    vm_names: list('Names of VMs, with `*` for any characters and `?` for one; case counts.')
  },
  { additionalProperties: false }
)

export type Limits = Static<typeof limitsSchema>
/** A limit on objects within a vCenter. */
export type LimitName = Exclude<keyof Limits, 'vcenters'>

export const objectLimits = (Object.keys(limitsSchema.properties) as (keyof Limits)[]).filter(
  name => name !== 'vcenters'
)

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
