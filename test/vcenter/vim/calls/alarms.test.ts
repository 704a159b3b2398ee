import assert from 'node:assert/strict'
import { test } from 'node:test'
import { boxed, moRef, retrieved, startVimServer } from '../vim-server.ts'

function state(alarm: string, entity: object) {
  return {
    _typeName: 'AlarmState',
    key: `${alarm}.x`,
    entity,
    alarm: moRef('Alarm', alarm),
    overallStatus: 'red',
    time: '2026-01-02T03:04:05.678901Z',
    acknowledged: false
  }
}

const host = moRef('HostSystem', 'host-1')
const vm = moRef('VirtualMachine', 'vm-1')

test('alarms of the whole inventory are those of its root folder, named by one bulk read', async t => {
  const states = [state('alarm-1', host), state('alarm-1', vm), state('alarm-2', vm)]
  const { client, paths, calls } = await startVimServer(t, ({ path }) =>
    path.endsWith('/triggeredAlarmState')
      ? { value: states }
      : retrieved([
          'Alarm',
          'alarm-1',
          { info: { _typeName: 'AlarmInfo', name: 'Host down', description: 'Bad' } }
        ])
  )
  const alarms = await client.listTriggeredAlarms()
  assert.deepEqual(
    alarms.map(({ entity, name, description }) => [entity.value, name, description]),
    [
      ['host-1', 'Host down', 'Bad'],
      ['vm-1', 'Host down', 'Bad'],
      ['vm-1', undefined, undefined]
    ]
  )
  assert.deepEqual(paths(), [
    'Folder/group-d1/triggeredAlarmState',
    'PropertyCollector/propertyCollector/RetrievePropertiesEx'
  ])
  assert.partialDeepStrictEqual(calls[1]?.body, {
    specSet: [{ objectSet: [{ obj: moRef('Alarm', 'alarm-1') }, { obj: moRef('Alarm', 'alarm-2') }] }]
  })
})

test('alarms of an object are asked of it, and none cost one call in every spelling', async t => {
  for (const answer of [
    { value: [] },
    { value: null },
    { value: boxed('ArrayOfAlarmState', []) },
    undefined
  ]) {
    const { client, paths } = await startVimServer(t, () => answer)
    assert.deepEqual(await client.listTriggeredAlarms({ object: host }), [])
    assert.deepEqual(paths(), ['HostSystem/host-1/triggeredAlarmState'])
  }
})

test('the type of a reference is one segment of the path, as its id is', async t => {
  const { client, paths } = await startVimServer(t, () => ({ value: [] }))
  await client.listTriggeredAlarms({ object: { type: 'HostSystem/host-1/x?', value: 'a/b' } })
  assert.deepEqual(paths(), ['HostSystem%2Fhost-1%2Fx%3F/a%2Fb/triggeredAlarmState'])
  await assert.rejects(client.listTriggeredAlarms({ object: { type: '..', value: 'host-1' } }), TypeError)
  assert.equal(paths().length, 1)
})
