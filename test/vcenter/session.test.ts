import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { test } from 'node:test'
import { loginOperation, VcenterApiError, VcenterUnavailableError } from '../../src/vcenter/errors.ts'
import { createLoginGuard } from '../../src/vcenter/login-guard.ts'
import { createSession } from '../../src/vcenter/session.ts'

function refusal(operation: string, status = 401, kind?: string): VcenterApiError {
  return new VcenterApiError({
    vcenter: 'vc',
    operation,
    kind,
    status,
    path: '/api/session',
    errorType: 'UNAUTHENTICATED'
  })
}

const keepAlive = { idleMs: 600_000, mayAsk: () => true }

/** A vCenter that knows one valid id at a time. */
function fakeVcenter({ refuse = false, now = (): number => 0 } = {}) {
  const state = {
    logins: 0,
    logouts: [] as string[],
    checks: 0,
    valid: '',
    refuse,
    isSilent: false,
    isStuck: false
  }
  async function logIn(): Promise<string> {
    state.logins += 1
    await sleep(5)
    if (state.refuse) throw refusal(loginOperation)
    state.valid = `id-${state.logins}`
    return state.valid
  }
  async function use(id: string): Promise<string> {
    await sleep(1)
    if (id !== state.valid) throw refusal('list VMs')
    return id
  }
  async function logOut(id: string): Promise<void> {
    state.logouts.push(id)
  }
  async function isAlive(id: string): Promise<boolean> {
    state.checks += 1
    await sleep(1)
    if (state.isStuck) await new Promise(() => undefined)
    if (state.isSilent) throw new VcenterUnavailableError('vc', 'no answer')
    return id === state.valid
  }
  const guard = createLoginGuard('vc')
  const session = createSession({ vcenter: 'vc', guard, logIn, logOut, isAlive, keepAlive, now })
  return { state, session, use }
}

function hundred<T>(call: () => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: 100 }, call))
}

test('a hundred first calls share one log-in', async () => {
  const { state, session, use } = fakeVcenter()
  assert.deepEqual(new Set(await hundred(() => session.withSession(use))), new Set(['id-1']))
  assert.equal(state.logins, 1)
})

test('an expired session costs one log-in, and no call fails', async () => {
  const { state, session, use } = fakeVcenter()
  await session.withSession(use)
  state.valid = 'expired'
  assert.deepEqual(new Set(await hundred(() => session.withSession(use))), new Set(['id-2']))
  assert.equal(state.logins, 2)
})

test('a call that is slow to learn that its session ended does not throw away the new one', async () => {
  const { state, session, use } = fakeVcenter()
  await session.withSession(use)
  const slow = session.withSession(async id => {
    await sleep(id === 'id-1' ? 40 : 0)
    return use(id)
  })
  state.valid = 'expired'
  await session.withSession(use)
  assert.equal(await slow, 'id-2')
  assert.equal(state.logins, 2)
})

test('a session that is refused twice is not tried a third time', async () => {
  const { state, session } = fakeVcenter()
  let uses = 0
  const refused = session.withSession(() => Promise.reject(refusal(`use ${++uses}`)))
  await assert.rejects(refused, { operation: 'use 2' })
  assert.equal(state.logins, 2)
})

test('all who wait share the failure of a log-in', async () => {
  const { state, session, use } = fakeVcenter({ refuse: true })
  const results = await Promise.allSettled(Array.from({ length: 100 }, () => session.withSession(use)))
  assert.ok(results.every(result => result.status === 'rejected'))
  assert.equal(state.logins, 1)
})

test('after three refused log-ins the next ones never reach vCenter until the window has passed', async () => {
  let now = 0
  const guard = createLoginGuard('vc', () => now)
  let asked = 0
  const refused = () => Promise.reject(refusal(loginOperation, (asked++, 401)))
  for (let count = 0; count < 3; count++) {
    await assert.rejects(guard.run(refused), { name: 'VcenterApiError', isLoginFailure: true })
    now += 60_000
  }
  await assert.rejects(guard.run(refused), (error: unknown) => {
    assert.ok(error instanceof VcenterUnavailableError)
    assert.equal(error.obstacle, 'credential')
    assert.equal(error.retryAfterS, 120)
    assert.match(error.message, /refused 3 times, next attempt in 120 s/)
    return true
  })
  assert.equal(asked, 3)
  now += 120_001
  await assert.rejects(guard.run(refused), { name: 'VcenterApiError' })
  await assert.rejects(guard.run(refused), { retryAfterS: 60 }, 'three within any five minutes')
  assert.equal(asked, 4)
})

