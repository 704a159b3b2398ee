import { type Static, Type } from '@sinclair/typebox'
import { CodedError } from '../../errors.ts'
import { quoted } from '../../text.ts'
import { isNamed, unescapeName } from '../../vcenter/names.ts'
import type { ManagedObject, VcenterClient } from '../../vcenter/types.ts'
import { isSnapshotInfo } from '../../vcenter/vim/answers.ts'
import { defineTool } from '../define-tool.ts'
import { constant, field, lengthOf, numberIn, referenceId, referenceIds, text } from '../properties.ts'
import { resolveId } from '../resolve.ts'
import { inventoryObject } from '../schemas.ts'
import { snapshotSizes } from '../snapshots/snapshot-sizes.ts'
import { snapshotRows } from '../snapshots/snapshot-tree.ts'
import { percentOf } from './share.ts'

const tenant = inventoryObject({
  power_state: Type.String(),
  is_template: Type.Boolean(),
  bytes: Type.Integer({ description: 'what it takes here, its snapshots included' }),
  unshared_bytes: Type.Integer({ description: 'what deleting it would free' }),
  snapshot_bytes: Type.Integer()
})

const part = Type.Object({ count: Type.Integer(), bytes: Type.Integer() })

const output = inventoryObject({
  type: Type.String(),
  accessible: Type.Boolean(),
  maintenance_mode: Type.Optional(Type.String()),
  capacity_bytes: Type.Optional(Type.Integer()),
  free_bytes: Type.Optional(Type.Integer()),
  used_bytes: Type.Optional(Type.Integer()),
  used_percent: Type.Optional(Type.Number()),
  provisioned_bytes: Type.Optional(
    Type.Integer({ description: 'used, and what thin disks may still grow by' })
  ),
  host_count: Type.Integer(),
  vms: part,
  powered_off_vms: part,
  templates: part,
  snapshots: part,
  other_bytes: Type.Optional(
    Type.Integer({ description: 'used by nothing of the above: ISO images, logs, files left over' })
  ),
  largest: Type.Array(tenant)
})

/** So many VMs are shown. */
const mostTenants = 20

/**
 * Bytes of VMs are vCenter's own account of them, which it renews from time to time.
 *
 * @see https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/data-structures/VirtualMachineUsageOnDatastore
 * @see https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/data-structures/DatastoreSummary
 */
export const getDatastoreDetails = defineTool({
  name: 'get_datastore_details',
  title: 'Get datastore details',
  toolset: 'inventory',
  description:
    'What fills one datastore: capacity, free, provisioned, the VMs that take most of it, and how much of it are ' +
    'snapshots, powered-off VMs, templates and other files: what to propose when space is needed. Which datastores ' +
    'are full is get_datastore_usage; single snapshots are in list_snapshots.',
  risk: 'read',
  idempotent: true,
  rest: 'GET /datastores/:datastore',
  privileges: ['System.Read'],
  input: Type.Object({
    datastore: Type.String({
      minLength: 1,
      maxLength: 255,
      description: 'Its id (datastore-11) or exact name.'
    })
  }),
  output,
  async run({ datastore: ref }, { vcenter }) {
    const id = await resolveId(vcenter, 'datastore', ref)
    const [datastore] = await vcenter.readObjects('Datastore', [id], ['summary', 'host', 'vm'])
    if (!datastore) throw new CodedError('not_found', `There is no datastore ${quoted(ref)} any more.`)
    const { summary, host, vm } = datastore.properties
    const name = unescapeName(String(field(summary, 'name')))
    const tenants = await tenantsOf(vcenter, referenceIds(vm), { id, name })
    const rows = tenants.map(each => each.row)
    const vms = rows.filter(each => !each.is_template)
    return {
      id,
      name,
      type: constant(String(field(summary, 'type'))),
      accessible: field(summary, 'accessible') === true,
      ...text('maintenance_mode', field(summary, 'maintenanceMode')),
      ...figuresOf(summary, rows),
      host_count: lengthOf(host),
      vms: sumOf(vms),
      powered_off_vms: sumOf(vms.filter(each => each.power_state === 'POWERED_OFF')),
      templates: sumOf(rows.filter(each => each.is_template)),
      snapshots: sumOf(tenants.flatMap(each => each.snapshots.map(bytes => ({ bytes })))),
      largest: rows.slice(0, mostTenants)
    }
  }
})

interface Place {
  id: string
  name: string
}

interface Tenant {
  row: Static<typeof tenant>
  /** What each of its snapshots takes here. */
  snapshots: number[]
}

/** Whatever takes the most comes first. */
async function tenantsOf(vcenter: VcenterClient, ids: readonly string[], place: Place): Promise<Tenant[]> {
  if (ids.length === 0) return []
  const vms = await vcenter.readObjects('VirtualMachine', ids, vmPaths)
  const owners = vms.filter(({ properties }) => isSnapshotInfo(properties['snapshot'])).map(({ id }) => id)
  const layouts = owners.length === 0 ? [] : await vcenter.readObjects('VirtualMachine', owners, ['layoutEx'])
  const files = new Map(layouts.map(({ id, properties }) => [id, properties['layoutEx']]))
  return vms
    .map(vm => tenantOf(vm, files.get(vm.id), place))
    .toSorted(({ row: one }, { row: other }) => other.bytes - one.bytes || (one.id < other.id ? -1 : 1))
}

const vmPaths = ['name', 'runtime.powerState', 'config.template', 'storage.perDatastoreUsage', 'snapshot']

function tenantOf({ id, properties }: ManagedObject, layoutEx: unknown, place: Place): Tenant {
  const usages = properties['storage.perDatastoreUsage']
  const all: unknown[] = Array.isArray(usages) ? usages : []
  const usage = all.find(each => referenceId(field(each, 'datastore')) === place.id)
  const info = properties['snapshot']
  const rows = isSnapshotInfo(info) ? snapshotRows(info) : []
  const sizes = snapshotSizes(layoutEx, rows, file => isOn(place, file))
  const snapshots = [...sizes.values()].filter(bytes => bytes > 0)
  const row = {
    id,
    name: unescapeName(String(properties['name'])),
    power_state: constant(String(properties['runtime.powerState'])),
    is_template: properties['config.template'] === true,
    bytes: numberIn(usage, 'committed'),
    unshared_bytes: numberIn(usage, 'unshared'),
    snapshot_bytes: snapshots.reduce((sum, bytes) => sum + bytes, 0)
  }
  return { row, snapshots }
}

/** A path is written `[datastore] directory/file`. */
function isOn({ name }: Place, file: unknown): boolean {
  const path = String(field(file, 'name'))
  return isNamed(path.slice(1, path.indexOf('] ')), name)
}

/** While it is not accessible, what vCenter knows of its size means nothing. */
function figuresOf(summary: unknown, rows: readonly { bytes: number }[]) {
  if (field(summary, 'accessible') !== true) return {}
  const capacity = numberIn(summary, 'capacity')
  const used = capacity - numberIn(summary, 'freeSpace')
  return {
    capacity_bytes: capacity,
    free_bytes: numberIn(summary, 'freeSpace'),
    used_bytes: used,
    used_percent: percentOf(used, capacity),
    provisioned_bytes: used + numberIn(summary, 'uncommitted'),
    other_bytes: Math.max(0, used - sumOf(rows).bytes)
  }
}

function sumOf(parts: readonly { bytes: number }[]): Static<typeof part> {
  return { count: parts.length, bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0) }
}
