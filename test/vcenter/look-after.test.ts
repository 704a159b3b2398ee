import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  VcenterOutcomeUnknownError,
  VcenterUnavailableError,
  VcenterUnsupportedError
} from '../../src/vcenter/errors.ts'
import { lookAfter, type Sighting } from '../../src/vcenter/look-after.ts'

const unknown = new VcenterOutcomeUnknownError({
  vcenter: 'vc',
  operation: 'power on VM',
  path: '/api/vcenter/vm/vm-1/power',
  reason: 'no answer'
})

test('what was seen is told also when all later looks fail', async () => {
  let looks = 0
  async function look(): Promise<Sighting<void>> {
    looks += 1
    if (looks > 1) throw new VcenterUnavailableError('vc', 'no answer')
    return { happened: false, seen: { power_state: 'POWERED_OFF' } }
  }
  await assert.rejects(lookAfter(unknown, look, { pollMs: 1 }), {
    name: 'VcenterOutcomeUnknownError',
    seen: { power_state: 'POWERED_OFF' }
  })
  assert.equal(looks, 5)
})

test('a vCenter that has no way to look is not asked again', async () => {
  let looks = 0
  async function look(): Promise<Sighting<void>> {
    looks += 1
    throw new VcenterUnsupportedError('vc', 'look', 'vCenter 8.0 U1')
  }
  await assert.rejects(lookAfter(unknown, look, { pollMs: 1 }), {
    name: 'VcenterOutcomeUnknownError',
    seen: undefined
  })
  assert.equal(looks, 1)
})
