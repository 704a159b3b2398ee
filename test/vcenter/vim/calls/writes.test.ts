import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { VcenterClient } from '../../../../src/vcenter/types.ts'
import { moRef, startVimServer, task } from '../vim-server.ts'

type Case = [
  what: string,
  call: (client: VcenterClient) => Promise<unknown>,
  request: string,
  /** `undefined`: the request has no body at all. */
  body: object | undefined
]

const started: Case[] = [
  [
    'a snapshot',
    client =>
      client.createSnapshot({ vm: 'vm-1', name: 'a', description: 'b', memory: true, quiesce: false }),
    'VirtualMachine/vm-1/CreateSnapshot_Task',
    { name: 'a', description: 'b', memory: true, quiesce: false }
  ],
  [
    'a snapshot with a limit for quiescing',
    client =>
      client.createSnapshot({
        vm: 'vm-1',
        name: 'a',
        description: 'b',
        memory: false,
        quiesce: true,
        quiesceTimeoutMinutes: 5
      }),
    'VirtualMachine/vm-1/CreateSnapshotEx_Task',
    {
      name: 'a',
      description: 'b',
      memory: false,
      quiesceSpec: { _typeName: 'VirtualMachineGuestQuiesceSpec', timeout: 5 }
    }
  ],
  [
    'a snapshot without quiescing, whatever its limit',
    client =>
      client.createSnapshot({
        vm: 'vm-1',
        name: 'a',
        description: 'b',
        memory: false,
        quiesce: false,
        quiesceTimeoutMinutes: 5
      }),
    'VirtualMachine/vm-1/CreateSnapshot_Task',
    { name: 'a', description: 'b', memory: false, quiesce: false }
  ],
  [
    'going back to the current snapshot',
    client => client.revertToCurrentSnapshot({ vm: 'vm-1', suppressPowerOn: true }),
    'VirtualMachine/vm-1/RevertToCurrentSnapshot_Task',
    { suppressPowerOn: true }
  ],
  [
    'going back without a word on power',
    client => client.revertToCurrentSnapshot({ vm: 'vm-1' }),
    'VirtualMachine/vm-1/RevertToCurrentSnapshot_Task',
    {}
  ],
  [
    'the end of all snapshots',
    client => client.removeAllSnapshots({ vm: 'vm-1' }),
    'VirtualMachine/vm-1/RemoveAllSnapshots_Task',
    { consolidate: true }
  ],
  [
    'consolidation',
    client => client.consolidateDisks({ vm: 'vm-1' }),
    'VirtualMachine/vm-1/ConsolidateVMDisks_Task',
    undefined
  ],
  [
    'a new name, escaped',
    client => client.renameVm({ vm: 'vm-1', name: '50% a/b\\c' }),
    'VirtualMachine/vm-1/Rename_Task',
    { newName: '50%25 a%2fb%5cc' }
  ],
  [
    'new notes, as they are',
    client => client.annotateVm({ vm: 'vm-1', annotation: '50% a/b' }),
    'VirtualMachine/vm-1/ReconfigVM_Task',
    { spec: { _typeName: 'VirtualMachineConfigSpec', annotation: '50% a/b' } }
  ],
  [
    'a relocation',
    client =>
      client.startRelocation({
        vm: 'vm-1',
        host: 'host-2',
        resourcePool: 'resgroup-3',
        datastore: 'datastore-4',
        folder: 'group-v5',
        disks: [{ disk: '2000', datastore: 'datastore-6' }],
        priority: 'highPriority'
      }),
    'VirtualMachine/vm-1/RelocateVM_Task',
    {
      spec: {
        _typeName: 'VirtualMachineRelocateSpec',
        host: moRef('HostSystem', 'host-2'),
        pool: moRef('ResourcePool', 'resgroup-3'),
        datastore: moRef('Datastore', 'datastore-4'),
        folder: moRef('Folder', 'group-v5'),
        disk: [
          {
            _typeName: 'VirtualMachineRelocateSpecDiskLocator',
            diskId: 2000,
            datastore: moRef('Datastore', 'datastore-6')
          }
        ]
      },
      priority: 'highPriority'
    }
  ],
  [
    'a clone of a template',
    client =>
      client.startClone({
        vm: 'vm-1',
        name: 'web 100%',
        folder: 'group-v5',
        resourcePool: 'resgroup-3',
        powerOn: true
      }),
    'VirtualMachine/vm-1/CloneVM_Task',
    {
      folder: moRef('Folder', 'group-v5'),
      name: 'web 100%25',
      spec: {
        _typeName: 'VirtualMachineCloneSpec',
        location: {
          _typeName: 'VirtualMachineRelocateSpec',
          pool: moRef('ResourcePool', 'resgroup-3')
        },
        powerOn: true,
        template: false
      }
    }
  ],
  [
    'maintenance, for ever',
    client => client.enterMaintenance({ host: 'host-1' }),
    'HostSystem/host-1/EnterMaintenanceMode_Task',
    { timeout: 0, evacuatePoweredOffVms: false }
  ],
  [
    'maintenance with all that can be said',
    client =>
      client.enterMaintenance({
        host: 'host-1',
        timeoutS: 60,
        evacuatePoweredOff: true,
        vsan: 'ensureObjectAccessibility'
      }),
    'HostSystem/host-1/EnterMaintenanceMode_Task',
    {
      timeout: 60,
      evacuatePoweredOffVms: true,
      maintenanceSpec: {
        _typeName: 'HostMaintenanceSpec',
        vsanMode: { _typeName: 'VsanHostDecommissionMode', objectAction: 'ensureObjectAccessibility' }
      }
    }
  ],
  [
    'the end of maintenance',
    client => client.exitMaintenance({ host: 'host-1' }),
    'HostSystem/host-1/ExitMaintenanceMode_Task',
    { timeout: 0 }
  ],
  [
    'a reboot',
    client => client.rebootHost({ host: 'host-1', force: false }),
    'HostSystem/host-1/RebootHost_Task',
    { force: false }
  ],
  [
    'a shutdown',
    client => client.shutDownHost({ host: 'host-1', force: true }),
    'HostSystem/host-1/ShutdownHost_Task',
    { force: true }
  ],
  [
    'a disconnect',
    client => client.startHostDisconnect({ host: 'host-1' }),
    'HostSystem/host-1/DisconnectHost_Task',
    undefined
  ],
  [
    'a reconnect',
    client => client.startHostReconnect({ host: 'host-1' }),
    'HostSystem/host-1/ReconnectHost_Task',
    {}
  ]
]

