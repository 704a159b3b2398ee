import type { Roles } from '../access/roles.ts'
import { originOf } from '../vcenter/address.ts'
import { VcenterApiError } from '../vcenter/errors.ts'
import { createVcenterConnection, type VcenterSettings } from '../vcenter/pool.ts'
import { createTransport } from '../vcenter/transport/http.ts'
import type { VcenterClient, VcenterConnection } from '../vcenter/types.ts'
import type { ToolDefinition } from '../tools/define-tool.ts'
import { judgeCertificate, noCertificate } from './certificate.ts'
import { type ClockReading, judgeClock, readHeaderClock, readVimClock } from './clock.ts'
import type { Finding } from './finding.ts'
import { shakeHands } from './handshake.ts'
import { inTime, wordsOf } from './in-time.ts'
import { type LogIn, logIn } from './log-in.ts'
import { needsOf } from './needs.ts'
import { checkPrivileges, privilegesUnknown } from './privileges.ts'
import { checkReach, placeOf } from './reach.ts'
import { checkRelease } from './release.ts'
import { checkScopes } from './scopes.ts'

export interface Examination {
  settings: VcenterSettings
  tools: readonly ToolDefinition[]
  /** Unset: the configuration cannot be used as a whole. */
  roles?: Roles | undefined
  /** Longest time for one check. */
  limitMs: number
}

type Check = Finding['check']

/** Everything there is to find out about one vCenter, in order. Never throws; leaves no session behind. */
export async function examineVcenter(examination: Examination): Promise<Finding[]> {
  const { settings, limitMs } = examination
  const place = placeOf(settings.address)
  const reach = await checkReach(place, limitMs)
  if (reach.status === 'fail') {
    return [
      reach,
      ...skipped('there is no connection', 'certificate', 'log-in', 'release', 'clock', 'privileges')
    ]
  }
  const certificate = await shakeHands(settings, place, limitMs).then(
    handshake => judgeCertificate(handshake, { trust: settings, place, now: Date.now() }),
    noCertificate
  )
  if (certificate.status === 'fail') {
    const rest = skipped(
      'nothing is sent to a server that is not trusted',
      'log-in',
      'release',
      'clock',
      'privileges'
    )
    return [reach, certificate, ...rest]
  }
  // as the service would, but for the repetitions: what fails once is to be seen
  const timeoutMs = Math.min(settings.timeoutMs, limitMs)
  const connection = createVcenterConnection({ ...settings, timeoutMs, retries: 0 })
  try {
    return [reach, certificate, ...(await examineInside(examination, connection))]
  } finally {
    await connection.close()
  }
}

async function examineInside(examination: Examination, connection: VcenterConnection): Promise<Finding[]> {
  const { tools, roles, limitMs } = examination
  const within = <T>(use: (client: VcenterClient) => Promise<T>): Promise<T> =>
    inTime(limitMs, signal => use(connection.client({ signal })))
  const known = await within(logIn).catch(noLogIn)
  if (!known.isAnswering) {
    return [known.finding, ...skipped('vCenter does not answer', 'release', 'clock', 'privileges')]
  }
  const { isLoggedIn, release, vimUser } = known
  const releaseFound = await within(client =>
    checkRelease(release, tools, isLoggedIn ? client : undefined)
  ).catch(failed('release'))
  const viaVim = vimUser === undefined ? undefined : within(client => readVimClock(client))
  const clock = await timeOf(examination, viaVim).then(judgeClock, failed('clock'))
  const needs = needsOf(tools)
  if (vimUser !== undefined) {
    const user = vimUser
    const privileges = await within(client => checkPrivileges(client, user, needs)).catch(
      failed('privileges')
    )
    const scopes = roles && (await within(client => checkScopes(client, roles)).catch(failed('scopes')))
    return [known.finding, releaseFound, clock, privileges, ...(scopes ? [scopes] : [])]
  }
  const unknown = isLoggedIn ? [privilegesUnknown] : skipped('there was no log-in', 'privileges')
  return [known.finding, releaseFound, clock, ...unknown]
}

function noLogIn(error: unknown): LogIn {
  const remedy = 'See that vCenter has started, and how busy it is.'
  const finding = { check: 'log-in', status: 'fail', message: wordsOf(error), remedy } as const
  return { finding, isLoggedIn: false, isAnswering: false }
}

/** Where VI/JSON does not tell the time, or not this account, any answer has it in its header. */
async function timeOf(examination: Examination, viaVim: Promise<ClockReading> | undefined) {
  try {
    if (viaVim) return await viaVim
  } catch (error) {
    if (!(error instanceof VcenterApiError)) throw error
  }
  return timeOfHeader(examination)
}

async function timeOfHeader({ settings, limitMs }: Examination): Promise<ClockReading> {
  const { address, ca, insecure, fingerprint256 } = settings
  const trust = { ca, insecure, fingerprint256 }
  const transport = createTransport({ origin: originOf(address), ...trust, queueMs: limitMs })
  try {
    return await inTime(limitMs, () => readHeaderClock(transport, limitMs))
  } finally {
    await transport.close()
  }
}

function failed(check: Check): (error: unknown) => Finding {
  return error => {
    const remedy = 'Run it again, and see how busy vCenter is.'
    return { check, status: 'fail', message: wordsOf(error), remedy }
  }
}

function skipped(reason: string, ...checks: Check[]): Finding[] {
  return checks.map(check => ({ check, status: 'skipped', message: `not checked: ${reason}` }))
}
