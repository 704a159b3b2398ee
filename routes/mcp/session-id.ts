import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Principal } from '../../src/access/principal.ts'

/**
 * Session ids without sessions. A 2025-era client repeats the id it was given; it only ties a cancellation to the call
 * it means. The id is signed and bound to its principal, so nobody can cancel the calls of another.
 */
export interface SessionIds {
  mint(principal: Principal): string
  /** False for ids of another principal or another run of this service; those calls are served all the same. */
  belongsTo(id: string, principal: Principal): boolean
}

export function createSessionIds(): SessionIds {
  const key = randomBytes(32)

  function signatureOf(nonce: string, principal: Principal): Buffer {
    return createHmac('sha256', key).update(`${nonce}\0${principal.name}`).digest()
  }

  return {
    mint(principal) {
      const nonce = randomBytes(16).toString('base64url')
      return `${nonce}.${signatureOf(nonce, principal).toString('base64url')}`
    },
    belongsTo(id, principal) {
      const [nonce = '', signature = ''] = id.split('.')
      const given = Buffer.from(signature, 'base64url')
      const expected = signatureOf(nonce, principal)
      return given.length === expected.length && timingSafeEqual(given, expected)
    }
  }
}
