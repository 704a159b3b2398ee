import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { VcenterClient } from '../../../src/vcenter/types.ts'
import type { VimCalls } from '../../../src/vcenter/vim/calls/index.ts'
import { vimMethods, vimMethodsBySubject, type VimMethod } from '../../../src/vcenter/vim/methods/index.ts'
import { moRef, retrieved, startVimServer, task, type Answer, type VimCallSeen } from './vim-server.ts'

const vm = 'vm-1'
const object = moRef('VirtualMachine', vm)
const host = 'host-1'
const cluster = 'domain-c8'
const snapshot = 'snapshot-5'
const spec = { vm, name: 'a', description: '', memory: false }

/** Every call once, or as often as it takes to ask for all it can ask for. */
const everyCall: { [Name in keyof VimCalls]: ((client: VcenterClient) => unknown)[] } = {
  getSnapshots: [client => client.getSnapshots({ vm })],
  createSnapshot: [
    client => client.createSnapshot({ ...spec, quiesce: false }),
    client => client.createSnapshot({ ...spec, quiesce: true, quiesceTimeoutMinutes: 5 })
  ],
  removeSnapshot: [client => client.removeSnapshot({ vm, snapshot, removeChildren: false })],
  revertToSnapshot: [client => client.revertToSnapshot({ vm, snapshot })],
  revertToCurrentSnapshot: [client => client.revertToCurrentSnapshot({ vm })],
  renameSnapshot: [client => client.renameSnapshot({ vm, snapshot, name: 'b' })],
  removeAllSnapshots: [client => client.removeAllSnapshots({ vm })],
  consolidateDisks: [client => client.consolidateDisks({ vm })],
  getTask: [client => client.getTask({ task: 'task-1' })],
  cancelTask: [client => client.cancelTask({ task: 'task-1' })],
  listRecentTasks: [client => client.listRecentTasks(), client => client.listRecentTasks({ object })],
  getTime: [client => client.getTime()],
  taskFailure: [client => client.taskFailure({ key: 'task-1', state: 'error' }, 'x')],
  renameVm: [client => client.renameVm({ vm, name: 'b' })],
  annotateVm: [client => client.annotateVm({ vm, annotation: 'b' })],
  growDisk: [client => client.growDisk({ vm, disk: '2000', capacityBytes: 2048 })],
  markAsTemplate: [client => client.markAsTemplate({ vm })],
  markAsVm: [client => client.markAsVm({ vm, resourcePool: 'resgroup-1' })],
  startRelocation: [client => client.startRelocation({ vm, host })],
  startClone: [client => client.startClone({ vm, name: 'b', folder: 'group-v1' })],
  getPlacements: [client => client.getPlacements({ vms: [vm] })],
  findByPath: [client => client.findByPath({ path: 'a/b' })],
  findVmByUuid: [client => client.findVmByUuid({ uuid: '1', kind: 'bios' })],
  getInventoryPaths: [client => client.getInventoryPaths({ objects: [object] })],
  getVmStatistics: [client => client.getVmStatistics({ vms: [vm] })],
  getHostStatistics: [client => client.getHostStatistics({ hosts: [host] })],
  listPerformanceCounters: [client => client.listPerformanceCounters()],
  getPerformanceProvider: [client => client.getPerformanceProvider({ entity: object })],
  queryPerformance: [
    client => client.queryPerformance({ entities: [object], counters: ['a.b.c'], interval: 300 })
  ],
  queryEvents: [client => client.queryEvents({ maximum: 1_001 })],
  listTriggeredAlarms: [client => client.listTriggeredAlarms()],
  acknowledgeAlarm: [client => client.acknowledgeAlarm({ alarm: 'alarm-1', entity: object })],
  enterMaintenance: [client => client.enterMaintenance({ host })],
  exitMaintenance: [client => client.exitMaintenance({ host })],
  rebootHost: [client => client.rebootHost({ host, force: false })],
  shutDownHost: [client => client.shutDownHost({ host, force: false })],
  startHostDisconnect: [client => client.startHostDisconnect({ host })],
  startHostReconnect: [client => client.startHostReconnect({ host })],
  listRecommendations: [client => client.listRecommendations({ cluster })],
  refreshRecommendations: [client => client.refreshRecommendations({ cluster })],
  getCurrentSession: [client => client.getCurrentSession()],
  checkPrivileges: [client => client.checkPrivileges({ user: 'u', privileges: ['System.View'] })],
  applyRecommendation: [client => client.applyRecommendation({ cluster, key: '1' })]
}

