import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { test, type TestContext } from 'node:test'
import type { Report } from '../../src/doctor/index.ts'
import { startNamed, startSilent, vcentersFile } from '../vcenters.ts'
import { variablesFor } from './helper.ts'

const script = new URL('../../scripts/doctor.ts', import.meta.url).pathname

interface Ended {
  code: number
  out: string
  error: string
}

/** The command as an operator runs it, with nothing in its environment but this. */
function run(variables: NodeJS.ProcessEnv, ...args: string[]): Promise<Ended> {
  return new Promise(resolve => {
    const env = { PATH: process.env['PATH'], ...variables }
    const child = execFile(process.execPath, [script, ...args], { env }, (_failure, out, error) =>
      resolve({ code: child.exitCode ?? -1, out, error })
    )
  })
}

async function startTwo(t: TestContext) {
  const one = await startNamed(t, 'amsterdam', { certificateDays: 90, password: 'secret-amsterdam' })
  const two = await startNamed(t, 'frankfurt', {
    certificateDays: 90,
    password: 'secret-frankfurt',
    privileges: ['System.Read']
  })
  return { one, two }
}

test('it ends with 0 when all is well, has printed no secret and left no session', async t => {
  const { simulator } = await startNamed(t, 'vc', { certificateDays: 90, password: 'secret-password' })
  const { code, out, error } = await run(variablesFor(simulator))
  assert.deepEqual([code, error], [0, ''])
  assert.match(
    out,
    /^vsphere-mcp-pro \d+\.\d+\.\d+: examination of this installation\n\nConfiguration\n {2}ok {4}1 vCenter, \d+ tools\n/
  )
  assert.equal(out.match(/^ {2}ok {4}/gm)?.length, 7)
  assert.match(out, /\nAll is well\.\n$/)
  assert.doesNotMatch(out, /secret-/)
  assert.equal(simulator.sessions, 0)
})

test('it ends with 1 when something failed, and tells everything of the others', async t => {
  const { one, two } = await startTwo(t)
  const silent = await startSilent(t)
  const hanging = { ...one.entry, name: 'london', port: silent.port }
  const env = {
    TOKENS_TO_ROLES: '{"secret-token-of-a-caller-0123456789": "viewer"}',
    VCENTERS_FILE: vcentersFile(t, [hanging, one.entry, two.entry])
  }
  const begin = performance.now()
  const { code, out } = await run(env)
  assert.ok(performance.now() - begin < 14_000, 'the ten seconds of one check, and the others meanwhile')
  assert.equal(code, 1)
  assert.deepEqual(
    [...out.matchAll(/^vCenter (\w+)$/gm)].map(([, name]) => name),
    ['london', 'amsterdam', 'frankfurt']
  )
  assert.equal(out.match(/^ {2}FAIL {2}/gm)?.length, 2)
  assert.match(out, /\n {2}FAIL {2}certificate no TLS connection: nothing within 10 s\n/)
  assert.match(out, /\n {8}delete_vm: VirtualMachine\.Inventory\.Delete\n/)
  assert.match(
    out,
    /\n {2}govc role\.create vsphere-mcp-pro VirtualMachine\.Config\.CPUCount .*RemoveSnapshot\n/
  )
  assert.match(out, /\(2 of 3 vCenters\): see each FAIL above\.\n$/)
  assert.doesNotMatch(out, /secret-/)
  assert.deepEqual([one.simulator.sessions, two.simulator.sessions], [0, 0])
})

test('--json says the same to programs', async t => {
  const { one, two } = await startTwo(t)
  const env = {
    TOKENS_TO_ROLES: '{"secret-token-of-a-caller-0123456789": "viewer"}',
    VCENTERS_FILE: vcentersFile(t, [one.entry, two.entry])
  }
  const { code, out } = await run(env, '--json')
  assert.equal(code, 1)
  const report = JSON.parse(out) as Report
  assert.deepEqual(
    [report.status, ...report.vcenters.map(({ name, status }) => `${name} ${status}`)],
    ['fail', 'amsterdam ok', 'frankfurt fail']
  )
  const found = report.vcenters[1]?.findings.find(({ check }) => check === 'privileges')
  const missing = JSON.stringify(found?.data?.['missing'])
  assert.ok(missing.includes('{"tool":"delete_vm","privilege":"VirtualMachine.Inventory.Delete"}'), missing)
  assert.equal(report.role.privileges.length, 8)
  assert.doesNotMatch(out, /secret-/)
})

test('warnings alone end with 0', async t => {
  const { simulator } = await startNamed(t, 'vc', { certificateDays: 3 })
  const { code, out } = await run(variablesFor(simulator))
  assert.equal(code, 0)
  assert.match(out, /\n {2}warn {2}certificate .* \(2 days\)/)
  assert.match(out, /\nIt works; look at the warnings\.\n$/)
})

test('a configuration that cannot be used is told whole, with 1', async () => {
  const { code, out } = await run({ VCENTER_PASSWORD: 'secret-password', RATE_LIMIT_RPS: '-1' })
  assert.equal(code, 1)
  for (const name of ['RATE_LIMIT_RPS', 'VCENTER_HOST', 'VCENTER_USER', 'TOKENS_TO_ROLES']) {
    assert.match(out, new RegExp(`\\n {2}FAIL {2}${name}: `))
  }
  assert.doesNotMatch(out, /secret-/)
})

test('it says how it is used, and refuses what it does not know with 2', async () => {
  const help = await run({}, '--help')
  assert.deepEqual([help.code, help.error], [0, ''])
  assert.match(help.out, /^Usage: npm run doctor/)
  const unknown = await run({}, '--fast')
  assert.deepEqual([unknown.code, unknown.out], [2, ''])
  assert.match(unknown.error, /^doctor: Unknown option '--fast'/)
})
