import { Type } from '@sinclair/typebox'
import { isNetwork } from '../access/networks.ts'
import type { Roles } from '../access/roles.ts'
import { type TokenEntry, nameOfDigest } from '../access/tokens.ts'
import { dateOrTime, timeOf } from '../dates.ts'
import { isObject } from '../objects.ts'
import { createEntryCheck, printable } from './entry-check.ts'
import { digestOfKey } from './token-key.ts'

export const example = '{"sha256:<digest>": {"name": "ci-bot", "role": "viewer"}}'

/** What a token may be given beside its role; the table in docs/security.md is made from it. */
export const tokenEntrySchema = Type.Object(
  {
    name: Type.String({
      // that of those who need no token
      pattern: '^(?!anonymous$)[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$',
      description:
        'Who calls: the identity in the audit and of the rate limit. Letters, digits and `. _ @ -`. Two tokens may share it, as while one replaces the other. Required.'
    }),
    role: Type.String({ minLength: 1, description: 'One of the roles. Required.' }),
    expires: Type.Optional(
      Type.String({
        pattern: dateOrTime,
        description: 'From when on it is refused: `2027-03-31T18:00:00Z`, or a date, whose day begins in UTC.'
      })
    ),
    vcenters: Type.Optional(
      Type.Array(Type.String(), { minItems: 1, description: 'Names of the only vCenters it is for.' })
    ),
    cidr: Type.Optional(
      Type.Array(Type.String(), {
        minItems: 1,
        description: 'The only networks it may come from: `["10.2.0.0/16", "2001:db8::/32"]`.'
      })
    )
  },
  { additionalProperties: false }
)

const entryCheck = createEntryCheck(tokenEntrySchema)

/** What is wrong with an entry wherever it is used; which roles and vCenters there are is known only there. */
export function mistakesInEntry(value: Record<string, unknown>): string[] {
  if (!entryCheck.accepts(value)) return entryCheck.mistakesIn(value)
  const { expires, cidr = [] } = value
  return [
    ...(expires !== undefined && Number.isNaN(timeOf(expires)) ? ['expires is no date that exists.'] : []),
    ...cidr
      .filter(each => !isNetwork(each))
      .map(each => `'${printable(each)}' is no network. Write it as 10.2.0.0/16 or 2001:db8::/32.`)
  ]
}

export interface TokenContext {
  roles: Roles
  /** Names of the configured vCenters. */
  vcenters: readonly string[]
}

/** An entry of TOKENS_FILE or TOKENS_TO_ROLES; `undefined` when it stands for no token: why is in `mistakes` then. */
export function tokenEntryOf(
  key: string,
  value: unknown,
  context: TokenContext,
  mistakes: string[]
): TokenEntry | undefined {
  const digest = digestOfKey(key, mistakes)
  if (typeof value === 'string') {
    mistakes.push(...mistakesOfRole(value, context.roles))
    return digest === undefined ? undefined : { digest, name: nameOfDigest(digest), role: value }
  }
  if (!isObject(value)) {
    mistakes.push(`is neither a role nor an object. Write it as ${example}.`)
    return undefined
  }
  mistakes.push(...mistakesInEntry(value))
  if (!entryCheck.accepts(value) || digest === undefined) return undefined
  mistakes.push(
    ...mistakesOfRole(value.role, context.roles),
    ...mistakesOfVcenters(value.vcenters ?? [], context.vcenters)
  )
  const expiresAt = value.expires === undefined ? undefined : timeOf(value.expires)
  return {
    digest,
    name: value.name,
    role: value.role,
    ...(expiresAt !== undefined && { expiresAt }),
    ...(value.vcenters && { vcenters: namesOf(value.vcenters, context.vcenters) }),
    ...(value.cidr && { networks: value.cidr.filter(isNetwork) })
  }
}

function mistakesOfRole(role: string, roles: Roles): string[] {
  if (roles.has(role)) return []
  return [`role '${printable(role)}' does not exist. Use one of: ${[...roles.keys()].join(', ')}.`]
}

function mistakesOfVcenters(given: readonly string[], configured: readonly string[]): string[] {
  const unknown = given.filter(name => namesOf([name], configured).length === 0)
  return unknown.map(
    name => `vCenter '${printable(name)}' is not configured. Use one of: ${configured.join(', ')}.`
  )
}

/** As they are configured: case makes no difference. */
function namesOf(given: readonly string[], configured: readonly string[]): string[] {
  const wanted = new Set(given.map(name => name.toLowerCase()))
  return configured.filter(name => wanted.has(name.toLowerCase()))
}
