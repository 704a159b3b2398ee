import { type Static, Type } from '@sinclair/typebox'
import type { ManagedObject, VcenterClient, VmInfo } from '../../vcenter/types.ts'
import { VcenterUnsupportedError } from '../../vcenter/errors.ts'
import { defineTool } from '../define-tool.ts'
import { count, field, referenceId, referenceIds, text } from '../properties.ts'
import { findingVm, resolveVm } from '../resolve.ts'
import { inventoryObject, longText, verboseInput, vmRef } from '../schemas.ts'
import { nic, nicsOf } from './vm-nics.ts'

const disk = Type.Object({
  key: Type.String(),
  label: Type.String(),
  type: Type.String(),
  capacity_bytes: Type.Optional(Type.Integer()),
  file: Type.Optional(Type.String(longText))
})

const placement = Type.Object({
  host: Type.Optional(Type.String()),
  host_name: Type.Optional(Type.String()),
  folder: Type.Optional(Type.String()),
  resource_pool: Type.Optional(Type.String()),
  datastores: Type.Array(Type.String())
})

const guest = Type.Object({
  tools_running: Type.Boolean(),
  host_name: Type.Optional(Type.String()),
  ip_address: Type.Optional(Type.String()),
  full_name: Type.Optional(Type.String())
})

const usage = Type.Object({
  cpu_mhz: Type.Optional(Type.Integer()),
  memory_mib: Type.Optional(Type.Integer({ description: 'active guest memory' })),
  uptime_s: Type.Optional(Type.Integer())
})

const output = inventoryObject({
  power_state: Type.String(),
  guest_os: Type.String({ description: "vCenter's guest system identifier" }),
  cpu: Type.Object({
    count: Type.Integer(),
    cores_per_socket: Type.Integer(),
    hot_add_enabled: Type.Boolean(),
    hot_remove_enabled: Type.Boolean()
  }),
  memory: Type.Object({ size_mib: Type.Integer(), hot_add_enabled: Type.Boolean() }),
  disks: Type.Array(disk),
  nics: Type.Array(nic),
  guest,
  placement: Type.Optional(placement),
  usage: Type.Optional(usage),
  snapshot_count: Type.Optional(Type.Integer()),
  annotation: Type.Optional(Type.String(longText)),
  identity: Type.Optional(Type.Object({ bios_uuid: Type.String(), instance_uuid: Type.String() })),
  hardware: Type.Optional(Type.Object({ version: Type.String(), boot: Type.String() })),
  cdroms: Type.Optional(
    Type.Array(
      Type.Object({
        label: Type.String(),
        state: Type.String(),
        iso_file: Type.Optional(Type.String(longText))
      })
    )
  )
})

export const getVmDetails = defineTool({
  name: 'get_vm_details',
  title: 'Get VM details',
  toolset: 'inventory',
  description:
    'Everything about one VM: power, CPU, memory, disks, network cards, guest system, where it runs, what it uses now ' +
    'and how many snapshots it has; verbose adds notes, UUIDs, hardware version and CD drives. To find a VM use ' +
    'list_vms; its snapshots are in list_vm_snapshots.',
  risk: 'read',
  idempotent: true,
  rest: 'GET /vms/:vm',
  privileges: findingVm,
  input: Type.Object({ vm: vmRef, ...verboseInput }),
  output,
  async run({ vm: ref, verbose }, { vcenter }) {
    const { vm } = await resolveVm(vcenter, ref)
    const [info, identity, object] = await Promise.all([
      vcenter.getVm({ vm }),
      vcenter.getGuestIdentity({ vm }),
      readVimProperties(vcenter, vm)
    ])
    const hostId = referenceId(object?.properties['runtime.host'])
    const [nics, hostName] = await Promise.all([
      nicsOf(vcenter, info),
      hostId === undefined ? undefined : nameOfHost(vcenter, hostId)
    ])
    return {
      id: vm,
      name: info.name,
      power_state: info.power_state,
      guest_os: info.guest_OS,
      cpu: info.cpu,
      memory: { size_mib: info.memory.size_MiB, hot_add_enabled: info.memory.hot_add_enabled },
      disks: disksOf(info),
      nics,
      guest: {
        tools_running: identity !== undefined,
        ...text('host_name', identity?.host_name),
        ...text('ip_address', identity?.ip_address),
        ...text('full_name', identity?.full_name.default_message)
      },
      ...(object && vimFields(object, hostName)),
      ...(verbose && verboseFields(info, object))
    }
  }
})

/** Before vCenter 8.0 U1 there is no VI/JSON: the answer then lacks these fields instead of failing. */
async function readVimProperties(vcenter: VcenterClient, vm: string): Promise<ManagedObject | undefined> {
  const paths = [
    'runtime.host',
    'parent',
    'resourcePool',
    'datastore',
    'summary.quickStats',
    'snapshot',
    'config.annotation'
  ]
  try {
    const [object] = await vcenter.readObjects('VirtualMachine', [vm], paths)
    return object
  } catch (error) {
    if (error instanceof VcenterUnsupportedError) return undefined
    throw error
  }
}

type Output = Static<typeof output>

function disksOf(info: VmInfo): Output['disks'] {
  return Object.entries(info.disks).map(([key, each]) => ({
    key,
    label: each.label,
    type: each.type,
    ...count('capacity_bytes', each.capacity),
    ...text('file', each.backing.vmdk_file)
  }))
}

async function nameOfHost(vcenter: VcenterClient, id: string): Promise<string | undefined> {
  return (await vcenter.listHosts({ hosts: [id] }))[0]?.name
}

function vimFields({ properties }: ManagedObject, hostName: string | undefined): Partial<Output> {
  const quickStats = properties['summary.quickStats']
  return {
    placement: {
      ...text('host', properties['runtime.host']),
      ...text('host_name', hostName),
      ...text('folder', properties['parent']),
      ...text('resource_pool', properties['resourcePool']),
      datastores: referenceIds(properties['datastore'])
    },
    usage: {
      ...count('cpu_mhz', field(quickStats, 'overallCpuUsage')),
      ...count('memory_mib', field(quickStats, 'guestMemoryUsage')),
      ...count('uptime_s', field(quickStats, 'uptimeSeconds'))
    },
    snapshot_count: countSnapshots(field(properties['snapshot'], 'rootSnapshotList'))
  }
}

function countSnapshots(trees: unknown): number {
  if (!Array.isArray(trees)) return 0
  return trees.reduce((sum: number, tree) => sum + 1 + countSnapshots(field(tree, 'childSnapshotList')), 0)
}

function verboseFields(info: VmInfo, object: ManagedObject | undefined): Partial<Output> {
  return {
    ...text('annotation', object?.properties['config.annotation']),
    ...(info.identity && {
      identity: { bios_uuid: info.identity.bios_uuid, instance_uuid: info.identity.instance_uuid }
    }),
    hardware: { version: info.hardware.version, boot: info.boot.type },
    cdroms: Object.values(info.cdroms ?? {}).map(each => ({
      label: each.label,
      state: each.state,
      ...text('iso_file', each.backing.iso_file)
    }))
  }
}
