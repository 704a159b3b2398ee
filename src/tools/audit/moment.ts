import { dateOrTime, timeOf } from '../../dates.ts'
import { CodedError } from '../../errors.ts'

const ago = /^\d{1,5}[mhd]$/
const date = new RegExp(dateOrTime)
const unitsMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 }

/**
 * Milliseconds since 1970 of what an argument says: `24h` or `7d` ago, or ISO 8601. The forms are judged here and not by
 * a pattern of the schema, which every model would pay for.
 */
export function momentOf(argument: string, text: string, now: number): number {
  if (ago.test(text)) return now - Number(text.slice(0, -1)) * (unitsMs[text.at(-1) ?? ''] ?? Number.NaN)
  const moment = date.test(text) ? timeOf(text) : Number.NaN
  if (!Number.isNaN(moment)) return moment
  throw new CodedError('invalid_argument', `Argument '${argument}' is no time.`, {
    hint: 'Say how long ago (30m, 24h, 7d), or when: 2026-03-01, or 2026-03-01T08:00:00Z.'
  })
}
