import { setImmediate as turn } from 'node:timers/promises'

/** Lets other requests have their turn in the middle of long work. */
export interface Pacer {
  /** Undefined while there is no need to wait, so that waiting costs nothing. */
  pause: () => Promise<void> | undefined
}

const longestTurn = 20

export function createPacer(): Pacer {
  let since = performance.now()
  let calls = 0

  async function wait(): Promise<void> {
    await turn()
    since = performance.now()
  }

  return {
    pause: () => {
      calls += 1
      // The clock is asked now and then only.
      return calls % 16 === 0 && performance.now() - since > longestTurn ? wait() : undefined
    }
  }
}
