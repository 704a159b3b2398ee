import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { VcenterApiError, VcenterUnavailableError } from '../../src/vcenter/errors.ts'
import { createLoginGuard } from '../../src/vcenter/login-guard.ts'
import { createSession } from '../../src/vcenter/session.ts'

/** A vCenter whose answers come in whatever order the scheduler likes. */
function raceOn(scheduler: fc.Scheduler) {
  const live = new Set<string>()
  const seen = { logins: 0, mostSessions: 0 }
  const step = (label: string) => scheduler.schedule(Promise.resolve(), label)

  async function logIn(): Promise<string> {
    await step('log-in arrives')
    const id = `id-${++seen.logins}`
    live.add(id)
    seen.mostSessions = Math.max(seen.mostSessions, live.size)
    await step('log-in is answered')
    return id
  }
  async function use(id: string): Promise<string> {
    await step('request arrives')
    const isKnown = live.has(id)
    await step('request is answered')
    if (isKnown) return id
    const failure = { vcenter: 'vc', operation: 'list VMs', status: 401, path: '/api/vcenter/vm' }
    throw new VcenterApiError({ ...failure, errorType: 'UNAUTHENTICATED' })
  }
  async function logOut(id: string): Promise<void> {
    await step('log-out arrives')
    live.delete(id)
  }
  const session = createSession({
    vcenter: 'vc',
    guard: createLoginGuard('vc', () => 0),
    logIn,
    logOut,
    isAlive: id => Promise.resolve(live.has(id)),
    keepAlive: { idleMs: 600_000, mayAsk: () => true },
    now: () => 0
  })
  const call = () => step('call').then(() => session.withSession(use))
  const kill = () => step('all sessions end').then(() => live.clear())
  const close = () => step('close').then(() => session.close())
  return { live, seen, call, kill, close }
}

test('a session that ends at any moment costs one log-in and no call, and there is never a second one', () =>
  fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.boolean(),
      fc.integer({ min: 1, max: 12 }),
      async (scheduler, ends, callers) => {
        const { live, seen, call, kill, close } = raceOn(scheduler)
        const calls = Array.from({ length: callers }, call)
        const killing = ends ? [kill()] : []
        await scheduler.waitFor(Promise.all([...calls, ...killing]))
        assert.ok(seen.logins <= (ends ? 2 : 1), `${seen.logins} log-ins`)
        assert.equal(seen.mostSessions, 1)
        await scheduler.waitFor(close())
        await scheduler.waitIdle()
        assert.equal(live.size, 0)
      }
    )
  ))

test('a close at any moment leaves no session behind, and calls end well or with a clear refusal', () =>
  fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.integer({ min: 1, max: 8 }), async (scheduler, callers) => {
      const { live, seen, call, close } = raceOn(scheduler)
      const calls = Array.from({ length: callers }, call)
      const [closing, ...results] = await scheduler.waitFor(Promise.allSettled([close(), ...calls]))
      await scheduler.waitIdle()
      assert.equal(closing.status, 'fulfilled')
      for (const result of results) {
        if (result.status === 'fulfilled') assert.equal(result.value, 'id-1')
        else assert.ok(result.reason instanceof VcenterUnavailableError, String(result.reason))
      }
      assert.ok(seen.logins <= 1)
      assert.equal(live.size, 0)
    })
  ))
