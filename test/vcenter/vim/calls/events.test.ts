import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fault, moRef, startVimServer, type Answer, type VimCallSeen } from '../vim-server.ts'

function event(key: number) {
  return {
    _typeName: 'VmPoweredOnEvent',
    key,
    chainId: key,
    createdTime: new Date(1_760_000_000_000 + key * 1000).toISOString(),
    userName: 'VSPHERE.LOCAL\\Administrator',
    vm: { _typeName: 'VmEventArgument', name: 'web', vm: moRef('VirtualMachine', 'vm-1') },
    fullFormattedMessage: `Event ${key}`
  }
}

/** Newest last, as a collector reads them backwards. */
function range(from: number, to: number) {
  return Array.from({ length: to - from + 1 }, (_item, index) => event(from + index))
}

test('a few events are one call, with everything they were asked by', async t => {
  const { client, calls } = await startVimServer(t, () => ({ value: range(1, 3) }))
  const events = await client.queryEvents({
    object: { type: 'VirtualMachine', value: 'vm-1' },
    recursion: 'self',
    since: '2026-01-01T00:00:00Z',
    until: '2026-01-02T00:00:00Z',
    types: ['VmPoweredOnEvent'],
    categories: ['error'],
    maximum: 50
  })
  assert.deepEqual(
    events.map(({ key }) => key),
    [3, 2, 1]
  )
  assert.equal(events[0]?.vm?.vm.value, 'vm-1')
  assert.deepEqual(
    calls.map(({ path, body }) => [path, body]),
    [
      [
        'EventManager/EventManager/QueryEvents',
        {
          filter: {
            _typeName: 'EventFilterSpec',
            disableFullMessage: false,
            entity: {
              _typeName: 'EventFilterSpecByEntity',
              entity: moRef('VirtualMachine', 'vm-1'),
              recursion: 'self'
            },
            time: {
              _typeName: 'EventFilterSpecByTime',
              beginTime: '2026-01-01T00:00:00Z',
              endTime: '2026-01-02T00:00:00Z'
            },
            eventTypeId: ['VmPoweredOnEvent'],
            category: ['error'],
            maxCount: 50
          }
        }
      ]
    ]
  )
})

test('a query without conditions has none, and no events are none', async t => {
  const { client, calls } = await startVimServer(t, () => ({ value: null }))
  assert.deepEqual(await client.queryEvents({ types: [], maximum: 5 }), [])
  assert.deepEqual(calls[0]?.body, {
    filter: { _typeName: 'EventFilterSpec', disableFullMessage: false, maxCount: 5 }
  })
})

const collector = moRef('EventHistoryCollector', 'session[52]event-1')
const ofCollector = 'EventHistoryCollector/session%5B52%5Devent-1/'

/** Events 1 to `last`; its collector begins behind the newest `skipped` ones. */
function eventManager(last: number, skipped: number, failing = false) {
  let next = last - skipped
  return ({ path }: VimCallSeen): Answer => {
    if (path.endsWith('/QueryEvents')) return { value: range(last - 999, last) }
    if (path.endsWith('/CreateCollectorForEvents')) return { value: collector }
    if (!path.endsWith('/ReadPreviousEvents')) return undefined
    if (failing) return fault('RuntimeFault')
    const page = range(Math.max(1, next - 999), next)
    next -= page.length
    return { value: page.length === 0 ? null : page }
  }
}

for (const skipped of [0, 10]) {
  test(`more events are read backwards through a collector that is destroyed (it begins behind ${skipped})`, async t => {
    const { client, paths } = await startVimServer(t, eventManager(2_500, skipped))
    const events = await client.queryEvents({ maximum: 2_200 })
    assert.equal(events.length, 2_200)
    assert.deepEqual(
      events.map(({ key }) => key),
      Array.from({ length: 2_200 }, (_item, index) => 2_500 - index)
    )
    assert.deepEqual(paths(), [
      'EventManager/EventManager/QueryEvents',
      'EventManager/EventManager/CreateCollectorForEvents',
      `${ofCollector}ResetCollector`,
      `${ofCollector}ReadPreviousEvents`,
      `${ofCollector}ReadPreviousEvents`,
      `${ofCollector}ReadPreviousEvents`,
      `${ofCollector}DestroyCollector`
    ])
  })
}

test('the end of the history ends the reading', async t => {
  const { client, paths } = await startVimServer(t, eventManager(1_500, 0))
  assert.equal((await client.queryEvents({ maximum: 5_000 })).length, 1_500)
  assert.equal(paths().at(-1), `${ofCollector}DestroyCollector`)
})

test('a collector is destroyed after an error too', async t => {
  const { client, paths } = await startVimServer(t, eventManager(2_500, 0, true))
  await assert.rejects(client.queryEvents({ maximum: 2_000 }), { errorType: 'RuntimeFault' })
  assert.equal(paths().at(-1), `${ofCollector}DestroyCollector`)
})
