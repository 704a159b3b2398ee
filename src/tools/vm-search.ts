import { CodedError } from '../errors.ts'
import { VcenterApiError, VcenterUnavailableError, VcenterUnsupportedError } from '../vcenter/errors.ts'
import { segmentsOf, unescapeName } from '../vcenter/names.ts'
import type { VcenterClient } from '../vcenter/types.ts'
import { mostCandidates } from './no-single-match.ts'
import type { Named } from './order.ts'

/** The plain name at the end of a path. */
export function lastName(path: string): string {
  return unescapeName(segmentsOf(path).at(-1) ?? '')
}

/** @throws `CodedError` unsupported before vCenter 8.0 U1 */
export function findVmByUuid(vcenter: VcenterClient, uuid: string): Promise<string | undefined> {
  return orRemedy('instance UUID', vcenter.findVmByUuid({ uuid, kind: 'instance' }))
}

/**
 * The ids of the VMs at `/Datacenter/vm/Folder/name`. The folder `vm`, which the vSphere Client does not show, may be
 * left out: it is the one below the datacenter, which may lie in folders itself.
 *
 * @throws `CodedError` unsupported before vCenter 8.0 U1
 */
export async function findVmByPath(vcenter: VcenterClient, path: string): Promise<string[]> {
  const segments = segmentsOf(path)
  const asGiven = await vmAt(vcenter, segments)
  if (asGiven !== undefined) return [asGiven]
  const places = segments.slice(0, -1)
  if (places.length === 0) return []
  const datacenters = await vcenter.listDatacenters({ names: [...new Set(places.map(unescapeName))] })
  const names = new Set(datacenters.map(({ name }) => unescapeName(name)))
  const below = [...places.keys()].filter(index => names.has(unescapeName(places[index] ?? '')))
  const ids = await Promise.all(below.map(index => vmAt(vcenter, segments.toSpliced(index + 1, 0, 'vm'))))
  return [...new Set(ids.filter(id => id !== undefined))]
}

async function vmAt(vcenter: VcenterClient, segments: readonly string[]): Promise<string | undefined> {
  const found = await orRemedy('inventory path', vcenter.findByPath({ path: segments.join('/') }))
  return found?.type === 'VirtualMachine' ? found.value : undefined
}

async function orRemedy<T>(what: string, search: Promise<T>): Promise<T> {
  try {
    return await search
  } catch (error) {
    if (!(error instanceof VcenterUnsupportedError)) throw error
    throw new CodedError('unsupported', `A VM cannot be found by its ${what}: ${error.message}`, {
      hint: 'Pass its id or its exact name; both are in list_vms.',
      cause: error
    })
  }
}

/** The candidates that are shown, with their paths where one more call can tell them. */
export async function pathsOf(
  vcenter: VcenterClient,
  candidates: readonly Named[]
): Promise<(Named & { path?: string })[]> {
  const shown = candidates.slice(0, mostCandidates)
  try {
    const objects = shown.map(({ id }) => ({ type: 'VirtualMachine', value: id }))
    const paths = await vcenter.getInventoryPaths({ objects })
    const located = shown.map(each => {
      const path = paths.get(each.id)
      return { ...each, ...(path !== undefined && { path: `/${path}` }) }
    })
    return [...located, ...candidates.slice(mostCandidates)]
  } catch (error) {
    const isRefused = error instanceof VcenterApiError || error instanceof VcenterUnavailableError
    if (isRefused || error instanceof VcenterUnsupportedError) return [...candidates]
    throw error
  }
}
