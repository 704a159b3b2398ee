import { CodedError } from '../errors.ts'

/** A request that sent no token, or one of which nothing else is told than that it is not valid. */
export function unauthenticated(sent: boolean): CodedError {
  return new CodedError(
    'unauthenticated',
    sent ? 'The bearer token is not valid.' : 'A bearer token is needed.',
    { hint: 'Send the header "Authorization: Bearer <token>" with a valid token.' }
  )
}

export function tooManyFailures(waitMs: number): CodedError {
  return new CodedError('rate_limited', 'Too many failed log-ins from this address.', {
    retryAfterS: Math.ceil(waitMs / 1000)
  })
}
