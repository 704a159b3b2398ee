import { startSimulator, type Simulator, type SimulatorOptions } from '../src/simulator/index.ts'
import { stopOnSignal } from '../src/stop.ts'
import { help, readOptions } from './simulator-options.ts'

/** Runs a simulated vCenter until it is told to stop. Exit codes: 0 stopped, 1 no start, 2 bad options. */

function main(): Promise<void> | undefined {
  let options: SimulatorOptions | undefined
  try {
    options = readOptions(process.argv.slice(2))
  } catch (error) {
    stopWith(2, error)
    return undefined
  }
  if (options) return run(options)
  process.stdout.write(help)
  return undefined
}

async function run(options: SimulatorOptions): Promise<void> {
  let simulator: Simulator
  try {
    simulator = await startSimulator(options)
  } catch (error) {
    if (error instanceof RangeError) stopWith(2, error)
    else stopWith(1, isPortTaken(error) ? new Error(`port ${error.port} is in use`) : error)
    return
  }
  const log = { info: () => undefined, error: console.error }
  stopOnSignal(() => simulator.close(), { withinMs: 5000, log })
  introduce(simulator)
}

function introduce(simulator: Simulator): void {
  const { url, user, password, caFile, controlUrl } = simulator
  const machines = [...simulator.inventory.vms.values()].filter(vm => !vm.template).length
  process.stdout.write(
    [
      `Simulated vCenter with ${machines} virtual machines`,
      '',
      `  URL       ${url}`,
      `  user      ${user}`,
      `  password  ${password}`,
      `  CA file   ${caFile}`,
      ...(controlUrl === undefined ? [] : [`  control   ${controlUrl}`]),
      '',
      `  curl --cacert ${quoted(caFile)} -u ${quoted(`${user}:${password}`)} -X POST ${url}/api/session`,
      '',
      'Ctrl-C stops it.',
      ''
    ].join('\n')
  )
}

function isPortTaken(error: unknown): error is Error & { port: number } {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE' && 'port' in error
}

function stopWith(code: number, error: unknown): void {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n')
  process.stderr.write(`simulator: ${line}\n`)
  process.exitCode = code
}

function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`
}

await main()
