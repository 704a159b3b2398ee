import { type Static, Type } from '@sinclair/typebox'
import type { VcenterClient, VmInfo } from '../../vcenter/types.ts'
import { text } from '../properties.ts'

export const nic = Type.Object({
  key: Type.String(),
  label: Type.String(),
  type: Type.String(),
  mac_address: Type.Optional(Type.String()),
  network: Type.Optional(Type.String({ description: 'id of the network' })),
  network_name: Type.Optional(Type.String()),
  state: Type.String()
})

/** Distributed networks the VM itself names by their id only. */
export async function nicsOf(vcenter: VcenterClient, { nics }: VmInfo): Promise<Static<typeof nic>[]> {
  const names = await networkNames(vcenter, Object.values(nics))
  return Object.entries(nics).map(([key, each]) => ({
    key,
    label: each.label,
    type: each.type,
    ...text('mac_address', each.mac_address),
    ...text('network', each.backing.network),
    ...text('network_name', each.backing.network_name ?? names.get(each.backing.network ?? '')),
    state: each.state
  }))
}

async function networkNames(
  vcenter: VcenterClient,
  nics: readonly VmInfo['nics'][string][]
): Promise<ReadonlyMap<string, string>> {
  const unnamed = nics.flatMap(({ backing: { network, network_name } }) =>
    network !== undefined && network_name === undefined ? [network] : []
  )
  if (unnamed.length === 0) return new Map()
  const networks = await vcenter.listNetworks({ networks: [...new Set(unnamed)] })
  return new Map(networks.map(({ network, name }) => [network, name]))
}
