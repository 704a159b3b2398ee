import { abortReason } from './abort.ts'
import { busyError } from './transport-error.ts'

/** Lets only so many in at a time; the others wait in line. */
export interface Gate {
  /** @throws `TransportError` (not sent) after `waitMs` in line, or the reason of the signal */
  run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T>
}

export function createGate(places: number, waitMs: number): Gate {
  const line = new Set<() => void>()
  let free = places

  async function run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (free > 0) free -= 1
    else await turn(signal)
    try {
      return await work()
    } finally {
      leave()
    }
  }

  /** Hands the place to the first in line. */
  function leave(): void {
    const [next] = line
    if (next) next()
    else free += 1
  }

  function turn(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(onTimeout, waitMs)
      if (signal?.aborted) return onAbort()
      signal?.addEventListener('abort', onAbort)
      line.add(onTurn)

      function onTurn(): void {
        stop()
        resolve()
      }
      function onTimeout(): void {
        stop()
        reject(busyError())
      }
      function onAbort(): void {
        stop()
        reject(abortReason(signal))
      }
      function stop(): void {
        line.delete(onTurn)
        clearTimeout(timer)
        signal?.removeEventListener('abort', onAbort)
      }
    })
  }

  return { run }
}
