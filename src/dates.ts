/** A date, whose day begins in UTC, or a time with its offset from UTC. */
export const dateOrTime = '^\\d{4}-\\d\\d-\\d\\d(T\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?(Z|[+-]\\d\\d:\\d\\d))?$'

/** Milliseconds since 1970; `NaN` for what no calendar has: `Date.parse` would make the 2nd of March of February 30. */
export function timeOf(text: string): number {
  const day = text.slice(0, 10)
  const midnight = new Date(day)
  const exists = !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day)
  return exists ? Date.parse(text) : Number.NaN
}
