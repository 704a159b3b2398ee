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
