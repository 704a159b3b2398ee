import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as answers from '../../src/vcenter/answers.ts'

const vm = {
  guest_OS: 'UBUNTU_64',
  name: 'web-01',
  identity: { name: 'web-01', bios_uuid: 'b', instance_uuid: 'i' },
  power_state: 'POWERED_ON',
  hardware: { version: 'VMX_20', upgrade_policy: 'NEVER', upgrade_status: 'NONE' },
  boot: { type: 'EFI' },
  cpu: { count: 2, cores_per_socket: 1, hot_add_enabled: true, hot_remove_enabled: false },
  memory: { size_MiB: 4096, hot_add_enabled: true, hot_add_limit_MiB: 65_536 },
  disks: {
    2000: { label: 'Hard disk 1', type: 'SCSI', backing: { type: 'VMDK_FILE', vmdk_file: 'x' }, capacity: 5 }
  },
  nics: {
    4000: {
      label: 'Network adapter 1',
      type: 'VMXNET3',
      mac_type: 'ASSIGNED',
      mac_address: '00:50:56:00:00:01',
      backing: { type: 'STANDARD_PORTGROUP', network: 'network-1' },
      state: 'CONNECTED',
      start_connected: true
    }
  },
  cdroms: {
    16000: {
      label: 'CD/DVD drive 1',
      type: 'SATA',
      backing: { type: 'ISO_FILE' },
      state: 'NOT_CONNECTED',
      start_connected: false
    }
  }
}

const guest = {
  name: 'UBUNTU_64',
  family: 'LINUX',
  full_name: { id: 'x', default_message: 'Ubuntu Linux (64-bit)', args: [] },
  host_name: 'web-01',
  ip_address: '10.0.0.1'
}

const leaf = {
  snapshot: { type: 'VirtualMachineSnapshot', value: 'snapshot-2' },
  vm: { type: 'VirtualMachine', value: 'vm-1' },
  name: 'b',
  description: '',
  id: 2,
  createTime: '2026-11-22T08:00:00Z',
  state: 'poweredOff',
  quiesced: false
}

const snapshots = {
  currentSnapshot: leaf.snapshot,
  rootSnapshotList: [{ ...leaf, name: 'a', childSnapshotList: [leaf] }]
}

/** Every path to something inside a value. */
function pathsOf(value: unknown, before: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, item]: [string, unknown]) => [
    [...before, key],
    ...pathsOf(item, [...before, key])
  ])
}

function withValue(original: unknown, path: readonly string[], value: unknown): unknown {
  const copy: unknown = structuredClone(original)
  let holder = copy as Record<string, unknown>
  for (const key of path.slice(0, -1)) holder = holder[key] as Record<string, unknown>
  holder[path.at(-1) ?? ''] = value
  return copy
}

/** Parts that no tool reads; a vCenter may fill them as it likes. */
const unread = /full_name\.(id|args)|hot_add_limit/

for (const [what, value, isAnswer] of [
  ['a VM', vm, answers.isVmInfo],
  ['a guest identity', guest, answers.isGuestIdentity],
  ['a snapshot tree', snapshots, answers.isSnapshotInfo]
] as const) {
  test(`${what} is understood, and refused when any part that is read has a wrong form`, () => {
    assert.ok(isAnswer(value))
    for (const path of pathsOf(value)) {
      const name = path.join('.')
      if (unread.test(name)) continue
      // a function is no value of JSON: nothing may take it
      assert.equal(isAnswer(withValue(value, path, test)), false, name)
      assert.equal(isAnswer(withValue(value, path, null)), false, name)
    }
  })
}

test('what may be unset may be absent', () => {
  const { identity: _identity, cdroms: _cdroms, ...least } = vm
  assert.ok(answers.isVmInfo({ ...least, disks: {}, nics: {} }))
  const { ip_address: _address, ...quiet } = guest
  assert.ok(answers.isGuestIdentity(quiet))
  assert.ok(answers.isSnapshotInfo({ rootSnapshotList: [] }))
})

test('wrong forms that once came through are refused', () => {
  assert.equal(answers.isVmInfo({ ...vm, disks: [] }), false)
  assert.equal(answers.isVmInfo({ ...vm, cpu: { ...vm.cpu, count: '2' } }), false)
  assert.equal(answers.isVmInfo({ ...vm, memory: { ...vm.memory, size_MiB: Infinity } }), false)
  assert.equal(answers.isVmInfo({ ...vm, nics: { 4000: { label: 'x' } } }), false)
  assert.equal(answers.isSnapshotInfo({ rootSnapshotList: [{ ...leaf, childSnapshotList: {} }] }), false)
  assert.equal(answers.isGuestIdentity({ ...guest, full_name: {} }), false)
  assert.equal(answers.isVmSummary({ vm: 'vm-1', name: 'a', power_state: 'X', cpu_count: '2' }), false)
  const datastore = { datastore: 'datastore-1', name: 'a', type: 'VMFS' }
  assert.equal(answers.isDatastoreSummary({ ...datastore, capacity: {} }), false)
  assert.ok(answers.isDatastoreSummary(datastore))
})
