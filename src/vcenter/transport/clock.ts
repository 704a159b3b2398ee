/** Milliseconds of a clock that is never set: pauses and windows outlive a change of the time of day. */
export function monotonic(): number {
  return performance.now()
}
