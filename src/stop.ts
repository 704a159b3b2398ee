import closeWithGrace from 'close-with-grace'

export interface StopOptions {
  /** Milliseconds after which the process ends anyway, with 1. */
  withinMs: number
  log: { info(details: object, message: string): void; error(...details: unknown[]): void }
}

/** On Ctrl-C the terminal and npm both send the signal: what follows this closely is the same one. */
const sameSignalMs = 1000

/**
 * Ends the process politely: `close` on SIGINT, SIGTERM or an error nobody caught, then exit 0 (1 after an error). A
 * second signal, sent by somebody who does not want to wait, ends it at once with 1. SIGHUP is not one of them: by
 * custom it asks a service to read its configuration again.
 */
export function stopOnSignal(close: () => Promise<void>, { withinMs, log }: StopOptions): void {
  const grace = closeWithGrace(
    { delay: withinMs, logger: log, skip: ['SIGINT', 'SIGTERM', 'SIGHUP'] },
    async ({ err }) => {
      if (err) log.error({ err }, 'the process stops after an error')
      await close()
    }
  )
  let stoppingSince: number | undefined

  function onSignal(signal: NodeJS.Signals): void {
    if (stoppingSince === undefined) {
      stoppingSince = performance.now()
      log.info({ signal }, 'the process stops')
      grace.close()
    } else if (performance.now() - stoppingSince > sameSignalMs) {
      log.error(`second ${signal}: the process ends at once`)
      process.exit(1)
    }
  }

  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
}
