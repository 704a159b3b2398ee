import assert from 'node:assert/strict'
import { test } from 'node:test'
import { vimLists } from '../../../src/vcenter/inventory/vim-rows.ts'

function object(type: string, id: string, properties: Record<string, unknown>) {
  return { type, id, properties }
}

test('a VM whose configuration cannot be read has no figures; a template is left out', () => {
  const properties = { name: 'a%2fb %25', 'runtime.powerState': 'poweredOff' }
  assert.deepEqual(vimLists.vms.row(object('VirtualMachine', 'vm-1', properties)), {
    vm: 'vm-1',
    name: 'a/b %',
    power_state: 'POWERED_OFF'
  })
  const template = object('VirtualMachine', 'vm-2', { ...properties, 'summary.config.template': true })
  assert.equal(vimLists.vms.row(template), undefined)
})

test('a host that does not answer has no power state', () => {
  const properties = {
    name: 'esx',
    'runtime.connectionState': 'notResponding',
    'runtime.powerState': 'unknown'
  }
  assert.deepEqual(vimLists.hosts.row(object('HostSystem', 'host-1', properties)), {
    host: 'host-1',
    name: 'esx',
    connection_state: 'NOT_RESPONDING'
  })
  const standby = { ...properties, 'runtime.connectionState': 'connected', 'runtime.powerState': 'standBy' }
  assert.equal(vimLists.hosts.row(object('HostSystem', 'host-1', standby))?.['power_state'], 'STANDBY')
})

test('types are spelled as the Automation API spells them', () => {
  const typeOf = (type: string) =>
    vimLists.datastores.row(object('Datastore', 'datastore-1', { name: 'd', 'summary.type': type })).type
  assert.deepEqual(['vsan', 'VMFS', 'NFS41', 'VVOL'].map(typeOf), ['VSAN', 'VMFS', 'NFS41', 'VVOL'])
  const networkOf = (type: string) => vimLists.networks.row(object(type, 'network-1', { name: 'n' })).type
  assert.deepEqual(['Network', 'DistributedVirtualPortgroup', 'OpaqueNetwork'].map(networkOf), [
    'STANDARD_PORTGROUP',
    'DISTRIBUTED_PORTGROUP',
    'OPAQUE_NETWORK'
  ])
})

test('the figures of a datastore that is not accessible are left out', () => {
  const properties = { name: 'd', 'summary.type': 'NFS', 'summary.freeSpace': 1, 'summary.capacity': 2 }
  const lost = { ...properties, 'summary.accessible': false }
  assert.deepEqual(vimLists.datastores.row(object('Datastore', 'datastore-1', lost)), {
    datastore: 'datastore-1',
    name: 'd',
    type: 'NFS'
  })
})

test('what is a folder or a pool to VI/JSON only is led through and not listed', () => {
  const pod = object('StoragePod', 'group-p1', { name: 'pod', childType: ['Datastore'] })
  assert.equal(vimLists.folders.row(pod), undefined)
  assert.equal(vimLists.resourcePools.row(object('VirtualApp', 'resgroup-v1', { name: 'app' })), undefined)
  assert.ok((vimLists.vms.through as readonly string[]).includes('vAppVms'))
})
