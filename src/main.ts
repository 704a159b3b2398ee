import { buildApp } from './app.ts'
import { ConfigError, loadConfig } from './config.ts'
import { weakSettingsOf } from './config/weak-settings.ts'
import { stopOnSignal } from './stop.ts'

/** The process around the app: configuration, listening, signals. */
async function main(): Promise<void> {
  let reloadTokens: (() => void) | undefined
  // from the beginning: a service that is told to read its tokens while it starts must not end of it
  process.on('SIGHUP', () => reloadTokens?.())
  const config = loadConfig()
  const app = await buildApp(config)
  reloadTokens = app.reloadTokens
  await app.listen({ host: config.server.host, port: config.server.port })
  for (const warning of weakSettingsOf(config)) app.log.warn(warning)
  // from here on: before, a signal simply ends the process, and a failed start must not exit with 0
  stopOnSignal(() => app.close(), { withinMs: 24_000, log: app.log })
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
