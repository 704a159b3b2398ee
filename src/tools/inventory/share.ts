import { type Static, Type } from '@sinclair/typebox'

/** What is used of something, in the unit that the name of its property says. */
export const share = Type.Object({ used: Type.Number(), total: Type.Number(), used_percent: Type.Number() })

export function shareOf(used: number, total: number): Static<typeof share> {
  return { used, total, used_percent: percentOf(used, total) }
}

/** With one digit; 0 of nothing. */
export function percentOf(part: number, whole: number): number {
  return whole > 0 ? Math.round((part / whole) * 1000) / 10 : 0
}
