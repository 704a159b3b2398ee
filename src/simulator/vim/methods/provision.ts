import { cloneMachine } from '../../machine/clone.ts'
import { createMachine } from '../../machine/create.ts'
import type { PlacementWish } from '../../machine/placement.ts'
import { powerOn } from '../../machine/power.ts'
import { relocateMachine } from '../../machine/relocate.ts'
import { destroyMachine } from '../../machine/remove.ts'
import {
  listOf,
  objectOf,
  optionalRef,
  textOf,
  wholeNumber,
  type Method,
  type VimCall,
  referred
} from '../call.ts'
import { invalidArgument, invalidRequest } from '../faults.ts'
import { requirePrivilege } from '../privileges.ts'
import { readSpec } from '../specs.ts'
import { moRef } from '../values.ts'
import { applyConfig, readConfigSpec, systemOf, type ConfigChange } from './reconfigure.ts'
import { entityOf, machineOf, nameOf, startTask } from './task.ts'

/**
 * Making and moving virtual machines.
 * https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/ VirtualMachine, Folder
 */

interface Target {
  placement: PlacementWish
  /** Datastores by device key. */
  disks: Record<string, string>
}

const relocateFields = {
  honoured: ['folder', 'datastore', 'pool', 'host', 'disk', 'diskMoveType', 'transform'],
  others: ['service', 'deviceChange', 'profile', 'cryptoSpec', 'tagSpecs', 'vmPlacementPolicies']
}

const relocate: Method = {
  parameters: ['spec!', 'priority'],
  privilege: 'System.View',
  run: call => {
    const vm = machineOf(call)
    const target = readTarget(call, call.parameters['spec'])
    const priority = textOf(call, 'priority') ?? 'defaultPriority'
    if (!['lowPriority', 'highPriority', 'defaultPriority'].includes(priority))
      throw invalidArgument('priority')
    requirePrivilege(call.state, moRef('VirtualMachine', vm.id), 'Resource.ColdMigrate')
    if (vm.powerState === 'POWERED_ON') {
      requirePrivilege(call.state, moRef('VirtualMachine', vm.id), 'Resource.HotMigrate')
    }
    requireTarget(call, target, 'VirtualMachine.Inventory.Move')
    const plan = { name: 'RelocateVM_Task', descriptionId: 'VirtualMachine.relocate', cancelable: true }
    return startTask(call, vm, plan, () => {
      relocateMachine(call.state, vm, target)
      return {}
    })
  }
}

const clone: Method = {
  parameters: ['folder!', 'name!', 'spec!'],
  privilege: 'System.View',
  run: call => {
    const { state } = call
    const source = machineOf(call)
    const folder = referred(call, call.parameters['folder'], 'folder')
    const name = nameOf(call.parameters['name'], 'name')
    const spec = readSpec(call.parameters['spec'], 'VirtualMachineCloneSpec', {
      honoured: ['location', 'template', 'powerOn', 'config'],
      others: ['customization', 'snapshot', 'memory', 'disksToClone', 'tpmProvisionPolicy']
    })
    const [template, on] = [spec['template'], spec['powerOn']]
    if (typeof template !== 'boolean' || typeof on !== 'boolean') {
      throw invalidRequest('A VirtualMachineCloneSpec needs template and powerOn.')
    }
    const target = readTarget(call, spec['location'])
    // "For clone operations from a template to a virtual machine, this argument is required."
    if (source.template && !template && target.placement.resourcePool === undefined) {
      throw invalidArgument('spec.location.pool')
    }
    const config = spec['config'] === undefined ? undefined : readConfigSpec(spec['config'])
    const provisioning = source.template && !template ? 'DeployTemplate' : 'Clone'
    const object = moRef('VirtualMachine', source.id)
    requirePrivilege(state, object, `VirtualMachine.Provisioning.${provisioning}`)
    requirePrivilege(state, moRef('Folder', folder.id), 'VirtualMachine.Inventory.CreateFromExisting')
    requireTarget(call, target)
    const plan = { name: 'CloneVM_Task', descriptionId: 'VirtualMachine.clone', cancelable: true }
    const placement = { ...target.placement, folder: folder.id }
    return startTask(call, source, plan, () => {
      const copy = cloneMachine(state, source, { name, placement, disks: target.disks, template })
      try {
        if (config) applyConfig(state, copy, { ...config, name: undefined })
      } catch (error) {
        destroyMachine(state, copy)
        throw error
      }
      if (on && !template) powerOn(state, copy)
      return { result: { type: 'VirtualMachine', id: copy.id } }
    })
  }
}

