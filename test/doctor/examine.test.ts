import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { toolDefinitions } from '../../src/tools/index.ts'
import { reportText } from '../../src/doctor/report.ts'
import type { Simulator, SimulatorOptions } from '../../src/simulator/index.ts'
import { startNamed, startSilent } from '../vcenters.ts'
import { vcenterKinds } from '../vcenter-kinds.ts'
import { allWith, examined, findingOf, limitMs, statusesOf, variablesFor } from './helper.ts'

async function start(t: TestContext, options: SimulatorOptions = {}): Promise<Simulator> {
  return (await startNamed(t, 'vc', { certificateDays: 90, ...options })).simulator
}

function logIns({ requests }: Simulator): number {
  return requests.filter(
    ({ method, path }) => method === 'POST' && (path.endsWith('session') || path.endsWith('/Login'))
  ).length
}

/** `POST …/session?~action=get` of /rest looks at a session. */
function isLook(query: string): boolean {
  return query.includes('action=get')
}

for (const { name, mode, release } of vcenterKinds) {
  test(`all is well with an account that has everything, and no session is left (${name})`, async t => {
    const simulator = await start(t, { apiRelease: release })
    const report = await examined(variablesFor(simulator, { VSPHERE_API_MODE: mode }))
    assert.deepEqual(
      statusesOf(report),
      allWith('ok', 'reach', 'certificate', 'log-in', 'release', 'clock', 'privileges'),
      reportText(report)
    )
    assert.equal(report.status, 'ok')
    assert.deepEqual(
      report.configuration.map(({ message }) => message),
      [`1 vCenter, ${toolDefinitions.length} tools`]
    )
    assert.match(findingOf(report, 'log-in').message, /VSPHERE\.LOCAL\\administrator$/)
    assert.match(
      findingOf(report, 'release').message,
      new RegExp(`${release.slice(0, 5)} build-\\d+, VI/JSON`)
    )
    assert.match(findingOf(report, 'privileges').message, /on 2 datacenters$/)
    assert.equal(simulator.sessions, 0, 'it logged out')
    const opened = simulator.requests.filter(
      ({ path, method, query, status }) =>
        method === 'POST' && /(session|Login)$/.test(path) && !isLook(query) && status < 300
    )
    assert.equal(opened.length, release === '8.0.1.0' ? 2 : 1, 'one session for each API that has its own')
  })

  test(`a wrong password is sent once, and what needs no session is still checked (${name})`, async t => {
    const simulator = await start(t, { apiRelease: release })
    const wrong = { VCENTER_PASSWORD: 'not-the-password', VSPHERE_API_MODE: mode }
    const report = await examined(variablesFor(simulator, wrong))
    assert.deepEqual(statusesOf(report), [
      ...allWith('ok', 'reach', 'certificate'),
      'log-in fail',
      ...allWith('ok', 'release', 'clock'),
      'privileges skipped'
    ])
    assert.match(findingOf(report, 'log-in').message, /failed: HTTP 401/)
    assert.match(findingOf(report, 'log-in').remedy ?? '', /Correct user .* and password/)
    assert.equal(logIns(simulator), 1)
    assert.doesNotMatch(JSON.stringify(report) + reportText(report), /not-the-password|secret-token/)
  })
}

test('where nothing listens nothing else is tried', async t => {
  const { port, host } = await startSilent(t)
  const { simulator } = await startNamed(t, 'gone')
  const gone = simulator.host
  await simulator.close()
  const report = await examined(variablesFor(simulator, { VCENTER_HOST: gone, VCENTER_CA_BUNDLE: '' }))
  assert.deepEqual(statusesOf(report), [
    'reach fail',
    ...allWith('skipped', 'certificate', 'log-in', 'release', 'clock', 'privileges')
  ])
  assert.match(findingOf(report, 'reach').message, /^nothing listens on port \d+ of 127\.0\.0\.1$/)
  assert.notEqual(host, gone, String(port))
})

test('a name that does not exist is said to be the mistake', async t => {
  const simulator = await start(t)
  const report = await examined(variablesFor(simulator, { VCENTER_HOST: 'vcenter.invalid' }))
  assert.match(
    findingOf(report, 'reach').message,
    /^the name vcenter\.invalid (is not known|could not be looked up)$/
  )
})

