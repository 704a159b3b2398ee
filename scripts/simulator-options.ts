import { parseArgs } from 'node:util'
import type { FaultOrder, SimulatorOptions } from '../src/simulator/index.ts'

export const help = `Usage: npm run simulator -- [options]

A simulated vCenter over HTTPS, for trying things out and for tests. See docs/simulator.md.

Where it listens
  --port <number>         HTTPS port (8443; 0 takes any)
  --host <address>        address (127.0.0.1); the certificate is for 127.0.0.1, ::1 and localhost
  --control-port <number> plain HTTP on loopback, to order faults while it runs (none; 0 takes any)
  --ca-file <path>        where to write the CA certificate (a new temporary directory)
  --certificate-days <number> how long the server's certificate is valid (30; 0 has just expired)

What it is
  --vms <number>          virtual machines (40)
  --hosts <number>        ESXi hosts, at least 4 (grows with --vms)
  --datastores <number>   datastores, at least 8 (grows with --vms)
  --seed <number>         the same seed gives the same inventory and the same chances (1)
  --user <name>           who may log in (administrator@vsphere.local)
  --password <text>       (VMware1!)
  --privileges <a,b>      all that the account may do, such as System.Read (everything); '' is nothing at all
  --api-release <a.b.c.d> 8.0.0.0, 8.0.1.0, 8.0.2.0, 8.0.3.0 or 9.0.0.0 (8.0.3.0)
  --rest-removed          404 for everything below /rest/vcenter

Its limits
  --idle-s <seconds>      after which an unused session ends (1800)
  --lifetime-s <seconds>  after which any session ends, however much it is used (never)
  --max-sessions <number> live sessions (550; 3000 from 8.0.3)
  --cap <name>=<number>   most items of a list, such as vms=100; may be repeated
  --task-ms <number>      how long a task takes, and a guest to boot (300)
  --task-kept-s <seconds> how long a task can be read after its end (600)

What goes wrong
  --latency <ms>          delay of every answer: 50, or 20-200 for anything between
  --fault <json>          such as '{"match":{"path":"/api/vcenter/vm"},"fault":{"status":503}}'; may be repeated

  --help                  this text
`

/** Where nothing else is asked for, a port that can be written into a configuration. */
const usualPort = 8443

const releases = ['8.0.0.0', '8.0.1.0', '8.0.2.0', '8.0.3.0', '9.0.0.0']

const numbers = {
  port: 'port',
  'control-port': 'controlPort',
  vms: 'vms',
  hosts: 'hosts',
  datastores: 'datastores',
  seed: 'seed',
  'max-sessions': 'maxSessions',
  'task-ms': 'taskMs',
  'certificate-days': 'certificateDays'
} as const

/** On the command line in seconds. */
const seconds = {
  'idle-s': 'sessionIdleMs',
  'lifetime-s': 'sessionLifetimeMs',
  'task-kept-s': 'taskKeptMs'
} as const

const texts = { host: 'host', user: 'user', password: 'password', 'ca-file': 'caFile' } as const

/**
 * Undefined when help is wanted.
 *
 * @throws Error with one line when an option is unknown or has no such value
 */
export function readOptions(args: string[]): SimulatorOptions | undefined {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string' },
      host: { type: 'string' },
      'control-port': { type: 'string' },
      'ca-file': { type: 'string' },
      'certificate-days': { type: 'string' },
      vms: { type: 'string' },
      hosts: { type: 'string' },
      datastores: { type: 'string' },
      seed: { type: 'string' },
      user: { type: 'string' },
      password: { type: 'string' },
      'api-release': { type: 'string' },
      'rest-removed': { type: 'boolean' },
      'idle-s': { type: 'string' },
      'lifetime-s': { type: 'string' },
      'max-sessions': { type: 'string' },
      cap: { type: 'string', multiple: true },
      'task-ms': { type: 'string' },
      'task-kept-s': { type: 'string' },
      privileges: { type: 'string' },
      latency: { type: 'string' },
      fault: { type: 'string', multiple: true },
      help: { type: 'boolean' }
    }
  })
  if (values.help) return undefined
  const options: SimulatorOptions = { port: usualPort }
  for (const [flag, name] of entriesOf(numbers)) {
    const value = values[flag]
    if (value !== undefined) options[name] = wholeNumber(`--${flag}`, value)
  }
  for (const [flag, name] of entriesOf(seconds)) {
    const value = values[flag]
    if (value !== undefined) options[name] = wholeNumber(`--${flag}`, value) * 1000
  }
  for (const [flag, name] of entriesOf(texts)) {
    const value = values[flag]
    if (value !== undefined) options[name] = value
  }
  const release = values['api-release']
  if (release !== undefined) options.apiRelease = readRelease(release)
  if (values['rest-removed']) options.restRemoved = true
  if (values.privileges !== undefined) options.privileges = readPrivileges(values.privileges)
  if (values.cap) options.caps = Object.fromEntries(values.cap.map(readCap))
  const latency = values.latency === undefined ? [] : [readLatency(values.latency)]
  options.faults = [...latency, ...(values.fault ?? []).map(readFault)]
  return options
}

function entriesOf<K extends string, V>(record: Readonly<Record<K, V>>): [K, V][] {
  return Object.entries(record) as [K, V][]
}

function wholeNumber(flag: string, value: string): number {
  if (/^\d+$/.test(value)) return Number(value)
  throw new RangeError(`${flag} must be a whole number, not '${value}'`)
}

function readRelease(value: string): string {
  if (releases.includes(value)) return value
  throw new RangeError(`--api-release must be one of ${releases.join(', ')}, not '${value}'`)
}

function readPrivileges(value: string): string[] {
  const names = value.split(',').filter(name => name !== '')
  const wrong = names.find(name => !/^\w+(\.\w+)*$/.test(name))
  if (wrong === undefined) return names
  throw new RangeError(
    `--privileges must look like System.Read,VirtualMachine.Interact.PowerOn, not '${wrong}'`
  )
}

function readCap(value: string): [string, number] {
  const match = /^(\w+)=(\d+)$/.exec(value)
  if (!match) throw new RangeError(`--cap must look like vms=100, not '${value}'`)
  return [match[1] ?? '', Number(match[2])]
}

function readLatency(value: string): FaultOrder {
  const match = /^(\d+)(?:-(\d+))?$/.exec(value)
  if (!match) throw new RangeError(`--latency must look like 50 or 20-200, not '${value}'`)
  const least = Number(match[1])
  const most = Number(match[2] ?? least)
  if (most < least) throw new RangeError(`--latency must have the lower number first, not '${value}'`)
  return { match: { times: 'unlimited' }, fault: { delayMs: [least, most] } }
}

/** What it holds is checked when the simulator starts. */
function readFault(value: string): FaultOrder {
  try {
    return JSON.parse(value) as FaultOrder
  } catch {
    throw new RangeError(`--fault must be JSON, not '${value}'`)
  }
}
