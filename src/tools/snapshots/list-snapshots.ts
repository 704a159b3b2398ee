import { type Static, Type } from '@sinclair/typebox'
import { matchesGlob } from '../../access/glob.ts'
import { unescapeName } from '../../vcenter/names.ts'
import type { ManagedObject, VcenterClient } from '../../vcenter/types.ts'
import { isSnapshotInfo } from '../../vcenter/vim/answers.ts'
import { defineTool } from '../define-tool.ts'
import { type Rank, rankedPage } from '../ranked.ts'
import { resolveId } from '../resolve.ts'
import { idOrName, inventoryObject, listOf, mostItems, pageInput, stringEnum } from '../schemas.ts'
import { snapshotSizes } from './snapshot-sizes.ts'
import { type SnapshotRow, snapshotRows } from './snapshot-tree.ts'

const row = inventoryObject({
  vm: Type.String({ description: 'id of the VM' }),
  vm_name: Type.String(),
  created: Type.String({ description: 'ISO 8601' }),
  age_days: Type.Number(),
  size_bytes: Type.Optional(Type.Integer({ description: 'of its own files; deleting it frees about that' })),
  power_state: Type.String({ description: 'of the VM when it was taken' }),
  is_current: Type.Boolean({ description: 'the one the VM runs on' })
})

type Row = Static<typeof row>

export const listSnapshots = defineTool({
  name: 'list_snapshots',
  title: 'List snapshots',
  toolset: 'snapshots',
  description:
    'Snapshots of all VMs with age and size, oldest first, or by size: which are forgotten, and what they take. Filter ' +
    'by age, size, VM or cluster; total_bytes is of all that match. The tree of one VM is in list_vm_snapshots; ' +
    'delete one with delete_vm_snapshot.',
  risk: 'read',
  idempotent: true,
  rest: 'GET /snapshots',
  privileges: ['System.Read', 'System.View'],
  input: Type.Object({
    older_than_days: Type.Optional(Type.Number({ minimum: 0, maximum: 36_500 })),
    min_size_bytes: Type.Optional(Type.Integer({ minimum: 0 })),
    vm: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 255,
        description: 'Only of this id, or of names like this, with * and ?.'
      })
    ),
    cluster: idOrName('VMs of this cluster', 'domain-c8'),
    order_by: Type.Optional(stringEnum(['oldest', 'largest'], { default: 'oldest' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: mostItems, default: 40 })),
    cursor: pageInput.cursor
  }),
  output: Type.Object({
    ...listOf(row).properties,
    total_bytes: Type.Integer({ description: 'over all pages' })
  }),
  async run({ limit, cursor, ...filters }, { vcenter }) {
    const { order_by, older_than_days, min_size_bytes } = filters
    const now = Date.now()
    const before = older_than_days === undefined ? Infinity : now - older_than_days * 86_400_000
    const owners = (await ownersOf(vcenter, filters))
      .map(owner => ({ ...owner, old: owner.rows.filter(each => before > Date.parse(each.created)) }))
      .filter(({ old }) => old.length > 0)
    const layouts = await readLayouts(vcenter, owners)
    const rows = owners.flatMap(owner => {
      const sizes = snapshotSizes(layouts.get(owner.id), owner.rows)
      return owner.old.map(each => rowOf(each, owner, sizes.get(each.id), now))
    })
    const matching = rows.filter(each => (each.size_bytes ?? -1) >= (min_size_bytes ?? -1))
    const rankOf = order_by === 'largest' ? bySize : byAge
    return {
      ...rankedPage(matching, rankOf, { limit, usual: 40, cursor }, { list: 'snapshots', ...filters }),
      total_bytes: matching.reduce((sum, each) => sum + (each.size_bytes ?? 0), 0)
    }
  }
})

interface Owner {
  id: string
  name: string
  rows: SnapshotRow[]
}

/** The VMs that have snapshots, of those that are asked for. */
async function ownersOf(
  vcenter: VcenterClient,
  { vm, cluster }: { vm?: string; cluster?: string }
): Promise<Owner[]> {
  const within = cluster === undefined ? undefined : await vmsIn(vcenter, cluster)
  const objects = await vcenter.readInventory({ VirtualMachine: ['name', 'snapshot'] })
  return objects
    .filter(({ id }) => within?.has(id) ?? true)
    .map(ownerOf)
    .filter(
      ({ id, name, rows }) => rows.length > 0 && (vm === undefined || vm === id || matchesGlob(vm, name))
    )
}

async function vmsIn(vcenter: VcenterClient, cluster: string): Promise<Set<string>> {
  const vms = await vcenter.listVms({ clusters: [await resolveId(vcenter, 'cluster', cluster)] })
  return new Set(vms.map(({ vm }) => vm))
}

function ownerOf({ id, properties }: ManagedObject): Owner {
  const { name, snapshot } = properties
  return {
    id,
    name: unescapeName(String(name)),
    rows: isSnapshotInfo(snapshot) ? snapshotRows(snapshot) : []
  }
}

/** Files are many, and of those that have no snapshot nobody wants to know. */
async function readLayouts(
  vcenter: VcenterClient,
  owners: readonly Owner[]
): Promise<ReadonlyMap<string, unknown>> {
  const ids = owners.map(({ id }) => id)
  const objects = ids.length === 0 ? [] : await vcenter.readObjects('VirtualMachine', ids, ['layoutEx'])
  return new Map(objects.map(({ id, properties }) => [id, properties['layoutEx']]))
}

function rowOf(
  { id, name, created, power_state, is_current }: SnapshotRow,
  owner: Owner,
  size: number | undefined,
  now: number
): Row {
  return {
    id,
    name,
    vm: owner.id,
    vm_name: owner.name,
    created,
    age_days: Math.round((now - Date.parse(created)) / 8_640_000) / 10,
    ...(size !== undefined && { size_bytes: size }),
    power_state,
    is_current
  }
}

function byAge({ created, id }: Row): Rank {
  return [Date.parse(created), id]
}

/** Those whose size is not known come last. */
function bySize({ size_bytes, id }: Row): Rank {
  return [-(size_bytes ?? -1), id]
}