test('a log-in that succeeds makes the refused ones before it forgotten', async () => {
  const guard = createLoginGuard('vc', () => 0)
  const refused = () => guard.run(() => Promise.reject(refusal(loginOperation)))
  for (let round = 0; round < 3; round++) {
    for (let count = 0; count < 2; count++) await assert.rejects(refused(), { name: 'VcenterApiError' })
    assert.equal(await guard.run(() => Promise.resolve('id')), 'id')
  }
})

test('log-ins run one after the other, so that two at once cannot both be the third wrong password', async () => {
  const guard = createLoginGuard('vc', () => 0)
  let [asked, inside, most] = [0, 0, 0]
  async function refused(): Promise<string> {
    asked += 1
    most = Math.max(most, ++inside)
    await sleep(1)
    inside -= 1
    throw refusal(loginOperation)
  }
  const results = await Promise.allSettled(Array.from({ length: 10 }, () => guard.run(refused)))
  assert.deepEqual([asked, most], [3, 1])
  assert.equal(results.filter(({ status }) => status === 'rejected').length, 10)
  assert.deepEqual(guard.counts(), { logins: 0, failed: 3 })
  assert.equal(guard.pauseS(), 300)
})

test('network failures and errors that are not about the credential do not count as refused log-ins', async () => {
  const guard = createLoginGuard('vc')
  for (let count = 0; count < 5; count++) {
    await assert.rejects(
      guard.run(() => Promise.reject(new VcenterUnavailableError('vc', 'connection refused')))
    )
    await assert.rejects(guard.run(() => Promise.reject(refusal('list VMs'))))
  }
  assert.equal(await guard.run(() => Promise.resolve('id')), 'id')
  assert.deepEqual(guard.counts(), { logins: 1, failed: 5 }, 'nor what was never sent as a log-in at all')
})

test('a vCenter that has no session left is left alone for a minute, one that starts up for two seconds', async () => {
  for (const [message, seconds] of [
    ['User session count is limited to 550.', 60],
    ['Starting.', 2]
  ] as const) {
    let now = 0
    const guard = createLoginGuard('vc', () => now)
    const cause = new VcenterApiError({
      vcenter: 'vc',
      operation: loginOperation,
      status: 503,
      path: '/api/session',
      errorType: 'SERVICE_UNAVAILABLE',
      messages: [message]
    })
    await assert.rejects(
      guard.run(() => Promise.reject(new VcenterUnavailableError('vc', cause.message, { cause })))
    )
    await assert.rejects(
      guard.run(() => Promise.resolve('id')),
      { retryAfterS: seconds, obstacle: undefined }
    )
    assert.equal(guard.pauseS(), seconds)
    now = seconds * 1000
    assert.equal(await guard.run(() => Promise.resolve('id')), 'id')
  }
})

test('an aborted caller stops waiting for the log-in that others still need', async () => {
  const { state, session, use } = fakeVcenter()
  const reason = new Error('client gone')
  const waiting = session.withSession(use)
  await assert.rejects(session.withSession(use, AbortSignal.abort(reason)), reason)
  const controller = new AbortController()
  const gone = session.withSession(use, controller.signal)
  controller.abort(reason)
  await assert.rejects(gone, reason)
  assert.equal(await waiting, 'id-1')
  assert.equal(state.logins, 1)
})

test('closing waits for a log-in under way, logs out, and refuses later calls', async () => {
  const { state, session, use } = fakeVcenter()
  const waiting = session.withSession(use)
  await session.close()
  assert.deepEqual(state.logouts, ['id-1'])
  assert.equal(await waiting, 'id-1')
  await assert.rejects(session.withSession(use), { name: 'VcenterUnavailableError' })
  await session.close()
  assert.deepEqual(state.logouts, ['id-1'])
})

