import assert from 'node:assert/strict'
import { test } from 'node:test'
import { guestIdentity } from '../../src/vcenter/automation/operations/guest.ts'
import { datastoreSummary } from '../../src/vcenter/automation/operations/inventory.ts'
import { vmInfo, vmSummary } from '../../src/vcenter/automation/operations/vm-schemas.ts'
import { guardOf } from '../../src/vcenter/guards.ts'
import { isSnapshotInfo } from '../../src/vcenter/vim/answers.ts'

const isVmInfo = guardOf(vmInfo)
const isGuestIdentity = guardOf(guestIdentity)
const isVmSummary = guardOf(vmSummary)
const isDatastoreSummary = guardOf(datastoreSummary)

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
  ['a VM', vm, isVmInfo],
  ['a guest identity', guest, isGuestIdentity],
  ['a snapshot tree', snapshots, isSnapshotInfo]
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
  assert.ok(isVmInfo({ ...least, disks: {}, nics: {} }))
  const { ip_address: _address, ...quiet } = guest
  assert.ok(isGuestIdentity(quiet))
  assert.ok(isSnapshotInfo({ rootSnapshotList: [] }))
})

test('wrong forms that once came through are refused', () => {
  assert.equal(isVmInfo({ ...vm, disks: [] }), false)
  assert.equal(isVmInfo({ ...vm, cpu: { ...vm.cpu, count: '2' } }), false)
  assert.equal(isVmInfo({ ...vm, memory: { ...vm.memory, size_MiB: Infinity } }), false)
  assert.equal(isVmInfo({ ...vm, nics: { 4000: { label: 'x' } } }), false)
  assert.equal(isSnapshotInfo({ rootSnapshotList: [{ ...leaf, childSnapshotList: {} }] }), false)
  assert.equal(isGuestIdentity({ ...guest, full_name: {} }), false)
  assert.equal(isVmSummary({ vm: 'vm-1', name: 'a', power_state: 'X', cpu_count: '2' }), false)
  const datastore = { datastore: 'datastore-1', name: 'a', type: 'VMFS' }
  assert.equal(isDatastoreSummary({ ...datastore, capacity: {} }), false)
  assert.ok(isDatastoreSummary(datastore))
})