test('a vCenter that takes connections and says nothing is given up in time', async t => {
  const { host } = await startSilent(t)
  const simulator = await start(t)
  const begin = performance.now()
  const report = await examined(variablesFor(simulator, { VCENTER_HOST: host }))
  assert.ok(performance.now() - begin < 2 * limitMs)
  assert.deepEqual(statusesOf(report).slice(0, 2), ['reach ok', 'certificate fail'])
  assert.match(findingOf(report, 'certificate').message, /no TLS connection: nothing within 1\.5 s/)
})

test('a vCenter that does not answer the log-in is given up in time, and asked for nothing else', async t => {
  const simulator = await start(t)
  simulator.fail({ path: '/api/session' }, { delayMs: 60_000 })
  const begin = performance.now()
  const report = await examined(variablesFor(simulator))
  assert.ok(performance.now() - begin < 2 * limitMs + 2_000)
  assert.deepEqual(statusesOf(report).slice(2), [
    'log-in fail',
    ...allWith('skipped', 'release', 'clock', 'privileges')
  ])
  assert.match(findingOf(report, 'log-in').message, /1\.5 s/)
  assert.deepEqual(simulator.requests, [])
})

test('one question that is not answered holds up none of the others', async t => {
  const simulator = await start(t)
  simulator.fail({ path: /CurrentTime$/ }, { delayMs: 60_000 })
  const report = await examined(variablesFor(simulator))
  assert.deepEqual(statusesOf(report).slice(2), [
    ...allWith('ok', 'log-in', 'release'),
    'clock fail',
    'privileges ok'
  ])
  assert.equal(simulator.sessions, 0)
})

test('what fails once is told, and not tried again until it works', async t => {
  const simulator = await start(t)
  simulator.fail({ path: /HasUserPrivilegeOnEntities$/ }, { status: 503 })
  const report = await examined(variablesFor(simulator))
  assert.deepEqual(statusesOf(report).slice(4), ['clock ok', 'privileges fail'])
  assert.match(findingOf(report, 'privileges').message, /HTTP 503/)
})

test('without VI/JSON it says what will not work, and that privileges cannot be checked', async t => {
  for (const privileges of [undefined, ['System.Read']]) {
    const simulator = await start(t, { apiRelease: '8.0.0.0', ...(privileges && { privileges }) })
    const report = await examined(variablesFor(simulator))
    assert.deepEqual(statusesOf(report).slice(2), [
      'log-in ok',
      'release warn',
      'clock ok',
      'privileges warn'
    ])
    const { message, lines = [] } = findingOf(report, 'release')
    // the version is the appliance's, which asks for a role of its own
    assert.match(message, privileges ? /^older than 8\.0 U1/ : /8\.0\.0.* build-20519528; no VI\/JSON$/)
    assert.match(lines.join(), /create_vm_snapshot/)
    assert.match(findingOf(report, 'privileges').message, /cannot be checked without VI\/JSON/)
    assert.equal(report.status, 'warn')
    assert.match(reportText(report), /govc role\.create vsphere-mcp-pro VirtualMachine\.Config\.CPUCount /)
    assert.equal(simulator.sessions, 0)
  }
})

test('a clock that is wrong is measured through VI/JSON, and by the header where there is none', async t => {
  for (const apiRelease of ['8.0.3.0', '8.0.0.0']) {
    for (const [skewS, status, words] of [
      [-3, 'ok', /(2\.\d|3\.\d) s behind/],
      [20, 'warn', /(19|20|21)\.\d s ahead of this machine/],
      [-300, 'fail', /(29\d|30\d)\.\d s behind this machine/]
    ] as const) {
      const simulator = await start(t, { apiRelease, clock: () => Date.now() + skewS * 1000 })
      const clock = findingOf(await examined(variablesFor(simulator)), 'clock')
      assert.equal(clock.status, status, `${apiRelease}: ${clock.message}`)
      assert.match(clock.message, words)
    }
  }
})