for (const [what, call, request, body] of started) {
  test(`${what} is one request, and answers the id of its task`, async t => {
    const { client, calls } = await startVimServer(t, () => task)
    assert.equal(await call(client), 'task-7')
    assert.deepEqual(calls, [
      { path: request, method: 'POST', body, contentType: body && 'application/json' }
    ])
  })
}

const done: Case[] = [
  [
    'marking as template',
    client => client.markAsTemplate({ vm: 'vm-1' }),
    'VirtualMachine/vm-1/MarkAsTemplate',
    undefined
  ],
  [
    'marking as VM',
    client => client.markAsVm({ vm: 'vm-1', resourcePool: 'resgroup-3', host: 'host-2' }),
    'VirtualMachine/vm-1/MarkAsVirtualMachine',
    { pool: moRef('ResourcePool', 'resgroup-3'), host: moRef('HostSystem', 'host-2') }
  ],
  ['cancelling', client => client.cancelTask({ task: 'task-1' }), 'Task/task-1/CancelTask', undefined],
  [
    'acknowledging an alarm',
    client => client.acknowledgeAlarm({ alarm: 'alarm-1', entity: moRef('HostSystem', 'host-1') }),
    'AlarmManager/AlarmManager/AcknowledgeAlarm',
    { alarm: moRef('Alarm', 'alarm-1'), entity: moRef('HostSystem', 'host-1') }
  ],
  [
    'refreshing recommendations',
    client => client.refreshRecommendations({ cluster: 'domain-c8' }),
    'ClusterComputeResource/domain-c8/RefreshRecommendation',
    undefined
  ],
  [
    'applying a recommendation',
    client => client.applyRecommendation({ cluster: 'domain-c8', key: '12' }),
    'ClusterComputeResource/domain-c8/ApplyRecommendation',
    { key: '12' }
  ]
]

for (const [what, call, request, body] of done) {
  test(`${what} is one request that answers nothing`, async t => {
    const { client, calls } = await startVimServer(t, () => undefined)
    assert.equal(await call(client), undefined)
    assert.deepEqual(calls, [
      { path: request, method: 'POST', body, contentType: body && 'application/json' }
    ])
  })
}

test('a change that answers something else than its task has an unknown outcome', async t => {
  const { client } = await startVimServer(t, () => ({ value: moRef('Task', '') }))
  await assert.rejects(client.renameVm({ vm: 'vm-1', name: 'a' }), {
    name: 'VcenterOutcomeUnknownError',
    operation: "rename VM 'vm-1'"
  })
  await assert.rejects(client.markAsTemplate({ vm: 'vm-1' }), { name: 'VcenterOutcomeUnknownError' })
})

test('ids with special characters are escaped in the path', async t => {
  const { client, paths } = await startVimServer(t, () => task)
  await client.consolidateDisks({ vm: 'vm-1/../vm-2?x#y' })
  assert.deepEqual(paths(), ['VirtualMachine/vm-1%2F..%2Fvm-2%3Fx%23y/ConsolidateVMDisks_Task'])
  await assert.rejects(client.consolidateDisks({ vm: '..' }), TypeError)
})
