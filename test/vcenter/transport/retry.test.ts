import assert from 'node:assert/strict'
import { test } from 'node:test'
import { VcenterApiError } from '../../../src/vcenter/errors.ts'
import { retryAfterSeconds } from '../../../src/vcenter/transport/answer-error.ts'
import {
  createRetryBudget,
  mayRepeat,
  pauseMs,
  withRetries,
  type Effect
} from '../../../src/vcenter/transport/retry.ts'
import { transportError } from '../../../src/vcenter/transport/transport-error.ts'

const mayTry = () => true

function failure(code: string, requestSent: boolean) {
  return transportError(Object.assign(new Error('x'), { code }), requestSent, 1000)
}

function answer(status: number, errorType?: string, path = '/api/vcenter/vm') {
  return new VcenterApiError({ vcenter: 'vc', operation: 'list VMs', status, path, errorType })
}

test('what may be repeated depends on the effect of the call and on what is certain', () => {
  const table: [unknown, ...[read: boolean, write: boolean, login: boolean]][] = [
    [failure('ECONNREFUSED', false), true, true, true],
    [failure('UND_ERR_CONNECT_TIMEOUT', false), true, true, true],
    [failure('ECONNRESET', false), true, true, true],
    [failure('ECONNRESET', true), true, false, false],
    [failure('UND_ERR_SOCKET', true), true, false, false],
    [failure('UND_ERR_HEADERS_TIMEOUT', true), false, false, false],
    [failure('SELF_SIGNED_CERT_IN_CHAIN', false), false, false, false],
    [failure('ENOTFOUND', false), false, false, false],
    [answer(502), true, false, false],
    [answer(503), true, false, false],
    [answer(504), true, false, false],
    [answer(500), false, false, false],
    [answer(503, 'SERVICE_UNAVAILABLE'), true, false, false],
    [answer(503, 'SERVICE_UNAVAILABLE', '/api/vcenter/vm/vm-1/guest/identity'), false, false, false],
    [answer(500, 'TIMED_OUT'), true, false, false],
    [answer(500, 'RESOURCE_BUSY'), true, true, false],
    [answer(500, 'TaskInProgress'), true, true, false],
    [answer(500, 'UNABLE_TO_ALLOCATE_RESOURCE'), false, false, false],
    [answer(500, 'ERROR'), true, false, false],
    [answer(400, 'ERROR', '/rest/vcenter/vm'), true, false, false],
    [answer(500, 'INTERNAL_SERVER_ERROR'), true, false, false],
    [answer(500, 'RESOURCE_INACCESSIBLE'), false, false, false],
    [answer(404, 'NOT_FOUND'), false, false, false],
    [answer(401, 'UNAUTHENTICATED'), false, false, false],
    [new Error('a bug'), false, false, false]
  ]
  const effects: Effect[] = ['read', 'write', 'login']
  for (const [error, ...wanted] of table) {
    effects.forEach((effect, index) =>
      assert.equal(mayRepeat(error, effect), wanted[index], `${effect}: ${String(error)}`)
    )
  }
})

test('pauses grow, are jittered from zero, are bounded, and never undercut Retry-After', () => {
  assert.equal(
    pauseMs(0, 500, undefined, () => 0),
    0
  )
  assert.equal(
    pauseMs(0, 500, undefined, () => 1),
    500
  )
  assert.equal(
    pauseMs(2, 500, undefined, () => 1),
    2000
  )
  assert.equal(
    pauseMs(9, 500, undefined, () => 1),
    10_000
  )
  assert.equal(
    pauseMs(0, 500, 7, () => 1),
    7000
  )
  assert.equal(
    pauseMs(0, 500, 60, () => 1),
    undefined
  )
})

test('Retry-After is read as seconds and as a date', () => {
  const now = () => Date.parse('2026-11-22T10:00:00Z')
  assert.equal(retryAfterSeconds('7', now), 7)
  assert.equal(retryAfterSeconds('Sun, 22 Nov 2026 10:00:30 GMT', now), 30)
  assert.equal(retryAfterSeconds('-1', now), 0)
  assert.equal(retryAfterSeconds('-0.5', now), 0)
  assert.equal(retryAfterSeconds('0.3', now), 1)
  assert.equal(retryAfterSeconds('1e12', now), 3600)
  assert.equal(retryAfterSeconds('Sun, 22 Nov 2126 10:00:30 GMT', now), 3600)
  assert.equal(retryAfterSeconds('soon', now), undefined)
  assert.equal(retryAfterSeconds(undefined, now), undefined)
})

test('a call is tried as often as configured and then fails with its last error', async () => {
  let tries = 0
  const options = { retries: 2, backoffMs: 1, effect: 'read', budget: createRetryBudget(), mayTry } as const
  await assert.rejects(
    withRetries(() => Promise.reject(answer((tries++, 500), 'TIMED_OUT')), options),
    { errorType: 'TIMED_OUT' }
  )
  assert.equal(tries, 3)
})

test('repetitions stop when the budget of the vCenter is spent, and calls fill it again', async () => {
  const budget = createRetryBudget(2, 0.5)
  const options = { retries: 10, backoffMs: 1, effect: 'read', budget, mayTry } as const
  let tries = 0
  const fail = () => Promise.reject(failure('ECONNREFUSED', (tries++, false)))
  await assert.rejects(withRetries(fail, options))
  assert.equal(tries, 3)
  await assert.rejects(withRetries(fail, options))
  assert.equal(tries, 4)
  await assert.rejects(withRetries(fail, options))
  assert.equal(tries, 6)
})

test('an abort ends the pause at once, with the reason of the signal', async () => {
  const controller = new AbortController()
  const reason = new Error('client gone')
  const options = {
    retries: 3,
    backoffMs: 60_000,
    effect: 'read',
    budget: createRetryBudget(),
    mayTry
  } as const
  const call = withRetries(() => Promise.reject(failure('ECONNREFUSED', false)), {
    ...options,
    signal: controller.signal
  })
  setTimeout(() => controller.abort(reason), 10)
  await assert.rejects(call, reason)
})
