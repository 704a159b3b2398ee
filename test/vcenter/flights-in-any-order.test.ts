import assert from 'node:assert/strict'
import { setImmediate as turn } from 'node:timers/promises'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { createFlights, type Flights } from '../../src/vcenter/flights.ts'

const keys = fc.constantFrom('a', 'b')
const steps = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ join: keys }) },
    { weight: 3, arbitrary: fc.record({ leave: fc.nat() }) },
    { weight: 2, arbitrary: fc.record({ settle: fc.nat(), fails: fc.boolean() }) },
    { weight: 1, arbitrary: fc.constant('renew' as const) }
  ),
  { maxLength: 60 }
)

interface Journey {
  key: string
  signal: AbortSignal
  epoch: number
  waiting: number
  ended: boolean
  end: (fails: boolean) => void
}

/** Plays callers and work against the flights and holds what is promised against what happens. */
function play(flights: Flights) {
  const journeys: Journey[] = []
  const callers: { controller: AbortController; journey: Journey; result: Promise<string>; left: boolean }[] =
    []
  const checks: Promise<void>[] = []
  let epoch = 0

  function join(key: string): void {
    const controller = new AbortController()
    const open = journeys.find(
      item => item.key === key && item.epoch === epoch && !item.ended && item.waiting > 0
    )
    const known = journeys.length
    const result = flights.share(key, signal => begin(key, signal), controller.signal)
    assert.equal(journeys.length - known, open ? 0 : 1, 'starts work exactly when there is none to join')
    const journey = open ?? journeys[known]
    assert.ok(journey)
    journey.waiting += 1
    const caller = { controller, journey, result, left: false }
    callers.push(caller)
    const [name, fate] = [journeys.indexOf(journey), callers.length]
    checks.push(
      result.then(
        value => assert.ok(!caller.left && value === `answer ${name}`),
        (error: Error) => assert.equal(error.message, caller.left ? `left ${fate}` : `failed ${name}`)
      )
    )
  }

  function begin(key: string, signal: AbortSignal): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<string>()
    const name = journeys.length
    const end = (fails: boolean) => (fails ? reject(new Error(`failed ${name}`)) : resolve(`answer ${name}`))
    journeys.push({ key, signal, epoch, waiting: 0, ended: false, end })
    return promise
  }

  function leave(choice: number): void {
    const staying = callers.filter(caller => !caller.left && !caller.journey.ended)
    const caller = staying[choice % staying.length]
    if (!caller) return
    caller.left = true
    caller.journey.waiting -= 1
    caller.controller.abort(new Error(`left ${callers.indexOf(caller) + 1}`))
  }

  async function settle(choice: number, fails: boolean): Promise<void> {
    const open = journeys.filter(({ ended }) => !ended)
    const journey = open[choice % open.length]
    if (!journey) return
    journey.ended = true
    journey.end(fails)
    await turn()
  }

  function renew(): void {
    epoch += 1
    flights.renew()
  }

  function verify(): void {
    for (const { signal, waiting, ended } of journeys) {
      if (!ended) assert.equal(signal.aborted, waiting === 0, 'aborted exactly when nobody waits')
    }
  }

  async function finish(): Promise<void> {
    while (journeys.some(({ ended }) => !ended)) await settle(0, false)
    await Promise.all(checks)
    assert.equal(flights.underWay(), 0)
  }

  return { join, leave, settle, renew, verify, finish }
}

test('whoever comes, leaves or writes in whatever order gets the answer of their own work or their own reason', () =>
  fc.assert(
    fc.asyncProperty(steps, async list => {
      const game = play(createFlights())
      for (const step of list) {
        if (step === 'renew') game.renew()
        else if ('join' in step) game.join(step.join)
        else if ('leave' in step) game.leave(step.leave)
        else await game.settle(step.settle, step.fails)
        game.verify()
      }
      await game.finish()
    })
  ))
