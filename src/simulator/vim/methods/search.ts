import type { Entity, Inventory, VirtualMachine } from '../../inventory/index.ts'
import { contentOf } from '../../inventory/content.ts'
import { flagOf, optionalRef, refParameter, textOf, type Method, type VimCall } from '../call.ts'
import { objectNotFound } from '../faults.ts'
import { refOf } from '../objects/entity.ts'
import { unescapeName } from '../values.ts'

/** https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/ SearchIndex */

/** The BIOS UUID of a machine or host; with `instanceUuid` that which vCenter gives a machine. */
const findByUuid: Method = {
  parameters: ['datacenter', 'uuid!', 'vmSearch!', 'instanceUuid'],
  run: call => {
    const wanted = textOf(call, 'uuid')?.toLowerCase()
    const byInstance = flagOf(call, 'instanceUuid')
    if (!flagOf(call, 'vmSearch')) {
      return { value: first(hostsIn(call).filter(host => host.uuid === wanted)) }
    }
    const found = machinesIn(call).find(
      vm => (byInstance ? vm.instanceUuid : vm.biosUuid).toLowerCase() === wanted
    )
    return { value: first(found ? [found] : []) }
  }
}

/** Machines are found by what their guests report. */
const findByDnsName: Method = {
  parameters: ['datacenter', 'dnsName!', 'vmSearch!'],
  run: call => {
    const wanted = textOf(call, 'dnsName')?.toLowerCase()
    if (!flagOf(call, 'vmSearch')) {
      return { value: first(hostsIn(call).filter(host => host.name.toLowerCase() === wanted)) }
    }
    return { value: first(reporting(call).filter(vm => vm.hostName.toLowerCase() === wanted)) }
  }
}

const findByIp: Method = {
  parameters: ['datacenter', 'ip!', 'vmSearch!'],
  run: call => {
    const wanted = textOf(call, 'ip')
    if (!flagOf(call, 'vmSearch')) return { value: null }
    return { value: first(reporting(call).filter(vm => vm.nics.some(nic => nic.address === wanted))) }
  }
}

/** `Amsterdam/vm/Production/web-01`: names as the VIM API shows them, without the root folder. */
const findByInventoryPath: Method = {
  parameters: ['inventoryPath!'],
  run: call => {
    const { inventory } = call.state
    const names = (textOf(call, 'inventoryPath') ?? '').split('/').filter(name => name !== '')
    let current = inventory.find(inventory.rootFolder)
    for (const name of names) current = current && childNamed(inventory, current, name)
    return { value: current ? refOf(current) : null }
  }
}

const findChild: Method = {
  parameters: ['entity!', 'name!'],
  run: call => {
    const { inventory } = call.state
    const reference = refParameter(call.parameters['entity'], 'entity')
    const entity = inventory.find(reference.value)
    if (!entity) throw objectNotFound(reference.type, reference.value)
    const child = childNamed(inventory, entity, textOf(call, 'name') ?? '')
    return { value: child ? refOf(child) : null }
  }
}

export const searchIndexMethods: Record<string, Method> = {
  FindByUuid: findByUuid,
  FindByDnsName: findByDnsName,
  FindByIp: findByIp,
  FindByInventoryPath: findByInventoryPath,
  FindChild: findChild
}

/** What sits directly in it under that name, whatever its case. */
function childNamed(inventory: Inventory, entity: Entity, name: string): Entity | undefined {
  const wanted = unescapeName(name).toLowerCase()
  return contentOf(inventory, entity, false).find(child => child.name.toLowerCase() === wanted)
}

function machinesIn(call: VimCall): VirtualMachine[] {
  const datacenter = datacenterOf(call)
  const all = [...call.state.inventory.vms.values()]
  return datacenter === undefined ? all : all.filter(vm => vm.datacenter === datacenter)
}

function hostsIn(call: VimCall) {
  const datacenter = datacenterOf(call)
  const all = [...call.state.inventory.hosts.values()]
  return datacenter === undefined ? all : all.filter(host => host.datacenter === datacenter)
}

function reporting(call: VimCall): VirtualMachine[] {
  return machinesIn(call).filter(vm => vm.guestState === 'running')
}

function datacenterOf(call: VimCall): string | undefined {
  const reference = optionalRef(call.parameters['datacenter'], 'datacenter')
  if (reference && !call.state.inventory.datacenters.has(reference.value)) {
    throw objectNotFound(reference.type, reference.value)
  }
  return reference?.value
}

function first(found: Entity[]): unknown {
  return found[0] ? refOf(found[0]) : null
}
