import { Type } from '@sinclair/typebox'
import { unescapeName } from '../../vcenter/names.ts'
import type { ManagedObjectReference, TriggeredAlarm, VcenterClient } from '../../vcenter/types.ts'
import { defineTool } from '../define-tool.ts'
import { rankedPage, type Rank } from '../ranked.ts'
import { listOf, mostItems, pageInput, stringEnum } from '../schemas.ts'
import { alarmRow, alarmRowOf } from './alarm-row.ts'

const objectTypes = [
  'VirtualMachine',
  'HostSystem',
  'ClusterComputeResource',
  'Datastore',
  'Network',
  'ResourcePool',
  'Folder',
  'Datacenter'
] as const

type ObjectType = (typeof objectTypes)[number]

/** @see https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/data-structures/AlarmState */
export const listAlarms = defineTool({
  name: 'list_alarms',
  title: 'List alarms',
  toolset: 'performance',
  description:
    'Triggered alarms of the whole inventory, red before yellow, the newest first: what needs attention now. Filter by ' +
    'status, type of object, or whether somebody has acknowledged it. Go on with the object: get_vm_performance, ' +
    'get_host_details or get_datastore_details.',
  risk: 'read',
  idempotent: true,
  rest: 'GET /alarms',
  privileges: ['System.Read', 'System.View'],
  input: Type.Object({
    status: Type.Optional(stringEnum(['red', 'yellow'])),
    object_type: Type.Optional(stringEnum(objectTypes)),
    acknowledged: Type.Optional(Type.Boolean()),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: mostItems, default: 30 })),
    cursor: pageInput.cursor
  }),
  output: listOf(alarmRow),
  async run({ limit, cursor, ...filters }, { vcenter }) {
    const { status, object_type, acknowledged } = filters
    const alarms = (await vcenter.listTriggeredAlarms()).filter(
      each =>
        (status === undefined || each.overallStatus === status) &&
        (object_type === undefined || typeOf(each.entity) === object_type) &&
        (acknowledged === undefined || (each.acknowledged ?? false) === acknowledged)
    )
    const page = rankedPage(alarms, worstFirst, { limit, usual: 30, cursor }, { list: 'alarms', ...filters })
    const names = await namesOf(vcenter, page.items)
    return { ...page, items: page.items.map(each => alarmRowOf(each, names)) }
  }
})

/** More than any number of milliseconds since 1970 that a time has. */
const aRankLower = 1e14

function worstFirst({ overallStatus, time, key }: TriggeredAlarm): Rank {
  return [(overallStatus === 'red' ? 0 : aRankLower) - Date.parse(time), key]
}

/** What is read as another type than its own counts as that: a port group is a network. */
function typeOf({ type }: ManagedObjectReference): ObjectType | undefined {
  const known = objectTypes.find(each => each === type)
  return known ?? (['DistributedVirtualPortgroup', 'OpaqueNetwork'].includes(type) ? 'Network' : undefined)
}

/** One read for each type of object on the page. */
async function namesOf(
  vcenter: VcenterClient,
  alarms: readonly TriggeredAlarm[]
): Promise<ReadonlyMap<string, string>> {
  const byType = Map.groupBy(alarms, ({ entity }) => typeOf(entity))
  const reads = [...byType].map(async ([type, those]) => {
    const objects = new Map(those.map(({ entity }) => [entity.value, entity]))
    return type === undefined ? [] : vcenter.readObjects(type, [...objects.values()], ['name'])
  })
  const objects = (await Promise.all(reads)).flat()
  return new Map(objects.map(({ id, properties }) => [id, unescapeName(String(properties['name']))]))
}
