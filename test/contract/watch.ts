import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import type { SimulatorOptions } from '../../src/simulator/index.ts'
import { createContractCheck, type Strictness } from './check.ts'

/**
 * Options for a simulator whose every exchange is held against the contract. A violation fails the test, after
 * everything else of it.
 *
 * @param strictness `client` where our client asks, `answers` where a test asks what is wrong on purpose
 */
export function watched(
  t: Pick<TestContext, 'after'>,
  options: SimulatorOptions = {},
  strictness: Strictness = 'client'
): SimulatorOptions {
  const { observe: other, apiRelease: release = '8.0.3.0' } = options
  const check = createContractCheck({ release, strictness })
  // A hook that throws keeps later ones from running, and with them the simulator open: so this one comes last.
  t.after(() => t.after(() => assert.deepEqual(check.violations, [])))
  return {
    ...options,
    observe: exchange => {
      check.observe(exchange)
      other?.(exchange)
    }
  }
}
