const sessionIdPattern = /^[\x21-\x7e]+$/

/** The documented way to present a session, on both APIs; cookies of vCenter are never stored. */
export function sessionHeader(id: string): Record<string, string> {
  return { 'vmware-api-session-id': id }
}

/** Anything else would not even be a valid header. */
export function isSessionId(value: unknown): value is string {
  return typeof value === 'string' && sessionIdPattern.test(value)
}