test('a log-in pause is five minutes at most, whatever Retry-After says', async () => {
  let now = 0
  const guard = createLoginGuard('vc', () => now)
  const cause = refusal(loginOperation, 503)
  const error = new VcenterUnavailableError('vc', cause.message, { cause, retryAfterS: 3600 })
  await assert.rejects(guard.run(() => Promise.reject(error)))
  await assert.rejects(
    guard.run(() => Promise.resolve('id')),
    { retryAfterS: 300 }
  )
  now = 300_000
  assert.equal(await guard.run(() => Promise.resolve('id')), 'id')
})

test('a session that was replaced is not looked after any more, and closing does not mind a failed log-out', async () => {
  const ids = ['old', 'new']
  const asked = new Set<string>()
  const session = createSession({
    vcenter: 'vc',
    guard: createLoginGuard('vc'),
    logIn: () => Promise.resolve(ids.shift() ?? ''),
    logOut: () => Promise.reject(new Error('gone')),
    isAlive: id => Promise.resolve(Boolean(asked.add(id))),
    keepAlive: { idleMs: 5, mayAsk: () => true }
  })
  let valid = 'old'
  const use = (id: string) => (id === valid ? Promise.resolve(id) : Promise.reject(refusal('list VMs')))
  assert.equal(await session.withSession(use), 'old')
  valid = 'new'
  assert.equal(await session.withSession(use), 'new')
  while (asked.size === 0) await sleep(20)
  assert.deepEqual([...asked], ['new'])
  await session.close()
  asked.clear()
  await sleep(20)
  assert.deepEqual([session.isOpen(), asked.size], [false, 0])
})

test('a session that is given up is logged out, and nobody waits for that', async () => {
  const never = new Promise<void>(() => {})
  for (const loggedOut of [never, Promise.reject(new Error('gone'))]) {
    const ids = ['old', 'new']
    const logouts: string[] = []
    const session = createSession({
      vcenter: 'vc',
      guard: createLoginGuard('vc'),
      logIn: () => Promise.resolve(ids.shift() ?? ''),
      logOut: id => (logouts.push(id), loggedOut),
      isAlive: () => Promise.resolve(true),
      keepAlive
    })
    const use = (id: string) => (id === 'old' ? Promise.reject(refusal('list VMs')) : Promise.resolve(id))
    assert.equal(await session.withSession(use), 'new')
    assert.deepEqual(logouts, ['old'])
  }
})

test('an operation that is refused in a new session too costs nobody else the session, and no more log-ins', async () => {
  let now = 0
  const { state, session, use } = fakeVcenter({ now: () => now })
  const refused = () =>
    session.withSession(() =>
      Promise.reject(refusal(`get guest of VM 'vm-${state.logins}'`, 401, 'get guest of VM {vm}'))
    )
  const alsoRefused = () => session.withSession(() => Promise.reject(refusal('list hosts')))
  assert.equal(await session.withSession(use), 'id-1')
  for (let count = 0; count < 4; count++) await assert.rejects(refused(), { status: 401 })
  assert.deepEqual([state.logins, state.logouts], [2, ['id-1']])
  assert.equal(await session.withSession(use), 'id-2')
  for (let count = 0; count < 4; count++) {
    await assert.rejects(alsoRefused(), { status: 401 })
    await assert.rejects(refused(), { status: 401 })
  }
  assert.deepEqual([state.logins, state.logouts], [3, ['id-1', 'id-2']])

  now = 3_600_000
  await Promise.all(Array.from({ length: 100 }, () => assert.rejects(refused(), { status: 401 })))
  assert.deepEqual([state.logins, state.checks], [3, 3])
})

test('a session that ended is renewed also for an operation that was refused before', async () => {
  let now = 0
  const { state, session, use } = fakeVcenter({ now: () => now })
  const refused = session.withSession(() => Promise.reject(refusal('list VMs')))
  await assert.rejects(refused, { status: 401 })
  now = 10_000
  state.valid = 'expired'
  assert.deepEqual(new Set(await hundred(() => session.withSession(use))), new Set(['id-3']))
  assert.deepEqual([state.logins, state.checks], [3, 2])
})