const words = { key: 'a', summary: '' }
const counter = { key: 1, groupInfo: words, nameInfo: { ...words, key: 'b' }, rollupType: 'c' }
const alarm = { key: '1', entity: object, alarm: moRef('Alarm', 'alarm-1'), overallStatus: 'red', time: 't' }
const event = { _typeName: 'Event', chainId: 1, createdTime: '2026-01-01T00:00:00Z', userName: '' }
const disk = { _typeName: 'VirtualDisk', key: 2000, capacityInKB: 1 }
const answers: Record<string, Answer> = {
  currentSession: { value: { key: '52', userName: 'u', fullName: 'U' } },
  HasUserPrivilegeOnEntities: { value: [] },
  vm: { value: object },
  CurrentTime: { value: '2026-01-01T00:00:00Z' },
  info: { value: { key: 'task-1', state: 'running' } },
  recentTask: { value: [task.value] },
  triggeredAlarmState: { value: [alarm] },
  perfCounter: { value: [{ ...counter, unitInfo: words, statsType: 'rate' }] },
  QueryPerfProviderSummary: { value: { currentSupported: true, summarySupported: true } },
  QueryEvents: { value: Array.from({ length: 1_000 }, (_item, key) => ({ ...event, key })) },
  CreateCollectorForEvents: { value: moRef('EventHistoryCollector', 'collector-1') },
  RetrievePropertiesEx: retrieved(['VirtualMachine', vm, { 'config.hardware.device': [disk] }])
}

function answer({ path }: VimCallSeen): Answer {
  const member = path.split('/').at(-1) ?? ''
  return member.endsWith('_Task') ? task : answers[member]
}

/** As the table has it: the types of what every object has are not the object's own there. */
function membersOf({ path, body }: VimCallSeen): string[] {
  const [type = '', , member = ''] = path.split('/')
  if (type !== 'PropertyCollector') {
    const isEverywhere = member === 'recentTask' || member === 'triggeredAlarmState'
    return [`${isEverywhere && type !== 'TaskManager' ? 'ManagedEntity' : type}.${member}`]
  }
  const { specSet } = body as { specSet: { propSet: { type: string; pathSet: string[] }[] }[] }
  const specs = specSet.flatMap(({ propSet }) => propSet)
  return specs.flatMap(({ type: of, pathSet }) => pathSet.map(each => `${of}.${each}`))
}

test('everything in the table of methods is asked for, and nothing else is', async t => {
  const { client, calls } = await startVimServer(t, answer)
  for (const call of Object.values(everyCall).flat()) await call(client)
  const asked = new Set(calls.flatMap(membersOf))
  const table: VimMethod[] = Object.values(vimMethods)
  assert.deepEqual(
    table.filter(({ member }) => !asked.has(member)),
    []
  )
  const known = new Set<string>(table.map(({ member }) => member))
  const single = calls.filter(({ path }) => !path.startsWith('PropertyCollector/')).flatMap(membersOf)
  assert.deepEqual(
    single.filter(member => !known.has(member)),
    []
  )
})

test('the kind of a method is how it is asked for', () => {
  for (const { member, kind, effect } of Object.values(vimMethods) as VimMethod[]) {
    assert.equal(member.endsWith('_Task'), kind === 'task', member)
    if (kind === 'get' || kind === 'bulk') assert.equal(effect, 'read', member)
    if (kind === 'task') assert.equal(effect, 'write', member)
  }
})

test('no subject hides a method of another', () => {
  const names = Object.values(vimMethodsBySubject).flatMap(subject => Object.keys(subject))
  assert.equal(new Set(names).size, names.length)
  assert.equal(Object.keys(vimMethods).length, names.length)
})
