import assert from 'node:assert/strict'
import { test } from 'node:test'
import { boxed, moRef, retrieved, startVimServer } from '../vim-server.ts'

test('placement of many VMs is one call, and what a VM does not have is absent', async t => {
  const { client, calls } = await startVimServer(t, () =>
    retrieved(
      [
        'VirtualMachine',
        'vm-1',
        {
          'runtime.host': moRef('HostSystem', 'host-1'),
          parent: moRef('Folder', 'group-v1'),
          resourcePool: moRef('ResourcePool', 'resgroup-1'),
          datastore: boxed('ArrayOfManagedObjectReference', [
            moRef('Datastore', 'datastore-1'),
            moRef('Datastore', 'datastore-2')
          ])
        }
      ],
      ['VirtualMachine', 'vm-2', { parent: moRef('Folder', 'group-v1') }]
    )
  )
  assert.deepEqual(await client.getPlacements({ vms: ['vm-1', 'vm-2', 'vm-3'] }), [
    {
      vm: 'vm-1',
      host: 'host-1',
      folder: 'group-v1',
      resourcePool: 'resgroup-1',
      datastores: ['datastore-1', 'datastore-2']
    },
    { vm: 'vm-2', folder: 'group-v1', datastores: [] }
  ])
  assert.equal(calls.length, 1)
  assert.deepEqual(await client.getPlacements({ vms: [] }), [])
  assert.equal(calls.length, 1)
})

test('an object is found by its path, without slashes around it, or not at all', async t => {
  const answers = [{ value: moRef('VirtualMachine', 'vm-1') }, { value: null }, { status: 200 }]
  const { client, calls } = await startVimServer(t, () => answers.shift())
  assert.deepEqual(await client.findByPath({ path: '/DC 1/vm/a%2fb/' }), moRef('VirtualMachine', 'vm-1'))
  assert.equal(calls[0]?.path, 'SearchIndex/SearchIndex/FindByInventoryPath')
  assert.deepEqual(calls[0]?.body, { inventoryPath: 'DC 1/vm/a%2fb' })
  assert.equal(await client.findByPath({ path: 'DC 1/vm/none' }), undefined)
  assert.equal(await client.findByPath({ path: 'DC 1/vm/none' }), undefined)
})

test('a VM is found by either of its UUIDs', async t => {
  const { client, calls } = await startVimServer(t, () => ({ value: moRef('VirtualMachine', 'vm-1') }))
  assert.equal(await client.findVmByUuid({ uuid: '5', kind: 'instance' }), 'vm-1')
  assert.equal(await client.findVmByUuid({ uuid: '5', kind: 'bios' }), 'vm-1')
  assert.equal(calls[0]?.path, 'SearchIndex/SearchIndex/FindByUuid')
  assert.deepEqual(
    calls.map(({ body }) => body),
    [
      { uuid: '5', vmSearch: true, instanceUuid: true },
      { uuid: '5', vmSearch: true, instanceUuid: false }
    ]
  )
})

test('inventory paths of many objects are one call, with names as vCenter escapes them', async t => {
  const folder = (value: string) => moRef('Folder', value)
  const { client, calls } = await startVimServer(t, () =>
    retrieved(
      ['Folder', 'group-d1', { name: boxed('string', 'Datacenters') }],
      ['Datacenter', 'datacenter-1', { name: boxed('string', 'DC'), parent: folder('group-d1') }],
      ['Folder', 'group-v1', { name: 'vm', parent: moRef('Datacenter', 'datacenter-1') }],
      ['VirtualMachine', 'vm-1', { name: 'a%2fb', parent: folder('group-v1') }],
      ['VirtualMachine', 'vm-2', { name: 'in a vApp' }],
      ['VirtualMachine', 'vm-3', { name: 'hidden', parent: folder('group-v9') }],
      ['Folder', 'group-v5', { name: 'loop', parent: folder('group-v5') }]
    )
  )
  const objects = ['vm-1', 'vm-2', 'vm-3', 'vm-4'].map(value => ({ type: 'VirtualMachine', value }))
  const paths = await client.getInventoryPaths({
    objects: [
      ...objects,
      { type: 'Datacenter', value: 'datacenter-1' },
      { type: 'Folder', value: 'group-v5' }
    ]
  })
  assert.deepEqual(Object.fromEntries(paths), { 'vm-1': 'DC/vm/a%2fb', 'datacenter-1': 'DC' })
  assert.equal(calls.length, 1)
  assert.partialDeepStrictEqual(calls[0]?.body, {
    specSet: [
      {
        propSet: [{ type: 'ManagedEntity', pathSet: ['name', 'parent'] }],
        objectSet: [
          {
            obj: moRef('VirtualMachine', 'vm-1'),
            skip: false,
            selectSet: [
              {
                _typeName: 'TraversalSpec',
                name: 'upwards',
                type: 'ManagedEntity',
                path: 'parent',
                selectSet: [{ _typeName: 'SelectionSpec', name: 'upwards' }]
              }
            ]
          }
        ],
        reportMissingObjectsInResults: true
      }
    ]
  })
  assert.deepEqual(await client.getInventoryPaths({ objects: [] }), new Map())
  assert.equal(calls.length, 1)
})
