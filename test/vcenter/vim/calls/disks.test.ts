import assert from 'node:assert/strict'
import { test } from 'node:test'
import { boxed, retrieved, startVimServer, task, type VimCallSeen } from '../vim-server.ts'

const gib = 1024 ** 3
const disk = {
  _typeName: 'VirtualDisk',
  key: 2000,
  deviceInfo: { _typeName: 'Description', label: 'Hard disk 1', summary: '4,194,304 KB' },
  backing: {
    _typeName: 'VirtualDiskFlatVer2BackingInfo',
    fileName: '[datastore1] test/test.vmdk',
    diskMode: 'persistent',
    thinProvisioned: false
  },
  controllerKey: 1000,
  unitNumber: 0,
  capacityInKB: 4 * 1024 * 1024,
  capacityInBytes: 4 * gib
}
const controller = { _typeName: 'ParaVirtualSCSIController', key: 1000, busNumber: 0, device: [2000] }

function withDevices(devices: object[] = [controller, disk]) {
  return ({ path }: VimCallSeen) =>
    path.endsWith('/RetrievePropertiesEx')
      ? retrieved([
          'VirtualMachine',
          'vm-1',
          {
            'config.hardware.device': boxed('ArrayOfVirtualDevice', devices),
            'config.changeVersion': boxed('string', '2026-01-02T03:04:05.678901Z')
          }
        ])
      : task
}

test('a disk grows by sending back the device as it was read, with its new capacity', async t => {
  const { client, calls } = await startVimServer(t, withDevices())
  const started = await client.growDisk({ vm: 'vm-1', disk: '2000', capacityBytes: 5 * gib - 1 })
  assert.equal(started, 'task-7')
  assert.equal(calls.length, 2)
  assert.equal(calls[1]?.path, 'VirtualMachine/vm-1/ReconfigVM_Task')
  assert.deepEqual(calls[1]?.body, {
    spec: {
      _typeName: 'VirtualMachineConfigSpec',
      changeVersion: '2026-01-02T03:04:05.678901Z',
      deviceChange: [
        {
          _typeName: 'VirtualDeviceConfigSpec',
          operation: 'edit',
          device: { ...disk, capacityInKB: 5 * 1024 * 1024, capacityInBytes: 5 * gib }
        }
      ]
    }
  })
})

test('a disk never shrinks, and nothing is asked of vCenter then', async t => {
  for (const devices of [[disk], [{ ...disk, capacityInBytes: undefined }]]) {
    for (const capacityBytes of [4 * gib, 4 * gib - 2000, 1]) {
      const { client, calls } = await startVimServer(t, withDevices(devices))
      await assert.rejects(client.growDisk({ vm: 'vm-1', disk: '2000', capacityBytes }), {
        isInvalid: true,
        message: /grow disk of VM 'vm-1': .*Disk '2000' has 4294967296 bytes already/
      })
      assert.equal(calls.length, 1)
    }
  }
})

test('a disk that is not there is not found, with those that are; other devices are no disks', async t => {
  const { client } = await startVimServer(t, withDevices())
  for (const key of ['2001', '1000', '']) {
    await assert.rejects(client.growDisk({ vm: 'vm-1', disk: key, capacityBytes: 9 * gib }), {
      isNotFound: true,
      message: /its disks are: 2000\.$/
    })
  }
  const gone = await startVimServer(t, () => ({ value: null }))
  await assert.rejects(gone.client.growDisk({ vm: 'vm-9', disk: '2000', capacityBytes: 9 * gib }), {
    isNotFound: true,
    message: /There is no such VM/
  })
})
