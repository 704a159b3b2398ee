import assert from 'node:assert/strict'
import { test } from 'node:test'
import { judgeClock } from '../../src/doctor/clock.ts'
import { worstOf, type Status } from '../../src/doctor/finding.ts'
import { leastRole, linesOf, missingIn, needsOf, ofEveryRole } from '../../src/doctor/needs.ts'
import { judgePrivileges } from '../../src/doctor/privileges.ts'
import { placeOf } from '../../src/doctor/reach.ts'
import { toolsWithoutVim } from '../../src/doctor/release.ts'
import { toolDefinitions } from '../../src/tools/index.ts'
import { callRest } from '../faces.ts'
import { startService } from '../helper.ts'
import { happyCalls, withResult } from '../tools/happy-calls.ts'

const needs = [
  { who: 'look', privileges: ['System.Read'] },
  { who: 'start', privileges: ['System.Read', 'A.Start'] },
  { who: 'change', privileges: ['B.Size', 'A.Start', 'C.Count'] }
]

function granted(place: string, ...privileges: string[]) {
  return { place, privileges: new Set(privileges) }
}

test('what is missing everywhere is told from what is missing in places, for each who needs it', () => {
  const places = [granted('one', 'System.Read', 'B.Size'), granted('two', 'System.Read', 'A.Start', 'B.Size')]
  const missing = missingIn(needs, places)
  assert.deepEqual(linesOf(missing), ['start: A.Start (not in one)', 'change: A.Start (not in one), C.Count'])
  assert.equal(judgePrivileges(needs, places).status, 'fail')
  const partly = judgePrivileges(needs.slice(0, 2), places)
  assert.equal(partly.status, 'warn')
  assert.equal(partly.message, '1 of the 2 that are needed is missing, on some of the datacenters')
  assert.deepEqual(judgePrivileges(needs.slice(0, 1), places).status, 'ok')
})

test('an answer about nothing grants nothing', () => {
  assert.equal(missingIn(needs, []).length, 6)
  assert.ok(missingIn(needs, [granted('one')]).every(({ places }) => places.length === 0))
})

test('the role has each privilege once and none that every role has', () => {
  const role = leastRole([...needs, { who: 'service', privileges: ofEveryRole }], 'mcp')
  assert.deepEqual(role, {
    name: 'mcp',
    privileges: ['A.Start', 'B.Size', 'C.Count'],
    govc: 'govc role.create mcp A.Start B.Size C.Count',
    powercli: "New-VIRole -Name mcp -Privilege (Get-VIPrivilege -Id 'A.Start','B.Size','C.Count')"
  })
  assert.deepEqual(leastRole(needs.slice(0, 1)).powercli, 'New-VIRole -Name vsphere-mcp-pro')
})

test('the service itself is among those who need something', () => {
  const [service, ...tools] = needsOf(toolDefinitions)
  assert.deepEqual(service?.privileges, ['System.Anonymous', 'System.Read', 'System.View'])
  assert.equal(tools.length, toolDefinitions.length)
})

test('the tools that are said not to work without VI/JSON are those that do not', async t => {
  const service = await startService(t, { vcenter: { name: '8.0 GA', mode: 'api', release: '8.0.0.0' } })
  const unsupported = []
  for (const { name } of toolDefinitions) {
    const call = (tool: string, args: Record<string, unknown>) => callRest(service, 'admin', tool, args)
    const { body } = await call(name, await withResult({ ...happyCalls[name]?.[0] }, call))
    if (body['code'] === 'unsupported') unsupported.push(name)
  }
  assert.deepEqual(toolsWithoutVim(toolDefinitions), unsupported)
})

test('only what is certain of a clock counts', () => {
  const judged = (skewMs: number, uncertaintyMs: number) => judgeClock({ skewMs, uncertaintyMs }).status
  assert.deepEqual(
    [judged(5_000, 0), judged(5_001, 0), judged(-6_000, 1_000), judged(-60_000, 0), judged(-60_001, 0)],
    ['ok', 'warn', 'ok', 'warn', 'fail']
  )
  assert.equal(judged(61_000, 2_000), 'warn')
})

test('the worst counts, and what was skipped counts less than a warning', () => {
  const worst = (...statuses: Status[]) => worstOf(statuses.map(status => ({ status })))
  assert.deepEqual(
    [worst(), worst('ok', 'skipped'), worst('skipped', 'warn', 'ok'), worst('warn', 'fail', 'ok')],
    ['ok', 'skipped', 'warn', 'fail']
  )
})

test('a place is a host and a port, however the address is written', () => {
  assert.deepEqual(placeOf('vc.example.com'), { host: 'vc.example.com', port: 443 })
  assert.deepEqual(placeOf('[fd00::1]:8443'), { host: 'fd00::1', port: 8443 })
})
