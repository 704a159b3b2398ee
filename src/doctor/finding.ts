/** `skipped`: it could not be looked at, because something before it failed. */
export type Status = 'ok' | 'warn' | 'fail' | 'skipped'

/** What one check has found. */
export interface Finding {
  check: 'configuration' | 'reach' | 'certificate' | 'log-in' | 'release' | 'clock' | 'privileges' | 'scopes'
  status: Status
  message: string
  /** One sentence: what to do about it. */
  remedy?: string
  /** What does not fit into a line: one thing each. */
  lines?: readonly string[]
  /** The same for programs, in `--json`. */
  data?: Readonly<Record<string, unknown>>
}

const order = ['ok', 'skipped', 'warn', 'fail'] as const satisfies Status[]

/** What was skipped is never worse than what it was skipped for. */
export function worstOf(findings: readonly Pick<Finding, 'status'>[]): Status {
  return order[Math.max(0, ...findings.map(({ status }) => order.indexOf(status)))] ?? 'ok'
}
