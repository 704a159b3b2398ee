/** One signal for all that ends the wait for a call: its client, the stop of the service, its own deadline. */
export interface CallSignal {
  readonly signal: AbortSignal
  /** The deadline ended it, or the service stops; false when the client did. */
  readonly timedOut: boolean
  /** Milliseconds until the deadline. */
  remainingMs: () => number
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
  const endsAt = performance.now() + timeoutMs
  const timer = setTimeout(onTimeout, timeoutMs)
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

  return {
    signal: controller.signal,
    get timedOut() {
      return timedOut
    },
    remainingMs: () => Math.max(0, Math.floor(endsAt - performance.now())),
    dispose() {
      clearTimeout(timer)
      cancelled.removeEventListener('abort', onCancelled)
      stopping.removeEventListener('abort', onTimeout)
    }
  }
}
