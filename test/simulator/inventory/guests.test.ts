import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemNamed, systemWithGuestId } from '../../../src/simulator/inventory/guests.ts'

test('guest systems are found by their names in both APIs', () => {
  for (const [name, guestId] of [
    ['OTHER', 'otherGuest'],
    ['OTHER_64', 'otherGuest64'],
    ['OTHER_3X_LINUX_64', 'other3xLinux64Guest'],
    ['CENTOS_64', 'centos64Guest'],
    ['CENTOS_7_64', 'centos7_64Guest'],
    ['ROCKYLINUX_64', 'rockylinux_64Guest'],
    ['WINDOWS_9_64', 'windows9_64Guest'],
    ['WINDOWS_SERVER_2019', 'windows2019srv_64Guest']
  ] as const) {
    assert.equal(systemNamed(name)?.guestId, guestId)
    assert.equal(systemWithGuestId(guestId)?.name, name)
  }
  assert.equal(systemNamed('CPM'), undefined)
  for (const guestId of ['cpmGuest', 'other_Guest', '']) assert.equal(systemWithGuestId(guestId), undefined)
})
