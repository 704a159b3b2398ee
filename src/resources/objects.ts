import type { CalledTool } from '../calls/tool-call.ts'
import { type ObjectArgument, objectTools } from '../tools/object-tools.ts'

/**
 * What of a vCenter MCP clients can read as a resource. Reading one is a call of a tool: its role, its limits and its record
 * are that tool's.
 *
 * @see https://modelcontextprotocol.io/specification/2025-11-25/server/resources
 */
export interface ObjectResource {
  /** The segment of its URIs. */
  kind: string
  title: string
  description: string
  /** The argument that takes the id, of the tool whose answer it is. */
  argument: ObjectArgument
}

export const objectResources: readonly ObjectResource[] = [
  {
    kind: 'vms',
    title: 'VM',
    description: 'One VM: what get_vm_details answers.',
    argument: 'vm'
  },
  {
    kind: 'hosts',
    title: 'Host',
    description: 'One ESXi host: what get_host_details answers.',
    argument: 'host'
  },
  {
    kind: 'datastores',
    title: 'Datastore',
    description: 'One datastore: what get_datastore_details answers.',
    argument: 'datastore'
  },
  {
    kind: 'clusters',
    title: 'Cluster',
    description: 'One cluster: what get_resource_utilization_summary answers for it.',
    argument: 'cluster'
  }
]

/** The whole of a vCenter in figures; the one resource of it that needs no id. */
export const utilization = { segment: 'utilization', tool: objectTools.cluster.reader } as const

export const scheme = 'vsphere://'

/** RFC 6570; an id may be an exact name as well. */
export function uriTemplateOf({ kind }: ObjectResource): string {
  return `${scheme}{vcenter}/${kind}/{id}`
}

export function utilizationUri(vcenter: string): string {
  return `${scheme}${encodeURIComponent(vcenter)}/${utilization.segment}`
}

/** The call that reads a resource of a vCenter; `undefined` for any other URI. */
export function callForUri(uri: string): CalledTool | undefined {
  if (!uri.startsWith(scheme)) return undefined
  const [hostname, kind, id, ...more] = uri.slice(scheme.length).split('/').map(decoded)
  if (!hostname || more.length > 0) return undefined
  if (kind === utilization.segment && id === undefined)
    return { name: utilization.tool, arguments: { hostname } }
  const object = objectResources.find(each => each.kind === kind)
  return object && id
    ? { name: objectTools[object.argument].reader, arguments: { [object.argument]: id, hostname } }
    : undefined
}

/** A segment that is no percent-encoded text names nothing. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return ''
  }
}
