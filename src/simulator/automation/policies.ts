import type { Datastore, VirtualMachine } from '../inventory/index.ts'
import type { State } from '../state.ts'
import { invalidArgument, notFound } from './errors.ts'
import { passes } from './filters.ts'
import { param, withBody, type Operation } from './operation.ts'
import { perform, refuseWhenBusy } from './jobs.ts'
import { vmOf } from './vm.ts'

/** https://developer.broadcom.com/xapis/vsphere-automation-api/latest/vcenter/storage/policies/ */

interface StoragePolicy {
  id: string
  name: string
  description: string
  /** Whether a datastore fits it. */
  fits: (datastore: Datastore) => boolean
}

/** Three that every vCenter has, two with the ids they have everywhere, and two of the house. */
const policies: readonly StoragePolicy[] = [
  {
    id: 'aa6d5a82-1c88-45da-85d3-3d74b91a5bad',
    name: 'vSAN Default Storage Policy',
    description: 'Storage policy used as default for vSAN datastores',
    fits: datastore => datastore.type === 'VSAN'
  },
  {
    id: '4d5f673c-536f-11e6-beb8-9e71128cae77',
    name: 'VM Encryption Policy',
    description: 'Sample storage policy for VMware’s VM and virtual disk encryption',
    fits: () => true
  },
  {
    id: '7c1f4a0e-6f6b-4c1e-9a54-52d1b7f3a000',
    name: 'Management Storage policy - Thin',
    description: 'Management Storage policy used for VMFS datastores',
    fits: () => true
  },
  {
    id: '7c1f4a0e-6f6b-4c1e-9a54-52d1b7f3a001',
    name: 'Shared block storage',
    description: 'VMFS volumes that more than one host reaches',
    fits: datastore => datastore.type === 'VMFS' && datastore.hosts.length > 1
  },
  {
    id: '7c1f4a0e-6f6b-4c1e-9a54-52d1b7f3a002',
    name: 'Shared files',
    description: 'NFS exports',
    fits: datastore => datastore.type === 'NFS' || datastore.type === 'NFS41'
  }
]

/** @throws INVALID_ARGUMENT when there is none of that id: "if the specified storage policy is invalid" */
export function policyOf(id: string): StoragePolicy {
  const policy = policies.find(candidate => candidate.id === id)
  if (!policy) throw invalidArgument('storage_policy.policy', id)
  return policy
}

export const listPolicies: Operation = {
  ok: 200,
  filter: [{ name: 'policies', many: true }],
  run: call =>
    policies
      .filter(({ id }) => passes(call, 'policies', id))
      .map(({ id, name, description }) => ({ policy: id, name, description }))
}

/** Which machines use a policy, for their home directory and for disks. */
export const listVmsOfPolicy: Operation = {
  ok: 200,
  maps: [''],
  run: call => {
    const id = param(call, 'policy')
    if (!policies.some(policy => policy.id === id)) throw notFound('storage policy', id)
    const users: Record<string, unknown> = {}
    for (const vm of call.state.inventory.vms.values()) {
      const { vm_home: home, disks } = policiesOf(call.state, vm)
      const found = Object.entries(disks).flatMap(([key, policy]) => (policy === id ? [key] : []))
      if (home === id || found.length > 0) users[vm.id] = { vm_home: home === id, disks: found }
    }
    return users
  }
}

export const checkCompatibility: Operation = withBody({
  ok: 200,
  fields: { 'datastores!': { list: 'text' } },
  run: call => {
    const id = param(call, 'policy')
    const policy = policies.find(candidate => candidate.id === id)
    if (!policy) throw notFound('storage policy', id)
    const datastores = call.body.datastores.map(name => {
      const datastore = call.state.inventory.datastores.get(name)
      if (!datastore) throw notFound('datastore', name)
      return datastore
    })
    return {
      compatible_datastores: datastores
        .filter(datastore => policy.fits(datastore))
        .map(datastore => ({ datastore: datastore.id }))
    }
  }
})

/** Which one it is for datastores other than vSAN is inferred. */
export const getDefaultPolicy: Operation = {
  ok: 200,
  run: call => {
    const id = param(call, 'datastore')
    const datastore = call.state.inventory.datastores.get(id)
    if (!datastore) throw notFound('datastore', id)
    return vsanDefault(datastore) ?? policies[2]?.id
  }
}

export const getVmPolicy: Operation = {
  ok: 200,
  maps: ['disks'],
  run: call => policiesOf(call.state, vmOf(call))
}

const choice = {
  fields: { 'type!': { oneOf: ['USE_SPECIFIED_POLICY', 'USE_DEFAULT_POLICY'] }, policy: 'text' }
} as const

/** `policy` goes with USE_SPECIFIED_POLICY, and must be there then. */
export const updateVmPolicy: Operation = withBody({
  ok: 204,
  wrapper: 'spec',
  fields: { vm_home: choice, disks: { map: choice } },
  run: async call => {
    const vm = vmOf(call)
    refuseWhenBusy(call, vm)
    const changes = { ...call.body.disks, ...(call.body.vm_home ? { home: call.body.vm_home } : {}) }
    const wanted: Record<string, string> = { ...vm.storagePolicies }
    for (const [key, { type, policy }] of Object.entries(changes)) {
      if (key !== 'home' && !vm.disks.some(disk => disk.key === key)) throw invalidArgument('disks', key)
      if ((type === 'USE_SPECIFIED_POLICY') !== (policy !== undefined))
        throw invalidArgument('policy', policy)
      if (policy === undefined) delete wanted[key]
      else wanted[key] = policyOf(policy).id
    }
    const task = { name: 'ReconfigVM_Task', descriptionId: 'VirtualMachine.reconfigure' }
    await perform(call, vm, task, () => call.state.inventory.change(vm, { storagePolicies: wanted }))
  }
})

function policiesOf(state: State, vm: VirtualMachine): { vm_home?: string; disks: Record<string, string> } {
  const disks: Record<string, string> = {}
  for (const disk of vm.disks) {
    const policy = vm.storagePolicies[disk.key] ?? defaultAt(state, disk.datastore)
    if (policy !== undefined) disks[disk.key] = policy
  }
  const home = vm.storagePolicies['home'] ?? defaultAt(state, vm.datastore)
  return { ...(home === undefined ? {} : { vm_home: home }), disks }
}

function defaultAt(state: State, datastore: string): string | undefined {
  const found = state.inventory.datastores.get(datastore)
  return found && vsanDefault(found)
}

/** The policy that a machine has without being given one. */
function vsanDefault(datastore: Datastore): string | undefined {
  return datastore.type === 'VSAN' ? policies[0]?.id : undefined
}
