/** Stops waiting when the signal aborts; what is waited for belongs to others too and goes on. */
export function unlessAborted<T>(shared: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (!signal) return shared
  return new Promise((resolve, reject) => {
    function onAbort(): void {
      reject(abortReason(signal))
    }
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort)
    void shared.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}

/** What an aborted call is rejected with: the reason of the signal, as an Error. */
export function abortReason(signal: AbortSignal | undefined): Error {
  const reason: unknown = signal?.reason
  return reason instanceof Error ? reason : new DOMException('The call was aborted', 'AbortError')
}

/**
 * Runs `use` with a signal that aborts with the caller's, or after `timeoutMs`. `AbortSignal.any` over
 * `AbortSignal.timeout` would keep all of it in memory until the time-out fires, however soon `use` has ended.
 */
export async function withDeadline<T>(
  timeoutMs: number,
  signal: AbortSignal | undefined,
  use: (signal: AbortSignal) => Promise<T>
): Promise<T> {
  const controller = new AbortController()
  const timer = setTimeout(onTimeout, timeoutMs)
  if (signal?.aborted) onAbort()
  signal?.addEventListener('abort', onAbort)
  try {
    return await use(controller.signal)
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', onAbort)
  }

  function onTimeout(): void {
    controller.abort(new DOMException('The time is over.', 'TimeoutError'))
  }

  function onAbort(): void {
    controller.abort(abortReason(signal))
  }
}

const remaining = new WeakMap<AbortSignal, () => number>()

/**
 * Tells when a signal is going to abort, so that nobody waits for what would come too late. It is kept beside the
 * signal because it goes wherever the signal goes.
 */
export function setRemaining(signal: AbortSignal, milliseconds: () => number): void {
  remaining.set(signal, milliseconds)
}

/** Milliseconds until the signal aborts by itself; `Infinity` when it has no such time. */
export function remainingMs(signal: AbortSignal | undefined): number {
  return (signal && remaining.get(signal)?.()) ?? Infinity
}
