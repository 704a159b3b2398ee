/** What happens later; nothing does once the simulator is closed. */
export interface Timers {
  /** Runs `action` after so many milliseconds, unless `key` is scheduled anew or forgotten before. */
  after(key: string, delayMs: number, action: () => void): void
  forget(key: string): void
  close(): void
  /** Aborted by `close`, for whatever else waits. */
  closed: AbortSignal
}

export function createTimers(): Timers {
  const closing = new AbortController()
  const timers = new Map<string, NodeJS.Timeout>()

  function after(key: string, delayMs: number, action: () => void): void {
    forget(key)
    if (closing.signal.aborted) return
    timers.set(
      key,
      setTimeout(() => {
        timers.delete(key)
        action()
      }, delayMs)
    )
  }

  function forget(key: string): void {
    clearTimeout(timers.get(key))
    timers.delete(key)
  }

  function close(): void {
    closing.abort()
    for (const key of timers.keys()) forget(key)
  }

  return { after, forget, close, closed: closing.signal }
}
