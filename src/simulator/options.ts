import type { FaultOrder } from './faults/types.ts'
import { isAtLeast } from './releases.ts'
import type { Exchange } from './server.ts'
import { isObject } from './objects.ts'

/** The most items a list of the Automation API may hold before it answers an error instead. */
export interface ListCaps {
  vms: number
  hosts: number
  datastores: number
  clusters: number
  networks: number
  datacenters: number
  resourcePools: number
  folders: number
}

/** What `startSimulator` takes; everything has a default. Times are milliseconds. */
export interface SimulatorOptions {
  /** 0, the default, takes any free port. */
  port?: number
  host?: string
  /** Virtual machines in the list; templates come on top. */
  vms?: number
  /** At least 4: three clusters and a standalone host. The default grows with `vms`. */
  hosts?: number
  /** At least 8, to show every kind. The default grows with `vms`. */
  datastores?: number
  /** The same seed and numbers give the same inventory. */
  seed?: number
  user?: string
  password?: string
  /** Four numbers, such as `8.0.3.0`. Decides on VI/JSON, `hello` and the unified session. */
  apiRelease?: string
  /**
   * Answers 404 to everything below `/rest/vcenter`, as a later release may: whether 9.x still has it is not
   * established, so it is served by default.
   */
  restRemoved?: boolean
  sessionIdleMs?: number
  /** How long a session lives however much it is used; without an end by default. */
  sessionLifetimeMs?: number
  /** What the account may do, such as `System.Read`; everything by default, nothing when empty. */
  privileges?: readonly string[]
  maxSessions?: number
  /** How long a task takes, and how long a guest takes to boot or shut down. */
  taskMs?: number
  /** How long a task of the VIM API can be read once it has ended. */
  taskKeptMs?: number
  caps?: Partial<ListCaps>
  /** Milliseconds since 1970; every time in an answer and the session expiry follow it. */
  clock?: () => number
  /** How many days the server's certificate is still valid; 0 is one that has just expired. 30 by default. */
  certificateDays?: number
  /** Where to write the CA certificate; by default a new temporary directory. */
  caFile?: string
  /** What goes wrong from the start; more can be added while it runs. */
  faults?: FaultOrder[]
  /** Where the control endpoint listens on loopback, plain HTTP; 0 takes any free port. None by default. */
  controlPort?: number
  /** Is told of every request once it was answered, with the answer. */
  observe?: (exchange: Exchange) => void
}

/** Options with every default filled in. */
export type Settings = Required<
  Omit<SimulatorOptions, 'caFile' | 'caps' | 'controlPort' | 'faults' | 'observe' | 'privileges'>
> & {
  caps: ListCaps
  privileges: readonly string[] | undefined
  caFile: string | undefined
  controlPort: number | undefined
  /** One session for both APIs, since 8.0 U3. */
  unified: boolean
}

/** https://developer.broadcom.com/xapis/vsphere-automation-api/latest/ - "at most ..." of each list. */
const documentedCaps: ListCaps = {
  vms: 4000,
  hosts: 2500,
  datastores: 2500,
  clusters: 1000,
  networks: 1000,
  datacenters: 1000,
  resourcePools: 1000,
  folders: 1000
}

function wholeNumber(name: string, value: number, least: number, most: number): number {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return value
  throw new RangeError(`${name} must be a whole number from ${least} to ${most}, not ${value}`)
}

/**
 * Changes some of the caps and gives them all.
 *
 * @throws RangeError when a cap does not exist or is no whole number from 0
 */
export function changeCaps(caps: ListCaps, changes: unknown): ListCaps {
  const names = Object.keys(caps).join(', ')
  if (!isObject(changes)) throw new RangeError(`caps must be an object with some of ${names}`)
  for (const [name, value] of Object.entries(changes)) {
    if (!Object.hasOwn(caps, name)) throw new RangeError(`there is no cap ${name}, but ${names}`)
    wholeNumber(`the cap ${name}`, Number.isSafeInteger(value) ? Number(value) : NaN, 0, 1_000_000)
  }
  return Object.assign(caps, changes)
}

/**
 * Fills in the defaults.
 *
 * @throws RangeError naming the option that is out of range
 */
export function resolveSettings(options: SimulatorOptions): Settings {
  const vms = wholeNumber('vms', options.vms ?? 40, 0, 100_000)
  const apiRelease = options.apiRelease ?? '8.0.3.0'
  const unified = isAtLeast(apiRelease, '8.0.3.0')
  return {
    port: wholeNumber('port', options.port ?? 0, 0, 65_535),
    host: options.host ?? '127.0.0.1',
    vms,
    hosts: wholeNumber('hosts', options.hosts ?? Math.max(10, Math.ceil(vms / 40)), 4, 10_000),
    datastores: wholeNumber('datastores', options.datastores ?? Math.max(10, Math.ceil(vms / 40)), 8, 10_000),
    seed: wholeNumber('seed', options.seed ?? 1, 0, 0xffff_ffff),
    user: options.user ?? 'administrator@vsphere.local',
    password: options.password ?? 'VMware1!',
    apiRelease,
    unified,
    restRemoved: options.restRemoved ?? false,
    sessionIdleMs: options.sessionIdleMs ?? 30 * 60_000,
    sessionLifetimeMs: options.sessionLifetimeMs ?? Infinity,
    privileges: options.privileges,
    // 550 per user before 8.0 Update 3, one pool of 3000 since:
    // https://knowledge.broadcom.com/external/article/375546
    maxSessions: wholeNumber('maxSessions', options.maxSessions ?? (unified ? 3000 : 550), 1, 1_000_000),
    taskMs: options.taskMs ?? 300,
    taskKeptMs: options.taskKeptMs ?? 10 * 60_000,
    caps: changeCaps({ ...documentedCaps }, options.caps ?? {}),
    clock: options.clock ?? Date.now,
    certificateDays: wholeNumber('certificateDays', options.certificateDays ?? 30, 0, 3650),
    caFile: options.caFile,
    controlPort:
      options.controlPort === undefined
        ? undefined
        : wholeNumber('controlPort', options.controlPort, 0, 65_535)
  }
}
