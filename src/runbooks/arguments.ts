/** Arguments that several runbooks take. */

export const vmArgument = {
  name: 'vm',
  description: 'Id, exact name, inventory path or instance UUID of a VM.',
  required: true,
  completes: 'vm'
} as const

export const hostArgument = {
  name: 'host',
  description: 'Id or exact name of an ESXi host.',
  required: true,
  completes: 'host'
} as const

export const clusterArgument = {
  name: 'cluster',
  description: 'Id or exact name of a cluster.',
  required: false,
  completes: 'cluster'
} as const

export const datastoreArgument = {
  name: 'datastore',
  description: 'Id or exact name of a datastore.',
  required: false,
  completes: 'datastore'
} as const
