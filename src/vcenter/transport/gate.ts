import { abortReason } from '../../abort.ts'
import { VcenterUnavailableError } from '../errors.ts'

/** Lets only so many in at a time; the others wait in line. */
export interface Gate {
  /**
   * @throws `VcenterUnavailableError` at once when the line is full, or after the longest wait; the reason of the
   * signal as soon as it aborts
   */
  run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T>
  inside(): number
  waiting(): number
}

export interface GateOptions {
  vcenter: string
  /** What passes, for the sentence of the error: `reads`. */
  what: string
  places: number
  /** Longest line. */
  line: number
  /** Longest wait in it. */
  waitMs: number
}

/** When a busy vCenter is worth another try: an inventory read takes some seconds. */
const retryAfterS = 5

export function createGate({ vcenter, what, places, line, waitMs }: GateOptions): Gate {
  const inLine = new Set<() => void>()
  let free = places

  async function run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (signal?.aborted) throw abortReason(signal)
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
    const [next] = inLine
    if (next) next()
    else free += 1
  }

  function turn(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (inLine.size >= line) return reject(busy(`${line} ${what} wait for it already`))
      const timer = setTimeout(onTimeout, waitMs)
      signal?.addEventListener('abort', onAbort)
      inLine.add(onTurn)

      function onTurn(): void {
        stop()
        resolve()
      }
      function onTimeout(): void {
        stop()
        reject(busy(`it is busy with ${places} ${what}, and none of them ended within ${waitMs / 1000} s`))
      }
      function onAbort(): void {
        stop()
        reject(abortReason(signal))
      }
      function stop(): void {
        inLine.delete(onTurn)
        clearTimeout(timer)
        signal?.removeEventListener('abort', onAbort)
      }
    })
  }

  function busy(reason: string): VcenterUnavailableError {
    const words = `${reason}; try again in ${retryAfterS} s`
    return new VcenterUnavailableError(vcenter, words, { retryAfterS })
  }

  return { run, inside: () => places - free, waiting: () => inLine.size }
}
