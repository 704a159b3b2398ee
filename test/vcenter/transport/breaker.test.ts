import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { VcenterUnavailableError } from '../../../src/vcenter/errors.ts'
import { createBreaker, type Verdict } from '../../../src/vcenter/transport/breaker.ts'

const failure = { failure: 'connection refused' }
const probeMs = 20_000

/** A breaker with a clock that is moved by hand; pauses are the shortest unless `random` says otherwise. */
function openBreaker(random = () => 0) {
  const clock = { now: 0 }
  const breaker = createBreaker({
    vcenter: 'vc.example.com',
    probeMs,
    now: () => clock.now,
    wallClock: () => Date.parse('2026-11-24T18:40:00Z') + clock.now,
    random
  })
  function call(verdict: Verdict): void {
    breaker.enter()(verdict)
  }
  function fail(times: number): void {
    for (let count = 0; count < times; count++) call(failure)
  }
  return { clock, breaker, call, fail }
}

function refusalOf(run: () => unknown): VcenterUnavailableError {
  try {
    run()
  } catch (error) {
    assert.ok(error instanceof VcenterUnavailableError)
    return error
  }
  return assert.fail('the call was let through')
}

test('the fifth failure in a row opens, an answer in between does not count down but starts anew', () => {
  const { breaker, call, fail } = openBreaker()
  fail(4)
  call('answered')
  fail(4)
  call('undecided')
  assert.equal(breaker.state(), 'closed')
  fail(1)
  assert.equal(breaker.state(), 'open')
})

test('answers of a proxy do not count in a row, only among ten', () => {
  const { breaker, call, fail } = openBreaker()
  fail(4)
  for (let count = 0; count < 5; count++) call({ ...failure, answeredBy: 'proxy' })
  assert.equal(breaker.state(), 'closed')
  call({ ...failure, answeredBy: 'proxy' })
  assert.equal(breaker.state(), 'open')
})

