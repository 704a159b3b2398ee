import type { CodedError } from '../errors.ts'

/** Who calls. What it may do is decided by its role (policy.ts). */
export interface Principal {
  /** The identity in the audit and the key of its rate-limit bucket; never the token itself. */
  readonly name: string
  readonly role: string
  /** Names of the only vCenters its token is for; unset: those of its role. */
  readonly vcenters?: readonly string[]
  /** Its token came from the OAuth issuer, where a client may ask for one that may do more. */
  readonly fromIssuer?: boolean
}

/** Stands for everybody when AUTH_ENFORCE=false and no token is sent. */
export const anonymous: Principal = Object.freeze({ name: 'anonymous', role: 'anonymous' })

/**
 * Finds who a bearer token belongs to; `undefined` for a token nobody configured, that has expired, or that may not be
 * used from this address: a caller is never told which, the log may be. An error is to be answered as it is: the token
 * may be a good one.
 */
export type Authenticate = (
  token: string,
  address: string,
  log: { info(message: string): void }
) => Found | Promise<Found>

type Found = Principal | CodedError | undefined
