import { buildApp } from './app.ts'
import { type Config, ConfigError, loadConfig } from './config.ts'
import { stopOnSignal } from './stop.ts'

/** The process around the app: configuration, listening, signals. */
async function main(): Promise<void> {
  const config = loadConfig()
  const app = await buildApp(config)
  await app.listen({ host: config.server.host, port: config.server.port })
  warnOfWeakSettings(config, app.log)
  // from here on: before, a signal simply ends the process, and a failed start must not exit with 0
  stopOnSignal(() => app.close(), { withinMs: 24_000, log: app.log })
  process.on('SIGHUP', () => app.reloadTokens())
}

function warnOfWeakSettings(config: Config, log: { warn(message: string): void }): void {
  if (!config.access.enforce)
    log.warn('AUTH_ENFORCE=false: everybody who reaches this port may call every tool')
  const unverified = config.vcenters.filter(vcenter => vcenter.insecure).map(({ name }) => name)
  if (unverified.length > 0) {
    log.warn(`the certificate is not verified of ${unverified.join(', ')}; trust its CA instead`)
  }
  for (const warning of config.warnings) log.warn(warning)
}

try {
  await main()
} catch (error) {
  // a stack helps nobody to mend a configuration or a port that is taken
  const { syscall, cause } = error as { syscall?: unknown; cause?: { syscall?: unknown } }
  const expected = error instanceof ConfigError || (syscall ?? cause?.syscall) !== undefined
  console.error(expected ? (error as Error).message : error)
  process.exitCode = 1
}
