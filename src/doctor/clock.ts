import { apiDialect } from '../vcenter/automation/dialect.ts'
import { requestOf } from '../vcenter/automation/automation-api.ts'
import { operations } from '../vcenter/automation/operations/index.ts'
import type { Transport } from '../vcenter/transport/http.ts'
import type { VcenterClient } from '../vcenter/types.ts'
import type { Finding } from './finding.ts'

/** Machines that follow NTP are a second apart at most, and so far goes the precision of the header. */
const warnMs = 5_000
/** From here on a record of the audit and vCenter's event of the same change are not found beside each other. */
const failMs = 60_000

export interface ClockReading {
  /** vCenter's time less ours. */
  skewMs: number
  /** How far the truth may be from that, either way. */
  uncertaintyMs: number
}

/** By the quicker of two answers: the first one may have had to log in. */
export async function readVimClock(client: VcenterClient): Promise<ClockReading> {
  const one = await readClock(() => client.getTime().then(Date.parse), 0)
  const other = await readClock(() => client.getTime().then(Date.parse), 0)
  return other.uncertaintyMs < one.uncertaintyMs ? other : one
}

/** By the header `Date` of an answer that needs no session; it has no fractions of a second (RFC 9110, 5.6.7). */
export async function readHeaderClock(transport: Transport, timeoutMs: number): Promise<ClockReading> {
  const given = { body: { api_releases: ['8.0.1.0'] } }
  const { method, path, query, body } = requestOf(apiDialect, operations.hello, given)
  return readClock(async () => {
    const request = { method, path: `${path}${query ?? ''}`, body, timeoutMs, abort: 'always' } as const
    const { headers } = await transport.send(request)
    return Date.parse(String(headers['date'])) + 500
  }, 500)
}

async function readClock(ask: () => Promise<number>, roundedMs: number): Promise<ClockReading> {
  const sent = performance.now()
  const time = await ask()
  const halfMs = (performance.now() - sent) / 2
  if (!Number.isFinite(time)) throw new Error('vCenter has not told its time')
  return { skewMs: Math.round(time + halfMs - Date.now()), uncertaintyMs: Math.ceil(halfMs + roundedMs) }
}

/** Only what is certain counts: a slow answer is no wrong clock. */
export function judgeClock({ skewMs, uncertaintyMs }: ClockReading): Finding {
  const atLeastMs = Math.max(0, Math.abs(skewMs) - uncertaintyMs)
  const words = `${(Math.abs(skewMs) / 1000).toFixed(1)} s ${skewMs < 0 ? 'behind' : 'ahead of'} this machine`
  const data = { skew_ms: skewMs, uncertainty_ms: uncertaintyMs }
  const message = `vCenter is ${words}, give or take ${(uncertaintyMs / 1000).toFixed(1)} s`
  if (atLeastMs <= warnMs) return { check: 'clock', status: 'ok', message, data }
  const remedy = 'Let vCenter and this machine follow the same NTP servers.'
  return { check: 'clock', status: atLeastMs > failMs ? 'fail' : 'warn', message, remedy, data }
}
