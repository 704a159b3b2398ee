import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createNetworks, isNetwork, originNetwork } from '../../src/access/networks.ts'

test('networks and single addresses of both families hold exactly their addresses', () => {
  const networks = createNetworks(['10.2.0.0/16', '192.0.2.7', '2001:db8::/32'])
  for (const address of ['10.2.255.255', '192.0.2.7', '2001:db8:1::5', '::ffff:10.2.0.1'])
    assert.ok(networks.has(address), address)
  for (const address of [
    '10.3.0.0',
    '192.0.2.8',
    '2001:db9::1',
    '::ffff:10.3.0.1',
    '1::ffff:10.2.0.1',
    'localhost',
    ''
  ])
    assert.ok(!networks.has(address), address)
})

test('a network of one family holds no address of the other', () => {
  assert.ok(createNetworks(['::/0']).has('2001:db8::1'))
  assert.ok(!createNetworks(['::/0']).has('10.1.2.3'))
  assert.ok(!createNetworks(['0.0.0.0/0']).has('2001:db8::1'))
})

test('what is no network is told, and so is IPv4 that is written as IPv6', () => {
  for (const good of [
    '10.0.0.0/8',
    '10.1.2.3',
    '0.0.0.0/0',
    '::/0',
    'fe80::/10',
    '2001:db8::/48',
    '1::ffff:10.2.0.0/112'
  ])
    assert.ok(isNetwork(good), good)
  for (const bad of [
    '',
    '10.0.0.0/33',
    '10.0.0/8',
    '10.0.0.0/8/8',
    '10.0.0.0/',
    '10.0.0.0/-1',
    '10.0.0.0/1e1'
  ])
    assert.ok(!isNetwork(bad), bad)
  for (const bad of [
    '::/129',
    '::ffff:10.0.0.0/8',
    '::FFFF:10.0.0.0/104',
    'fe80::1%eth0',
    'localhost',
    '10.0.0.0 /8'
  ])
    assert.ok(!isNetwork(bad), bad)
  assert.throws(() => createNetworks(['10.0.0/8']), /'10\.0\.0\/8' is no network/)
})

test('all addresses of an IPv6 network answer for the log-ins of one of them', () => {
  assert.equal(originNetwork('2001:db8:1:2:3:4:5:6'), originNetwork('2001:db8:1:2::9'))
  assert.notEqual(originNetwork('2001:db8:1:2::9'), originNetwork('2001:db8:1:3::9'))
  assert.equal(originNetwork('2001:DB8::1'), originNetwork('2001:0db8:0::2'))
  assert.equal(originNetwork('::1'), '0:0:0:0::/64')
  assert.equal(originNetwork('2001::3:4:5:6:7:8'), '2001:0:3:4::/64')
  assert.equal(originNetwork('fe80::1%eth0:1:2:3:4'), originNetwork('fe80::2'))
  assert.equal(originNetwork('::FFFF:10.1.2.3'), '10.1.2.3')
  assert.notEqual(originNetwork('1::ffff:10.1.2.3'), '10.1.2.3')
  assert.notEqual(originNetwork('10.1.2.3'), originNetwork('10.1.2.4'))
})