test('a session that ends twice in a row is no verdict on the operation, and the next call is well again', async () => {
  let now = 0
  const { state, session, use } = fakeVcenter({ now: () => now })
  const endsAgain = session.withSession(id => {
    state.valid = 'expired'
    return use(id)
  })
  await assert.rejects(endsAgain, VcenterUnavailableError)
  now = 2000
  assert.equal(await session.withSession(use), 'id-3')
  state.valid = 'expired'
  assert.equal(await session.withSession(use), 'id-4')
})

test('a vCenter that ends every session at once is logged in to twice, and then left alone for two seconds', async () => {
  let now = 0
  const { state, session, use } = fakeVcenter({ now: () => now })
  const call = () =>
    session.withSession(id => {
      state.valid = 'expired'
      return use(id)
    })
  for (let count = 0; count < 10; count++) {
    await assert.rejects(call(), { name: 'VcenterUnavailableError', retryAfterS: 2 })
  }
  assert.equal(state.logins, 2)
  now = 2000
  await assert.rejects(call(), VcenterUnavailableError)
  assert.equal(state.logins, 4)
})

test('a session of which nothing can be learned is not given up for an operation that was refused before', async () => {
  let now = 0
  const { state, session, use } = fakeVcenter({ now: () => now })
  const refused = () => session.withSession(() => Promise.reject(refusal('list hosts')))
  await assert.rejects(refused(), { status: 401 })
  const { checks } = state
  now = 10_000
  state.isSilent = true
  await assert.rejects(refused(), { status: 401 })
  assert.deepEqual([state.logins, state.checks], [2, checks + 1])
  assert.equal(await session.withSession(use), 'id-2')
})

for (const wasRefused of [false, true]) {
  const when = wasRefused ? 'in an old session' : 'in a new session'
  test(`an aborted caller that was refused ${when} stops waiting for the word on its session`, async () => {
    let now = 0
    const { state, session } = fakeVcenter({ now: () => now })
    const controller = new AbortController()
    const refused = () => session.withSession(() => Promise.reject(refusal('list hosts')), controller.signal)
    if (wasRefused) await assert.rejects(refused(), { status: 401 })
    now = 10_000
    const { checks } = state
    state.isStuck = true
    const waiting = refused()
    while (state.checks === checks) await sleep(1)
    const reason = new Error('client gone')
    controller.abort(reason)
    await assert.rejects(Promise.race([waiting, sleep(200)]), reason)
  })
}

test('a slow operation that was refused before is asked again when its session was replaced meanwhile', async () => {
  const { state, session, use } = fakeVcenter()
  const list = (wait: number) =>
    session.withSession(async id => {
      await sleep(id === 'id-2' ? wait : 0)
      if (id === state.valid && state.logins > 2) return id
      throw refusal('list VMs')
    })
  await assert.rejects(list(0), { status: 401 })
  const slow = list(60)
  state.valid = 'expired'
  assert.equal(await session.withSession(renewing), 'id-3')
  assert.equal(await slow, 'id-3')

  async function renewing(id: string): Promise<string> {
    if (id !== state.valid) throw refusal('get power')
    return use(id)
  }
})

test('an expired session is renewed also while another operation is refused', async () => {
  const { state, session, use } = fakeVcenter()
  const refused = session.withSession(() => Promise.reject(refusal("get guest of VM 'vm-1'")))
  await assert.rejects(refused, { status: 401 })
  state.valid = 'expired'
  assert.deepEqual(new Set(await hundred(() => session.withSession(use))), new Set(['id-3']))
})

test('a hundred calls that are refused whatever the session cost one more log-in together', async () => {
  const { state, session, use } = fakeVcenter()
  await session.withSession(use)
  const refused = () =>
    session.withSession(async () => {
      await sleep(1)
      throw refusal('list hosts')
    })
  const results = await Promise.allSettled(Array.from({ length: 100 }, refused))
  assert.ok(results.every(({ status }) => status === 'rejected'))
  assert.deepEqual([state.logins, state.logouts], [2, ['id-1']])
})
