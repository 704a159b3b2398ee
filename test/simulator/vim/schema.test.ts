import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createState } from '../../../src/simulator/state.ts'
import { resolveSettings } from '../../../src/simulator/options.ts'
import { findObject } from '../../../src/simulator/vim/objects/index.ts'
import { isKindOf, propertiesOf, typeOfPath } from '../../../src/simulator/vim/schema/index.ts'

const simple = new Set(['string', 'int', 'long', 'short', 'boolean', 'dateTime', 'anyType'])

test('every field the simulator writes is in the schema, with the type it is written as', () => {
  const state = createState(resolveSettings({ vms: 60 }))
  const { inventory } = state
  const { vms, hosts, computeResources, datastores, networks, datacenters, folders, resourcePools } =
    inventory
  const maps = [vms, hosts, computeResources, datastores, networks, datacenters, folders, resourcePools]
  const ids = maps.flatMap((map: Map<string, unknown>) => [...map.keys()])
  for (const id of ids) {
    const object = findObject(state, undefined, inventory.find(id)?.kind ?? '', id) ?? assert.fail(id)
    for (const name of Object.keys(propertiesOf(object.type))) check(object.type, [name], object.read(name))
  }
  state.tasks.close()

  function check(type: string, path: string[], value: unknown): void {
    const declared = typeOfPath(type, path)
    const where = `${type} ${path.join('.')}`
    assert.ok(declared, where)
    if (value === undefined) return
    if (declared.endsWith('[]')) {
      assert.ok(Array.isArray(value), where)
      return
    }
    if (typeof value === 'object' && value !== null) {
      assert.equal((value as Record<string, unknown>)['_typeName'], declared, where)
      if (declared === 'ManagedObjectReference' || leaves.has(declared)) return
      for (const [name, inner] of Object.entries(value))
        if (name !== '_typeName') check(type, [...path, name], inner)
      return
    }
    if (declared === 'boolean') assert.equal(typeof value, 'boolean', where)
    else if (['int', 'long', 'short'].includes(declared)) assert.ok(Number.isSafeInteger(value), where)
    else assert.equal(typeof value, 'string', where)
    if (declared === 'int') assert.ok(Number(value) < 2 ** 31, where)
    if (declared === 'dateTime') assert.match(value as string, /\.\d{6}Z$/, where)
    if (!simple.has(declared)) assert.match(value as string, /^[a-z]/, where)
  }
})

/** Data types whose fields no path can enter, so that the schema does not list them. */
const leaves = new Set(['TaskReason', 'LocalizedMethodFault'])

test('types know their bases', () => {
  assert.ok(isKindOf('ClusterComputeResource', 'ManagedEntity'))
  assert.ok(isKindOf('ContainerView', 'View'))
  assert.ok(!isKindOf('ComputeResource', 'ClusterComputeResource'))
  assert.equal(typeOfPath('ClusterComputeResource', ['summary']), 'ClusterComputeResourceSummary')
  assert.equal(typeOfPath('ComputeResource', ['summary']), 'ComputeResourceSummary')
  assert.equal(typeOfPath('VirtualMachine', ['toString']), undefined)
})