const createVm: Method = {
  parameters: ['config!', 'pool!', 'host'],
  privilege: 'VirtualMachine.Inventory.Create',
  run: call => {
    const { state } = call
    const folder = entityOf(call)
    const pool = referred(call, call.parameters['pool'], 'pool')
    const host = optionalRef(call.parameters['host'], 'host')
    const config = readConfigSpec(call.parameters['config'])
    if (config.name === undefined) throw invalidArgument('config.name')
    if (config.datastore === undefined) throw invalidArgument('config.files.vmPathName')
    requirePrivilege(state, moRef('ResourcePool', pool.id), 'Resource.AssignVMToPool')
    const datastore = [...state.inventory.datastores.values()].find(({ name }) => name === config.datastore)
    if (!datastore) throw invalidArgument('config.files.vmPathName')
    requirePrivilege(state, moRef('Datastore', datastore.id), 'Datastore.AllocateSpace')
    const { name } = config
    const placement = { folder: folder.id, resourcePool: pool.id, host: host?.value, datastore: datastore.id }
    return startTask(call, folder, { name: 'CreateVM_Task', descriptionId: 'Folder.createVm' }, () => {
      const system = systemOf(config.guestId ?? 'ubuntu64Guest')
      const vm = createMachine(state, { ...hardwareOf(config), name, system, placement, disks: [] })
      try {
        applyConfig(state, vm, { ...config, name: undefined })
      } catch (error) {
        destroyMachine(state, vm)
        throw error
      }
      return { result: { type: 'VirtualMachine', id: vm.id } }
    })
  }
}

export const provisionMethods: Record<string, Method> = { RelocateVM_Task: relocate, CloneVM_Task: clone }

export const createVmMethods: Record<string, Method> = { CreateVM_Task: createVm }

/** A machine to add disks to needs a controller; one that the specification adds itself comes on top. */
function hardwareOf(config: ConfigChange): { scsiAdapters?: object[]; firmware?: 'BIOS' | 'EFI' } {
  const own = config.devices.some(device => device.kind === 'controller')
  const disks = config.devices.some(device => device.kind === 'disk')
  return {
    ...(config.firmware === undefined ? {} : { firmware: config.firmware }),
    ...(disks && !own ? { scsiAdapters: [{}] } : {})
  }
}

function readTarget(call: VimCall, value: unknown): Target {
  const spec = readSpec(value, 'VirtualMachineRelocateSpec', relocateFields)
  const id = (name: string): string | undefined =>
    spec[name] === undefined ? undefined : referred(call, spec[name], name).id
  const disks: Record<string, string> = {}
  for (const item of listOf(spec['disk'], 'disk')) {
    const fields = [
      'diskId',
      'datastore',
      'diskMoveType',
      'diskBackingInfo',
      'profile',
      'backing',
      'filterSpec'
    ]
    const locator = objectOf(item, 'VirtualMachineRelocateSpecDiskLocator', fields)
    const key = wholeNumber(locator['diskId'], 'diskId')
    if (key === undefined) throw invalidRequest('A disk locator needs diskId.')
    disks[String(key)] = referred(call, locator['datastore'], 'datastore').id
  }
  const placement = {
    folder: id('folder'),
    datastore: id('datastore'),
    resourcePool: id('pool'),
    host: id('host')
  }
  return { placement, disks }
}

/** Privileges on where it goes. */
function requireTarget(call: VimCall, { placement, disks }: Target, onFolder?: string): void {
  const { folder, resourcePool, datastore } = placement
  if (resourcePool !== undefined) {
    requirePrivilege(call.state, moRef('ResourcePool', resourcePool), 'Resource.AssignVMToPool')
  }
  for (const id of [...(datastore === undefined ? [] : [datastore]), ...Object.values(disks)]) {
    requirePrivilege(call.state, moRef('Datastore', id), 'Datastore.AllocateSpace')
  }
  if (folder !== undefined && onFolder !== undefined) {
    requirePrivilege(call.state, moRef('Folder', folder), onFolder)
  }
}
