import { digestOf } from '../access/tokens.ts'

export const remedy = '`npm run token -- --name ci-bot --role viewer` makes one and prints its entry.'

/** What `sha256sum` says of a token that was never set; a header can carry that one. */
const digestOfNothing = digestOf('')

/**
 * The digest that the key of an entry stands for: `sha256:` with the digest of a token, or the token itself. `undefined`
 * when it is neither: why is in `mistakes` then.
 */
export function digestOfKey(key: string, mistakes: string[]): string | undefined {
  const mistake = mistakeOf(key)
  if (mistake === undefined) return digestIn(key) ?? digestOf(key)
  mistakes.push(`${mistake} ${remedy}`)
  return undefined
}

function mistakeOf(key: string): string | undefined {
  // in any spelling: taken for a token, a digest would let in whoever has read the configuration
  if (/^sha[-_ ]?(2[-_ ])?256\W/i.test(key)) {
    const digest = digestIn(key)
    if (digest === undefined) return 'the digest behind sha256: must have 64 hexadecimal digits.'
    return digest === digestOfNothing
      ? 'the digest is that of an empty text: the token was not set where it was made.'
      : undefined
  }
  if (!/^[\x21-\x7e]+$/.test(key))
    return 'is for a token that no header can carry: it must be printable ASCII without spaces.'
  return isWeak(key)
    ? 'is for a token that could be guessed: it needs at least 32 characters, not all alike.'
    : undefined
}

function digestIn(key: string): string | undefined {
  return /^sha256:([0-9a-f]{64})$/i.exec(key)?.[1]?.toLowerCase()
}

/** 32 characters of hexadecimal digits are the 128 bits that nobody can try out; a word that is repeated is not. */
function isWeak(token: string): boolean {
  return token.length < 32 || new Set(token).size < 10
}

/** The digests of all keys; `undefined` when one of them is none, and so nobody knows which token it is for. */
export function digestsIn(json: Record<string, unknown>): string[] | undefined {
  const keys = Object.keys(json)
  const digests = keys.flatMap(key => digestOfKey(key, []) ?? [])
  return digests.length === keys.length ? digests : undefined
}

/** A token may well have this form; where it is a digest whose `sha256:` was forgotten, it lets in who reads it. */
export function warningsOfDigests(variable: string, json: Record<string, unknown> = {}): string[] {
  return Object.keys(json).flatMap((key, position) =>
    /^[0-9a-f]{64}$/i.test(key)
      ? `${variable}: entry ${position + 1} has 64 hexadecimal digits and is taken for the token itself. If it is its digest, write sha256: before it.`
      : []
  )
}
