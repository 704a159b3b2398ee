import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listsToMaps, mapsToLists } from '../../../src/vcenter/automation/maps.ts'

const vm = { name: 'a', disks: { 2000: { label: 'x' } }, nics: {}, boot_devices: [] }
const inRest = { name: 'a', disks: [{ key: '2000', value: { label: 'x' } }], nics: [], boot_devices: [] }

test('named maps become lists of keys and values and back, empty ones too, and other lists stay lists', () => {
  const paths = ['disks', 'nics', 'cdroms']
  assert.deepEqual(mapsToLists(vm, paths), inRest)
  assert.deepEqual(listsToMaps(inRest, paths), vm)
})

test('a map may be the whole value, or lie within a structure', () => {
  assert.deepEqual(listsToMaps([{ key: '/', value: 1 }, { key: 'unset' }], ['']), { '/': 1 })
  const deployment = { deployment_spec: { network_mappings: { VM: 'network-1' } }, target: {} }
  assert.deepEqual(mapsToLists(deployment, ['deployment_spec.network_mappings', 'deployment_spec.none']), {
    deployment_spec: { network_mappings: [{ key: 'VM', value: 'network-1' }] },
    target: {}
  })
})

test('what is no list of pairs is left for the check of the answer to refuse', () => {
  for (const value of [null, 5, 'x', { a: 1 }, [1], [{ key: 1, value: 2 }]]) {
    assert.deepEqual(listsToMaps({ disks: value }, ['disks']), { disks: value })
  }
})

test('a key that could reach a prototype becomes a property like any other', () => {
  const map = listsToMaps([{ key: '__proto__', value: { polluted: true } }], ['']) as object
  assert.equal(Object.getPrototypeOf(map), Object.prototype)
  assert.deepEqual(Object.keys(map), ['__proto__'])
})
