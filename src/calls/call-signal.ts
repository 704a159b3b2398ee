/** One signal for all that ends the wait for a call: its client, the stop of the service, its own deadline. */
export interface CallSignal {
  readonly signal: AbortSignal
  /** The deadline ended it, or the service stops; false when the client did. */
  readonly timedOut: boolean
  /** Milliseconds until the deadline. */
  remainingMs: () => number
  /** The deadline waits for this work, because a person has to do it; client and service may still end it. */
  suspend<Value>(work: () => Promise<Value>): Promise<Value>
  /** Must be called when the call has ended: it lets go of the timer and of the sources. */
  dispose(): void
}

export interface CallSignalSources {
  /** Aborts when the client is gone or cancelled. */
  cancelled: AbortSignal
  /** Lives as long as the service. */
  stopping: AbortSignal
  timeoutMs: number
}

/**
 * `AbortSignal.any` over `AbortSignal.timeout` would say the same in one line, but keeps every call in memory until its
 * time-out would have fired: a minute of calls, at any rate of them.
 */
export function createCallSignal({ cancelled, stopping, timeoutMs }: CallSignalSources): CallSignal {
  const controller = new AbortController()
  let endsAt = performance.now() + timeoutMs
  let timer = setTimeout(onTimeout, timeoutMs)
  let timedOut = false

  if (cancelled.aborted) onCancelled()
  else if (stopping.aborted) onTimeout()
  cancelled.addEventListener('abort', onCancelled)
  stopping.addEventListener('abort', onTimeout)

  function onCancelled(): void {
    controller.abort(cancelled.reason)
  }

  function onTimeout(): void {
    timedOut ||= !controller.signal.aborted
    controller.abort(new DOMException('The time of the call is over.', 'TimeoutError'))
  }

  function remainingMs(): number {
    return Math.max(0, Math.floor(endsAt - performance.now()))
  }

  async function suspend<Value>(work: () => Promise<Value>): Promise<Value> {
    const leftMs = remainingMs()
    clearTimeout(timer)
    try {
      return await work()
    } finally {
      endsAt = performance.now() + leftMs
      timer = setTimeout(onTimeout, leftMs)
    }
  }

  return {
    signal: controller.signal,
    get timedOut() {
      return timedOut
    },
    remainingMs,
    suspend,
    dispose() {
      clearTimeout(timer)
      cancelled.removeEventListener('abort', onCancelled)
      stopping.removeEventListener('abort', onTimeout)
    }
  }
}
