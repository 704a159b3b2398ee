import { randomBytes } from 'node:crypto'
import { emptySpec } from '../../events/of-tasks.ts'
import { subjectOf } from '../../events/subject.ts'
import type { VirtualMachine } from '../../inventory/index.ts'
import { currentTools } from '../../inventory/standard-devices.ts'
import { resolvePlace } from '../../machine/placement.ts'
import { unregisterMachine } from '../../machine/remove.ts'
import { sessionOf, optionalRef, textOf, type Method, type VimCall, referred } from '../call.ts'
import { invalidArgument, invalidPowerState, invalidState, toolsUnavailable, vimFault } from '../faults.ts'
import { powerStateNames } from '../objects/vm-config.ts'
import { dataObject } from '../values.ts'
import { now } from './problems.ts'
import { machineOf, refuseWhenBusy, startTask, requireOff } from './task.ts'

/** https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/ VirtualMachine */

const markAsTemplate: Method = {
  parameters: [],
  privilege: 'VirtualMachine.Provisioning.MarkAsTemplate',
  run: call => {
    const vm = idleMachine(call)
    if (vm.template) throw invalidState('The virtual machine is a template already.')
    requireOff(vm)
    call.state.inventory.change(vm, { template: true, resourcePool: undefined })
    record(call, vm, 'VmReconfiguredEvent', `Converted virtual machine ${vm.name} to a template`)
    return {}
  }
}

const markAsVirtualMachine: Method = {
  parameters: ['pool!', 'host'],
  privilege: 'VirtualMachine.Provisioning.MarkAsVM',
  run: call => {
    const { inventory } = call.state
    const vm = idleMachine(call)
    if (!vm.template) throw invalidState('The virtual machine is not a template.')
    const pool = referred(call, call.parameters['pool'], 'pool')
    const wanted = optionalRef(call.parameters['host'], 'host')?.value
    const owner = inventory.resourcePools.get(pool.id)?.owner
    // Its own host, if the pool is that host's.
    const host = wanted ?? (inventory.hosts.get(vm.host)?.parent === owner ? vm.host : undefined)
    const { parent: folder, datastore } = vm
    const place = now(() => resolvePlace(inventory, { folder, datastore, host, resourcePool: pool.id }))
    inventory.change(vm, { template: false, resourcePool: pool.id, host: place.host.id })
    record(call, vm, 'VmReconfiguredEvent', `Converted template ${vm.name} to a virtual machine`)
    return {}
  }
}

/** The files stay on the datastore. */
const unregisterVm: Method = {
  parameters: [],
  privilege: 'VirtualMachine.Inventory.Unregister',
  run: call => {
    const vm = idleMachine(call)
    if (vm.powerState === 'POWERED_ON') throw invalidPowerState('poweredOff', 'poweredOn')
    record(call, vm, 'VmRemovedEvent', `Removed ${vm.name}`)
    unregisterMachine(call.state, vm)
    return {}
  }
}

const ticketTypes = new Set(['device', 'guestControl', 'guestIntegrity', 'mks', 'webRemoteDevice', 'webmks'])

/** A console needs a running machine. What else vCenter checks, and the form of a ticket, is inferred. */
const acquireTicket: Method = {
  parameters: ['ticketType!'],
  privilege: 'VirtualMachine.Interact.ConsoleInteract',
  run: call => {
    const vm = machineOf(call)
    const type = textOf(call, 'ticketType') ?? ''
    if (!ticketTypes.has(type)) throw invalidArgument('ticketType')
    if (vm.powerState !== 'POWERED_ON') throw invalidPowerState('poweredOn', powerStateNames[vm.powerState])
    const host = call.state.inventory.hosts.get(vm.host)?.name ?? ''
    const ticket = randomBytes(8).toString('hex')
    return {
      value: dataObject('VirtualMachineTicket', {
        ticket,
        cfgFile: vm.file,
        host,
        port: 443,
        url: type === 'webmks' ? `wss://${host}:443/ticket/${ticket}` : undefined
      })
    }
  }
}

/** Where Tools answer and are not the guest's own business; that current ones are fine is inferred. */
const upgradeTools: Method = {
  parameters: ['installerOptions'],
  privilege: 'VirtualMachine.Interact.ToolsInstall',
  run: call => {
    const vm = machineOf(call)
    textOf(call, 'installerOptions')
    const plan = { name: 'UpgradeTools_Task', descriptionId: 'VirtualMachine.upgradeTools' }
    return startTask(call, vm, plan, () => {
      if (vm.powerState !== 'POWERED_ON') {
        throw invalidPowerState('poweredOn', powerStateNames[vm.powerState])
      }
      if (vm.guestState !== 'running') throw toolsUnavailable()
      if (vm.system.family === 'LINUX') {
        throw vimFault('VmToolsUpgradeFault', 'VMware Tools is managed by the guest operating system.')
      }
      vm.toolsVersion = currentTools
      return {}
    })
  }
}

const mountToolsInstaller: Method = {
  parameters: [],
  privilege: 'VirtualMachine.Interact.ToolsInstall',
  run: call => {
    const vm = idleMachine(call)
    if (vm.powerState !== 'POWERED_ON') throw invalidPowerState('poweredOn', powerStateNames[vm.powerState])
    call.state.inventory.change(vm, { toolsInstallerMounted: true })
    return {}
  }
}

const unmountToolsInstaller: Method = {
  parameters: [],
  privilege: 'VirtualMachine.Interact.ToolsInstall',
  run: call => {
    call.state.inventory.change(idleMachine(call), { toolsInstallerMounted: false })
    return {}
  }
}

export const machineMethods: Record<string, Method> = {
  MarkAsTemplate: markAsTemplate,
  MarkAsVirtualMachine: markAsVirtualMachine,
  UnregisterVM: unregisterVm,
  AcquireTicket: acquireTicket,
  UpgradeTools_Task: upgradeTools,
  MountToolsInstaller: mountToolsInstaller,
  UnmountToolsInstaller: unmountToolsInstaller
}

function idleMachine(call: VimCall): VirtualMachine {
  const vm = machineOf(call)
  refuseWhenBusy(call, vm)
  return vm
}

function record(call: VimCall, vm: VirtualMachine, type: string, message: string): void {
  const { events, inventory } = call.state
  const subject = subjectOf(inventory, vm.id)
  const fields = type === 'VmReconfiguredEvent' ? { configSpec: emptySpec } : {}
  events.record({ type, user: sessionOf(call).user, category: 'info', message, subject, fields })
}
