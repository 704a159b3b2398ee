import type { VirtualMachine } from '../inventory/index.ts'
import type { OvfPackage } from '../libraries.ts'
import { createMachine, type MachineWish } from '../machine/create.ts'
import { resolvePlace } from '../machine/placement.ts'
import { invalidArgument, isVapiError, message, notFound, vapiError, type VapiError } from './errors.ts'
import type { FieldValues } from './fields.ts'
import { finishJob, startJob } from './jobs.ts'
import { itemOf } from './library-items.ts'
import { param, withBody, type Call, type Operation } from './operation.ts'
import { asVapiError } from './problems.ts'

/** https://developer.broadcom.com/xapis/vsphere-automation-api/latest/vcenter/ovf/library_item/ */

const provisioning = { oneOf: ['thin', 'thick', 'eagerZeroedThick'] } as const

const targetFields = { 'resource_pool_id!': 'text', host_id: 'text', folder_id: 'text' } as const

const deployFields = {
  'target!': { fields: targetFields },
  'deployment_spec!': {
    fields: {
      name: 'text',
      annotation: 'text',
      'accept_all_EULA!': 'boolean',
      network_mappings: { map: 'text' },
      storage_mappings: {
        map: {
          fields: {
            'type!': { oneOf: ['DATASTORE', 'STORAGE_PROFILE'] },
            datastore_id: 'text',
            storage_profile_id: 'text',
            provisioning
          }
        }
      },
      storage_provisioning: provisioning,
      storage_profile_id: 'text',
      locale: 'text',
      flags: { list: 'text' },
      additional_parameters: { list: 'any' },
      default_datastore_id: 'text'
    }
  }
} as const

type DeployCall = Call<FieldValues<typeof deployFields>>

/** 200 also when it did not work: `succeeded` tells. The same token again gives the same answer again. */
export const deployOvf: Operation = withBody({
  ok: 200,
  parameters: [{ name: 'client_token', inRestBody: true }],
  fields: deployFields,
  run: async call => {
    const ovf = packageOf(call)
    checkTarget(call, call.body.target)
    const token = call.query.get('client_token')?.[0]
    if (token === undefined) return deploy(call, ovf)
    const { deployments } = call.state.libraries
    const earlier = deployments.get(token)
    if (earlier) return earlier
    const answer = deploy(call, ovf)
    deployments.set(token, answer)
    return answer
  }
})

/** What a package asks for, to be answered in a deployment. */
export const filterOvf: Operation = withBody({
  ok: 200,
  fields: { 'target!': { fields: targetFields } },
  run: call => {
    const ovf = packageOf(call)
    checkTarget(call, call.body.target)
    return {
      name: itemOf(call, param(call, 'ovf_library_item_id')).name,
      annotation: ovf.annotation,
      EULAs: ovf.licences,
      networks: ovf.networks,
      storage_groups: ['group1'],
      additional_params: []
    }
  }
})

async function deploy(call: DeployCall, ovf: OvfPackage): Promise<unknown> {
  const { state, body } = call
  try {
    if (ovf.licences.length > 0 && !body.deployment_spec.accept_all_EULA) throw notAccepted()
    const wish = machineWish(call, ovf)
    const pool = state.inventory.resourcePools.get(body.target.resource_pool_id)
    const vm = await finishJob(
      startJob(call, {
        name: 'ImportVAppLRO',
        descriptionId: 'ResourcePool.ImportVAppLRO',
        entity: { type: 'ResourcePool', id: body.target.resource_pool_id, name: pool?.name ?? '' },
        made: (made: VirtualMachine) => ({ type: 'VirtualMachine', id: made.id }),
        effect: () => createMachine(state, wish)
      })
    )
    return { succeeded: true, resource_id: { type: 'VirtualMachine', id: vm.id } }
  } catch (thrown) {
    const error = asVapiError(thrown)
    if (!isVapiError(error)) throw error
    return { succeeded: false, error: { errors: [describeError(error)], warnings: [], information: [] } }
  }
}

function machineWish(call: DeployCall, ovf: OvfPackage): MachineWish {
  const { target, deployment_spec: spec } = call.body
  const item = itemOf(call, param(call, 'ovf_library_item_id'))
  const { network_mappings: mappings = {}, storage_mappings: storage = {} } = spec
  const unknownNetwork = Object.keys(mappings).find(network => !ovf.networks.includes(network))
  if (unknownNetwork !== undefined) throw invalidArgument('network_mappings', unknownNetwork)
  const unknownGroup = Object.keys(storage).find(group => group !== 'group1')
  if (unknownGroup !== undefined) throw invalidArgument('storage_mappings', unknownGroup)
  const thin = (storage['group1']?.provisioning ?? spec.storage_provisioning) === 'thin'
  const datacenter = call.state.inventory.resourcePools.get(target.resource_pool_id)?.datacenter ?? ''
  const vmName = spec.name ?? item.name
  return {
    name: vmName,
    hostName: `${vmName.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.corp.example`,
    system: ovf.system,
    annotation: spec.annotation ?? ovf.annotation,
    placement: {
      folder: target.folder_id ?? call.state.inventory.datacenters.get(datacenter)?.vmFolder,
      resourcePool: target.resource_pool_id,
      host: target.host_id,
      datastore: storage['group1']?.datastore_id ?? spec.default_datastore_id
    },
    firmware: 'EFI',
    cpu: { count: ovf.cpus },
    memory: { sizeMib: ovf.memoryMib },
    disks: ovf.disks.map(capacity => ({ capacity, thin })),
    nics: ovf.networks.map(name => ({ network: mappings[name], startConnected: true })),
    cdroms: []
  }
}

/** Ids that name nothing are NOT_FOUND, those that do not go together INVALID_ARGUMENT. */
function checkTarget(call: Call<unknown>, target: FieldValues<typeof targetFields>): void {
  const { inventory } = call.state
  const { resource_pool_id: pool, host_id: host, folder_id: folder } = target
  const datacenter = inventory.resourcePools.get(pool)?.datacenter
  if (datacenter === undefined) throw notFound('resource pool', pool)
  try {
    resolvePlace(inventory, {
      folder: folder ?? inventory.datacenters.get(datacenter)?.vmFolder,
      resourcePool: pool,
      host
    })
  } catch (error) {
    throw asVapiError(error)
  }
}

function packageOf(call: Pick<Call, 'params' | 'state'>): OvfPackage {
  const id = param(call, 'ovf_library_item_id')
  const { ovf } = itemOf(call, id)
  if (!ovf) throw invalidArgument('ovf_library_item_id', id)
  return ovf
}

function notAccepted(): VapiError {
  const text = 'The end user licence agreements must be accepted.'
  return vapiError('INVALID_ARGUMENT', message('com.vmware.ovfs.ovfs-main.ovfs.eula_not_accepted', text))
}

/** SERVER errors carry the error itself, those of what was given a message; which is which is inferred. */
function describeError(error: VapiError): Record<string, unknown> {
  const { type, messages } = error.vapi
  const [first] = messages
  if (type === 'INVALID_ARGUMENT') {
    const [name, value] = first?.args ?? []
    return { category: 'INPUT', message: first, ...(name === undefined ? {} : { name, value: value ?? '' }) }
  }
  return { category: 'SERVER', error: { error_type: type, messages }, message: first }
}