test('a restricted account misses exactly what the tools need and it does not have', async t => {
  const privileges = [
    'VirtualMachine.Interact.PowerOn',
    'VirtualMachine.Config.Memory',
    'VirtualMachine.State.CreateSnapshot'
  ]
  const simulator = await start(t, { privileges })
  const report = await examined(variablesFor(simulator))
  const found = findingOf(report, 'privileges')
  assert.equal(found.status, 'fail')
  assert.deepEqual(found.lines, [
    'power_off_vm: VirtualMachine.Interact.PowerOff',
    'restart_vm: VirtualMachine.Interact.Reset',
    'delete_vm_snapshot: VirtualMachine.State.RemoveSnapshot',
    'delete_vm: VirtualMachine.Inventory.Delete',
    'modify_vm_resources: VirtualMachine.Config.CPUCount'
  ])
  // and with the role that it prints, it is content
  const well = await start(t, { privileges: report.role.privileges })
  assert.equal((await examined(variablesFor(well))).status, 'ok')
})

test('only the tools of this deployment count', async t => {
  const simulator = await start(t, { privileges: ['System.Read'] })
  const reading = await examined(variablesFor(simulator, { READ_ONLY: 'true' }))
  assert.equal(findingOf(reading, 'privileges').status, 'ok')
  assert.deepEqual(reading.role.privileges, [])
  const power = await examined(variablesFor(simulator, { TOOLSETS: 'power' }))
  assert.deepEqual(power.role.privileges, [
    'VirtualMachine.Interact.PowerOff',
    'VirtualMachine.Interact.PowerOn',
    'VirtualMachine.Interact.Reset'
  ])
})

test('what the scope of a role names and vCenter does not have is told, by role', async t => {
  const simulator = await start(t, {})
  const scope = {
    datacenters: ['Amsterdam', 'Rotterdam'],
    folders: ['/Amsterdam/vm/Production', '/Amsterdam/vm/Prodution'],
    tags: ['Owner/team-shop', 'Owner/team-shops']
  }
  const roles = { open: ['risk:read'], team: { tools: ['risk:read'], scope } }
  const access = {
    ROLES_TO_TOOLS: JSON.stringify(roles),
    TOKENS_TO_ROLES: '{"secret-token-of-a-caller-0123456789": "team"}'
  }
  const found = findingOf(await examined(variablesFor(simulator, access)), 'scopes')
  assert.equal(found.status, 'warn')
  assert.deepEqual(found.lines, [
    "team: datacenters 'Rotterdam'",
    "team: folders '/Amsterdam/vm/Prodution'",
    "team: tags 'Owner/team-shops'"
  ])
  const usual = await examined(variablesFor(simulator))
  assert.ok(!usual.vcenters[0]?.findings.some(({ check }) => check === 'scopes'), 'nobody is limited')
})

test('an account without any role is told so', async t => {
  for (const apiRelease of ['8.0.1.0', '8.0.3.0']) {
    const simulator = await start(t, { apiRelease, privileges: [] })
    const report = await examined(variablesFor(simulator))
    assert.equal(report.status, 'fail')
    const failed = report.vcenters[0]?.findings.find(({ status }) => status === 'fail')
    assert.match(failed?.remedy ?? '', /Give the account a role/, apiRelease)
    assert.equal(simulator.sessions, 0)
  }
})

test('a mistake elsewhere in the configuration does not keep the vCenters from being examined', async t => {
  const simulator = await start(t)
  const report = await examined(
    variablesFor(simulator, { TOKENS_TO_ROLES: '', SERVER_PORT: 'x', MCP_PATH: 'mcp' })
  )
  assert.deepEqual(
    report.configuration.map(({ status, message }) => [status, message.split(':')[0]]),
    [
      ['fail', 'SERVER_PORT'],
      ['fail', 'MCP_PATH'],
      ['fail', 'TOKENS_TO_ROLES']
    ]
  )
  assert.equal(report.vcenters[0]?.status, 'ok')
  assert.equal(report.status, 'fail')
  const nowhere = await examined(variablesFor(simulator, { VCENTER_HOST: 'https://x/' }))
  assert.deepEqual([nowhere.status, nowhere.vcenters], ['fail', []])
})

test('what should not stay so is a warning', async t => {
  const simulator = await start(t)
  const report = await examined(variablesFor(simulator, { AUTH_ENFORCE: 'false' }))
  assert.deepEqual([report.status, report.configuration[1]?.status], ['warn', 'warn'])
  assert.match(report.configuration[1]?.message ?? '', /^AUTH_ENFORCE=false/)
})
