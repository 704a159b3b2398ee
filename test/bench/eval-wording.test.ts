import assert from 'node:assert/strict'
import { test } from 'node:test'
import { saysAmount, saysNumber, saysOfEach } from '../../bench/eval/checks.ts'
import { amountsIn, mentions, mentionsInOrder, numbersIn, passageOn } from '../../bench/eval/wording.ts'

test('numbers are found in figures and in words, with separators of thousands', () => {
  assert.deepEqual(
    numbersIn('There are 1,234 VMs, 7.5 % more than 1 148.'.replace(' 148', '\u202f148')),
    [1234, 7.5, 1148]
  )
  assert.deepEqual(numbersIn("Of 12'000 **42** are off."), [12_000, 42])
  assert.deepEqual(numbersIn('Only three of them.'), [3])
  assert.deepEqual(numbersIn('31, 8 and 1.'), [31, 8, 1])
  assert.deepEqual(numbersIn('| esx-prod-01 | 9 |'), [9])
})

test('what belongs to a name, a date, an address or a version is no number', () => {
  assert.deepEqual(
    numbersIn('web-01, vm-1003, k8s-node-04, app01, 10.20.0.7, 2026-11-22T10:00:00Z, 8.0.3'),
    []
  )
})

test('an amount may come in any unit, and GB may mean GiB', () => {
  assert.deepEqual(amountsIn('500 GB'), [500e9, 500 * 2 ** 30])
  assert.deepEqual(amountsIn('1.5 TiB and 61,440MiB'), [1.5 * 2 ** 40, 61_440 * 2 ** 20])
  assert.deepEqual(saysAmount('It takes 214.7 GB.', 'the size', 200 * 2 ** 30), [])
  assert.deepEqual(saysAmount('It takes 200 GB.', 'the size', 200 * 2 ** 30), [])
  assert.deepEqual(saysAmount('It takes 0.195 TiB.', 'the size', 200 * 2 ** 30), [])
  assert.deepEqual(saysAmount('214748364800 bytes', 'the size', 200 * 2 ** 30), [])
  assert.equal(saysAmount('It takes 250 GB.', 'the size', 200 * 2 ** 30).length, 1)
  assert.equal(saysAmount('200 VMs', 'the size', 200 * 2 ** 30).length, 1)
})

test('a name is found in any case and typography, but not within a longer name', () => {
  assert.ok(mentions('The VM **Web\u201101** is fine.', 'web-01'))
  assert.ok(mentions('`esx-prod-01.corp.example` is full', 'esx-prod-01'))
  assert.ok(mentions('bu\u0308ro drucker 01', 'Büro Drucker 01'))
  assert.ok(mentions('東京-web-01は動いています', '東京-web-01'))
  assert.ok(!mentions('東京-web-01', 'web-01'))
  assert.ok(!mentions('win-app-01 and app-011', 'app-01'))
  assert.ok(!mentions('prod-vmfs-01-old', 'prod-vmfs-01'))
})

test('an order counts where names come first', () => {
  assert.ok(mentionsInOrder('1. a-1 (80 %), 2. b-1; a-1 is the worst', ['a-1', 'b-1']))
  assert.ok(!mentionsInOrder('b-1, a-1', ['a-1', 'b-1']))
  assert.ok(!mentionsInOrder('a-1', ['a-1', 'b-1']))
})

test('a number is that of the name it stands with, in a table, a list or a sentence', () => {
  const wanted = new Map([
    ['prod', 17],
    ['dev', 9]
  ])
  for (const answer of [
    '| prod | 17 |\n| dev | 9 |',
    '- 17: prod\n- 9: dev',
    'prod has 17, and dev has 9.',
    '### prod\n17 VMs\n\n### dev\n9 VMs'
  ]) {
    assert.deepEqual(saysOfEach(answer, wanted), [], answer)
  }
  for (const answer of [
    'prod: 9\ndev: 17',
    'prod has 9, dev has 17',
    '### prod\n9\n### dev\n17',
    'prod: 17',
    ''
  ]) {
    assert.notDeepEqual(saysOfEach(answer, wanted), [], answer)
  }
  assert.equal(passageOn('a: 1\nb: 2\nc: 3', 'b', ['a', 'b', 'c']).trim(), 'b: 2')
})

test('a tolerance is a share of what is wanted', () => {
  assert.deepEqual(saysNumber('about 97', 'it', 100, 0.05), [])
  assert.equal(saysNumber('about 94', 'it', 100, 0.05).length, 1)
})