test('half of at least ten calls within ten seconds opens, without five failures in a row', () => {
  const { clock, breaker, call, fail } = openBreaker()
  for (let count = 0; count < 4; count++) {
    call('answered')
    fail(1)
  }
  clock.now += 10_000
  call('answered')
  fail(1)
  assert.equal(breaker.state(), 'closed', 'what is older than ten seconds has left the window')
  for (let count = 0; count < 3; count++) {
    call('answered')
    fail(1)
    clock.now += 500
  }
  call('answered')
  assert.equal(breaker.state(), 'closed')
  fail(1)
  assert.equal(breaker.state(), 'open')
  assert.match(
    refusalOf(() => breaker.check()).reason,
    /^at 2026-11-24T18:40:11Z 5 of 10 calls had failed \(/
  )
})

test('failures of long ago do not count, although nothing has happened since', () => {
  const { clock, breaker, call } = openBreaker()
  for (let count = 0; count < 5; count++) call({ ...failure, answeredBy: 'proxy' })
  clock.now += 15_000
  for (let count = 0; count < 5; count++) call('answered')
  call({ ...failure, answeredBy: 'proxy' })
  assert.equal(breaker.state(), 'closed')
})

test('while open every call is refused with one sentence: who, since when, why, when again', () => {
  const { clock, breaker, fail } = openBreaker()
  fail(1)
  clock.now += 30_000
  fail(4)
  clock.now += 1_500
  for (const run of [() => breaker.check(), () => breaker.enter()]) {
    const error = refusalOf(run)
    assert.equal(
      error.message,
      "vCenter 'vc.example.com' is unavailable: no answer since 2026-11-24T18:40:00Z (connection refused); next attempt in 4 s"
    )
    assert.equal(error.retryAfterS, 4)
  }
})

test('after the pause one call goes through alone, and its answer closes', () => {
  const { clock, breaker, call, fail } = openBreaker()
  fail(5)
  clock.now += 4_999
  refusalOf(() => breaker.enter())
  clock.now += 1
  assert.equal(breaker.state(), 'half_open')
  const tell = breaker.enter()
  assert.match(refusalOf(() => breaker.enter()).reason, /it is being asked again now$/)
  tell('answered')
  assert.equal(breaker.state(), 'closed')
  fail(4)
  call('answered')
  fail(1)
  assert.equal(breaker.state(), 'closed', 'what failed before the outage is forgotten')
})

test('a probe that fails opens for another pause, with its own reason and the old time', () => {
  const { clock, breaker, call, fail } = openBreaker()
  fail(5)
  clock.now += 5_000
  call({ failure: 'HTTP 503' })
  assert.match(
    refusalOf(() => breaker.enter()).reason,
    /^no answer since 2026-11-24T18:40:00Z \(HTTP 503\); .* 5 s$/
  )
  clock.now += 5_000
  call('answered')
  assert.equal(breaker.state(), 'closed')
})

test('callers who are refused learn what stands in the way, as the last call has found it', () => {
  const { clock, breaker, call, fail } = openBreaker()
  fail(5)
  assert.equal(refusalOf(() => breaker.check()).obstacle, undefined)
  clock.now += 5_000
  call({ failure: 'certificate not trusted', obstacle: 'certificate' })
  assert.equal(refusalOf(() => breaker.check()).obstacle, 'certificate')
})

test('the pause is jittered between 5 and 7.5 seconds', () => {
  const { clock, breaker, fail } = openBreaker(() => 1)
  fail(5)
  clock.now += 7_499
  refusalOf(() => breaker.enter())
  clock.now += 1
  breaker.enter()
})

test('a probe that its caller gave up makes way for the next call at once', () => {
  const { clock, breaker, call, fail } = openBreaker()
  fail(5)
  clock.now += 5_000
  call('undecided')
  call('answered')
  assert.equal(breaker.state(), 'closed')
})

test('a write that takes minutes holds the place of the probe no longer than a read could', () => {
  const { clock, breaker, call, fail } = openBreaker()
  fail(5)
  clock.now += 5_000
  const tellOfWrite = breaker.enter()
  clock.now += probeMs
  call({ failure: 'no answer in time' })
  tellOfWrite('answered')
  assert.equal(breaker.state(), 'open', 'the verdict of a replaced probe comes too late')
})

test('calls that began before the outage neither end it nor prolong it', () => {
  const { clock, breaker, fail } = openBreaker()
  const early = [breaker.enter(), breaker.enter()] as const
  fail(5)
  clock.now += 4_000
  early[0](failure)
  early[1]('answered')
  assert.equal(breaker.state(), 'open')
  clock.now += 1_000
  assert.equal(breaker.state(), 'half_open')
})

const verdicts = fc.constantFrom<Verdict>('answered', 'undecided', failure, failure)
const steps = fc.array(
  fc.oneof(
    fc.record({ wait: fc.integer({ min: 0, max: 9_000 }) }),
    fc.constant('enter' as const),
    fc.record({ end: fc.nat(), verdict: verdicts })
  ),
  { maxLength: 200 }
)

test('whatever happens: nothing passes while open, never two probes, and it closes only by an answer', () => {
  fc.assert(
    fc.property(steps, fc.double({ min: 0, max: 1, noNaN: true }), (list, random) => {
      const { clock, breaker } = openBreaker(() => random)
      const running: { tell: (verdict: Verdict) => void; startedAt: number; isProbe: boolean }[] = []
      for (const step of list) {
        const before = breaker.state()
        if (step === 'enter') {
          const probes = running.filter(
            ({ isProbe, startedAt }) => isProbe && clock.now < startedAt + probeMs
          )
          const isRefused = before === 'open' || probes.length > 0
          if (isRefused) refusalOf(() => breaker.enter())
          else running.push({ tell: breaker.enter(), startedAt: clock.now, isProbe: before === 'half_open' })
        } else if ('wait' in step) {
          clock.now += step.wait
        } else if (running.length > 0) {
          const [ended] = running.splice(step.end % running.length, 1)
          ended?.tell(step.verdict)
          const after = breaker.state()
          if (before !== 'closed' && after === 'closed')
            assert.ok(ended?.isProbe && step.verdict === 'answered')
          if (before === 'closed' && after !== 'closed') assert.equal(step.verdict, failure)
        }
        // a probe of an outage that is over is an ordinary call
        if (breaker.state() === 'closed') running.forEach(call => (call.isProbe = false))
      }
    })
  )
})
