/** Who calls. What it may do is decided by its role (policy.ts). */
export interface Principal {
  /** The identity in the audit and the key of its rate-limit bucket; never the token itself. */
  readonly name: string
  readonly role: string
}

/** Stands for everybody when AUTH_ENFORCE=false and no token is sent. */
export const anonymous: Principal = Object.freeze({ name: 'anonymous', role: 'anonymous' })
