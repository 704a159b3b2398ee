/** Keeps one session from ending for lack of use, and never opens one. */
export interface KeepAlive {
  /** The session was used just now: it is looked after from here on. */
  used(): void
  /** The session has ended or was given up: it is never asked about again. */
  stop(): void
}

export interface KeepAliveOptions {
  /** How long the session may be idle. vCenter ends one after 30 minutes or more. */
  idleMs: number
  /** Asks vCenter about the session, which counts as use of it; `false` when it has ended. */
  isAlive: () => Promise<boolean>
  /** `false` while vCenter does not answer: then nothing is sent. */
  mayAsk: () => boolean
  onEnded: () => void
  now: () => number
}

/**
 * One timer that does not keep the process alive. After a failure it rests until the session is used again: what
 * has become of the session is then learned from that use.
 *
 * @see https://knowledge.broadcom.com/external/article/437427
 */
export function createKeepAlive({ idleMs, isAlive, mayAsk, onEnded, now }: KeepAliveOptions): KeepAlive {
  let lastUse = 0
  let timer: NodeJS.Timeout | undefined
  let isStopped = false

  function used(): void {
    lastUse = now()
    if (!timer) wait(idleMs)
  }

  function wait(milliseconds: number): void {
    if (!isStopped) timer = setTimeout(onTimer, milliseconds).unref()
  }

  function onTimer(): void {
    timer = undefined
    const leftMs = lastUse + idleMs - now()
    if (leftMs > 0) wait(leftMs)
    else if (mayAsk()) void ask()
    else wait(idleMs)
  }

  async function ask(): Promise<void> {
    try {
      if (await isAlive()) used()
      else if (!isStopped) onEnded()
    } catch {
      // rests until the next use
    }
  }

  function stop(): void {
    isStopped = true
    clearTimeout(timer)
  }

  return { used, stop }
}
