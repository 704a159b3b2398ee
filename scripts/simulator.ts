import { parseArgs } from 'node:util'
import { startSimulator, type Simulator, type SimulatorOptions } from '../src/simulator/index.ts'
import { stopOnSignal } from '../src/stop.ts'

/** Runs a simulated vCenter until it is told to stop. Exit codes: 0 stopped, 1 no start, 2 bad options. */

const help = `Usage: npm run simulator -- [options]

A simulated vCenter over HTTPS, for trying things out and for tests.

  --port <number>         port to listen on (8443; 0 takes any)
  --vms <number>          virtual machines (40)
  --hosts <number>        ESXi hosts, at least 4 (grows with --vms)
  --datastores <number>   datastores, at least 8 (grows with --vms)
  --seed <number>         the same seed gives the same inventory (1)
  --user <name>           who may log in (administrator@vsphere.local)
  --password <text>       (VMware1!)
  --api-release <a.b.c.d> which vCenter to be (8.0.3.0)
  --ca-file <path>        where to write the CA certificate (a new temporary directory)
  --help                  this text
`

/** Where nothing else is asked for, a port that can be written into a configuration. */
const usualPort = 8443

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

/** Undefined when help is wanted. */
function readOptions(args: string[]): SimulatorOptions | undefined {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string' },
      vms: { type: 'string' },
      hosts: { type: 'string' },
      datastores: { type: 'string' },
      seed: { type: 'string' },
      user: { type: 'string' },
      password: { type: 'string' },
      'api-release': { type: 'string' },
      'ca-file': { type: 'string' },
      help: { type: 'boolean' }
    }
  })
  if (values.help) return undefined
  const options: SimulatorOptions = { port: usualPort }
  for (const name of ['port', 'vms', 'hosts', 'datastores', 'seed'] as const) {
    const value = values[name]
    if (value === undefined) continue
    if (!/^\d+$/.test(value)) throw new RangeError(`--${name} must be a whole number, not '${value}'`)
    options[name] = Number(value)
  }
  if (values.user !== undefined) options.user = values.user
  if (values.password !== undefined) options.password = values.password
  if (values['api-release'] !== undefined) options.apiRelease = values['api-release']
  if (values['ca-file'] !== undefined) options.caFile = values['ca-file']
  return options
}

async function run(options: SimulatorOptions): Promise<void> {
  let simulator: Simulator
  try {
    simulator = await startSimulator(options)
  } catch (error) {
    if (error instanceof RangeError) stopWith(2, error)
    else stopWith(1, isPortTaken(error) ? new Error(`port ${options.port} is in use`) : error)
    return
  }
  const log = { info: () => undefined, error: console.error }
  stopOnSignal(() => simulator.close(), { withinMs: 5000, log })
  introduce(simulator)
}

function introduce(simulator: Simulator): void {
  const { url, user, password, caFile } = simulator
  const machines = [...simulator.inventory.vms.values()].filter(vm => !vm.template).length
  process.stdout.write(
    [
      `Simulated vCenter with ${machines} virtual machines`,
      '',
      `  URL       ${url}`,
      `  user      ${user}`,
      `  password  ${password}`,
      `  CA file   ${caFile}`,
      '',
      `  curl --cacert ${quoted(caFile)} -u ${quoted(`${user}:${password}`)} -X POST ${url}/api/session`,
      '',
      'Ctrl-C stops it.',
      ''
    ].join('\n')
  )
}

function isPortTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
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
