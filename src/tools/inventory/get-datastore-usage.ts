import { type Static, Type } from '@sinclair/typebox'
import type { DatastoreSummary } from '../../vcenter/types.ts'
import { defineTool } from '../define-tool.ts'
import { fitting, tokenBudgets } from '../lists/fit.ts'
import { resolveId } from '../resolve.ts'
import { idOrName, inventoryObject, mostItems } from '../schemas.ts'

const usage = inventoryObject({
  type: Type.String(),
  capacity_bytes: Type.Integer(),
  used_bytes: Type.Integer(),
  free_bytes: Type.Integer(),
  used_percent: Type.Number()
})

export const getDatastoreUsage = defineTool({
  name: 'get_datastore_usage',
  title: 'Get datastore usage',
  toolset: 'inventory',
  description:
    'How full the datastores are: capacity, used, free and percent, fullest first, with the sum over all of them. ' +
    'Use limit for the top ones, min_used_percent for those that need attention. Plain inventory is list_datastores.',
  risk: 'read',
  idempotent: true,
  rest: 'GET /datastores/usage',
  privileges: ['System.Read'],
  input: Type.Object({
    datastore: idOrName('this datastore', 'datastore-11'),
    datacenter: idOrName('datastores of this datacenter', 'datacenter-3'),
    min_used_percent: Type.Optional(Type.Number({ minimum: 0, maximum: 100 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: mostItems, default: 50 })),
    verbose: Type.Optional(
      Type.Boolean({ default: false, description: 'Also name the ones that are not accessible.' })
    )
  }),
  output: Type.Object({
    items: Type.Array(usage),
    returned: Type.Integer(),
    total: Type.Integer({ description: 'Accessible datastores that match.' }),
    sum: Type.Object({
      capacity_bytes: Type.Integer(),
      used_bytes: Type.Integer(),
      free_bytes: Type.Integer(),
      used_percent: Type.Number()
    }),
    inaccessible: Type.Integer({ description: 'Datastores without figures: not accessible now.' }),
    inaccessible_items: Type.Optional(Type.Array(inventoryObject({ type: Type.String() }))),
    hint: Type.Optional(Type.String())
  }),
  async run(input, { vcenter }) {
    const datastores = await vcenter.listDatastores({
      ...(input.datastore && { datastores: [await resolveId(vcenter, 'datastore', input.datastore)] }),
      ...(input.datacenter && { datacenters: [await resolveId(vcenter, 'datacenter', input.datacenter)] })
    })
    const measured = datastores.map(usageOf).filter(each => each !== undefined)
    const threshold = input.min_used_percent ?? 0
    const matching = measured.filter(each => each.used_percent >= threshold).toSorted(fullestFirst)
    const most = input.limit ?? usualLimit
    const tokens = most > usualLimit ? tokenBudgets.most : tokenBudgets.usual
    const items = fitting(matching.slice(0, most), tokens)
    const without = datastores.filter(each => usageOf(each) === undefined)
    return {
      items,
      returned: items.length,
      total: matching.length,
      sum: sumOf(matching),
      inaccessible: without.length,
      ...(input.verbose && {
        inaccessible_items: without.map(each => ({ id: each.datastore, name: each.name, type: each.type }))
      }),
      ...(items.length < matching.length && {
        hint: `${matching.length - items.length} less full ones are left out: filter by datacenter or min_used_percent.`
      })
    }
  }
})

/** Mostly those that are full are asked for. */
const usualLimit = 50

type Usage = Static<typeof usage>

function usageOf(datastore: DatastoreSummary): Usage | undefined {
  const { capacity, free_space } = datastore
  if (capacity === undefined || free_space === undefined || capacity <= 0) return undefined
  return {
    id: datastore.datastore,
    name: datastore.name,
    type: datastore.type,
    ...figures(capacity, free_space)
  }
}

function figures(capacity: number, free: number) {
  const used = capacity - free
  return {
    capacity_bytes: capacity,
    used_bytes: used,
    free_bytes: free,
    used_percent: capacity > 0 ? Math.round((used / capacity) * 1000) / 10 : 0
  }
}

function sumOf(all: readonly Usage[]) {
  const capacity = all.reduce((sum, each) => sum + each.capacity_bytes, 0)
  return figures(
    capacity,
    all.reduce((sum, each) => sum + each.free_bytes, 0)
  )
}

function fullestFirst(one: Usage, other: Usage): number {
  return other.used_percent - one.used_percent || (one.name < other.name ? -1 : 1)
}
