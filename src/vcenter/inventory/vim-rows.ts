import { isObject } from '../../objects.ts'
import { unescapeName } from '../names.ts'
import type { ManagedObject } from '../vim/property-collector.ts'
import type { Row } from './filters.ts'
import type { Step } from './traversal.ts'

/** How a list is read through VI/JSON, and how its objects become the summaries of the Automation API. */
export interface VimList {
  /** Subtypes included. */
  readonly type: string
  readonly paths: readonly string[]
  readonly through: readonly Step[]
  /** Objects in one answer. */
  readonly pageSize: number
  /** `undefined` for what the Automation API leaves out. */
  row(object: ManagedObject): Row | undefined
}

/**
 * 8,000 VMs must fit into one answer, and parsing it must not hold up everybody else for more than 100 ms: 10,000 VMs
 * are 7 MB of JSON.
 */
const largePage = 10_000
/** The configuration of a cluster has a rule for every VM that somebody gave one. */
const clusterPage = 250

/** @see https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/data-structures/ */
export const vimLists = {
  vms: {
    type: 'VirtualMachine',
    paths: [
      'name',
      'runtime.powerState',
      'summary.config.template',
      'config.hardware.numCPU',
      'config.hardware.memoryMB'
    ],
    through: ['folders', 'vmFolder', 'vAppVms', 'vAppsInvApps'],
    pageSize: largePage,
    row({ id, properties }) {
      if (properties['summary.config.template'] === true) return undefined
      return {
        vm: id,
        name: nameOf(properties),
        power_state: words(properties['runtime.powerState'], powerStates),
        ...number('cpu_count', properties['config.hardware.numCPU']),
        ...number('memory_size_MiB', properties['config.hardware.memoryMB'])
      }
    }
  },
  hosts: {
    type: 'HostSystem',
    paths: ['name', 'runtime.connectionState', 'runtime.powerState'],
    through: ['folders', 'hostFolder', 'hosts'],
    pageSize: largePage,
    row({ id, properties }) {
      const connection = words(properties['runtime.connectionState'], connectionStates)
      const power = words(properties['runtime.powerState'], powerStates)
      // the power of a host that does not answer is not known
      const isKnown = connection === 'CONNECTED' && power !== '' && power !== 'UNKNOWN'
      return {
        host: id,
        name: nameOf(properties),
        connection_state: connection,
        ...(isKnown && { power_state: power })
      }
    }
  },
  clusters: {
    type: 'ClusterComputeResource',
    paths: ['name', 'configurationEx'],
    through: ['folders', 'hostFolder'],
    pageSize: clusterPage,
    row({ id, properties }) {
      const configuration = properties['configurationEx']
      return {
        cluster: id,
        name: nameOf(properties),
        ha_enabled: isEnabled(configuration, 'dasConfig'),
        drs_enabled: isEnabled(configuration, 'drsConfig')
      }
    }
  },
  datastores: {
    type: 'Datastore',
    paths: ['name', 'summary.type', 'summary.accessible', 'summary.freeSpace', 'summary.capacity'],
    through: ['folders', 'datastoreFolder'],
    pageSize: largePage,
    row({ id, properties }) {
      return {
        datastore: id,
        name: nameOf(properties),
        type: words(properties['summary.type']),
        // the last figures of a datastore that nobody reaches are old
        ...(properties['summary.accessible'] !== false && {
          ...number('free_space', properties['summary.freeSpace']),
          ...number('capacity', properties['summary.capacity'])
        })
      }
    }
  },
  networks: {
    type: 'Network',
    paths: ['name'],
    through: ['folders', 'networkFolder'],
    pageSize: largePage,
    row: ({ id, type, properties }) => ({
      network: id,
      name: nameOf(properties),
      type: networkTypes.get(type) ?? 'STANDARD_PORTGROUP'
    })
  },
  datacenters: {
    type: 'Datacenter',
    paths: ['name'],
    through: ['folders'],
    pageSize: largePage,
    row: ({ id, properties }) => ({ datacenter: id, name: nameOf(properties) })
  },
  folders: {
    type: 'Folder',
    paths: ['name', 'childType'],
    through: ['folders', 'vmFolder', 'hostFolder', 'datastoreFolder', 'networkFolder'],
    pageSize: largePage,
    // a StoragePod is a Folder to VI/JSON only
    row({ type, id, properties }) {
      if (type !== 'Folder') return undefined
      return { folder: id, name: nameOf(properties), type: folderType(properties['childType']) }
    }
  },
  resourcePools: {
    type: 'ResourcePool',
    paths: ['name'],
    through: ['folders', 'hostFolder', 'rootPools', 'pools'],
    pageSize: largePage,
    // a VirtualApp is a ResourcePool to VI/JSON only
    row: ({ type, id, properties }) =>
      type === 'ResourcePool' ? { resource_pool: id, name: nameOf(properties) } : undefined
  }
} as const satisfies Record<string, VimList>

const powerStates = new Map([
  ['poweredOn', 'POWERED_ON'],
  ['poweredOff', 'POWERED_OFF'],
  ['suspended', 'SUSPENDED'],
  ['standBy', 'STANDBY'],
  ['unknown', 'UNKNOWN']
])
const connectionStates = new Map([
  ['connected', 'CONNECTED'],
  ['disconnected', 'DISCONNECTED'],
  ['notResponding', 'NOT_RESPONDING']
])
const networkTypes = new Map([
  ['DistributedVirtualPortgroup', 'DISTRIBUTED_PORTGROUP'],
  ['OpaqueNetwork', 'OPAQUE_NETWORK']
])
const folderTypes = new Map([
  ['Datacenter', 'DATACENTER'],
  ['VirtualMachine', 'VIRTUAL_MACHINE'],
  ['ComputeResource', 'HOST'],
  ['Datastore', 'DATASTORE'],
  ['Network', 'NETWORK']
])

/** A word that this table does not know is at least spelled as the Automation API spells words. */
function words(value: unknown, known?: ReadonlyMap<string, string>): string {
  return typeof value === 'string' ? (known?.get(value) ?? value.toUpperCase()) : ''
}

function folderType(childTypes: unknown): string {
  const types: unknown[] = Array.isArray(childTypes) ? childTypes : []
  for (const [child, type] of folderTypes) if (types.includes(child)) return type
  return ''
}

/** VI/JSON answers the characters %, / and \ of a name escaped. */
function nameOf(properties: ManagedObject['properties']): string {
  const { name } = properties
  return typeof name === 'string' ? unescapeName(name) : ''
}

function isEnabled(configuration: unknown, part: string): boolean {
  const config = isObject(configuration) ? configuration[part] : undefined
  return isObject(config) && config['enabled'] === true
}

function number(name: string, value: unknown): Row {
  return typeof value === 'number' ? { [name]: value } : {}
}
