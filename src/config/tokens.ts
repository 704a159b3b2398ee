import { statSync } from 'node:fs'
import { type Static, Type } from '@sinclair/typebox'
import { isNetwork } from '../access/networks.ts'
import type { Roles } from '../access/roles.ts'
import type { TokensFile } from '../access/token-source.ts'
import { type TokenEntry, nameOfDigest } from '../access/tokens.ts'
import { isObject } from '../objects.ts'
import { createEntryCheck, printable } from './entry-check.ts'
import { reasonOf } from './environment.ts'
import { isReadableByOthers, readSecret } from './files.ts'
import { jsonObjectIn } from './json-variable.ts'
import type { Environment } from './schema.ts'
import { digestOfKey, digestsIn, warningsOfDigests } from './token-key.ts'
import type { Findings } from './vcenters-file.ts'

const example = '{"sha256:<digest>": {"name": "ci-bot", "role": "viewer"}}'

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
        pattern: '^\\d{4}-\\d\\d-\\d\\d(T\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?(Z|[+-]\\d\\d:\\d\\d))?$',
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

export interface TokenContext {
  roles: Roles
  /** Names of the configured vCenters. */
  vcenters: readonly string[]
}

export interface StaticTokens {
  tokens: readonly TokenEntry[]
  file?: TokensFile
}

/** TOKENS_TO_ROLES and TOKENS_FILE together; the file can be read again later. */
export function tokensOf(environment: Environment, context: TokenContext, findings: Findings): StaticTokens {
  const { TOKENS_TO_ROLES: text, TOKENS_FILE: path } = environment
  const fixedJson = jsonObjectIn('TOKENS_TO_ROLES', text, example, findings.mistakes)
  const fixed = tokensIn('TOKENS_TO_ROLES', fixedJson, context, findings.mistakes)
  findings.mistakes.push(...clashesIn(fixed).map(clash => `TOKENS_TO_ROLES: ${clash}`))
  findings.warnings.push(...warningsOfDigests('TOKENS_TO_ROLES', fixedJson))
  if (path === undefined) return { tokens: fixed }

  function read() {
    const mistakes: string[] = []
    const json = jsonObjectIn('TOKENS_FILE', textOf(path ?? '', mistakes), example, mistakes)
    const own = tokensIn('TOKENS_FILE', json, context, mistakes)
    const all = [...fixed, ...own]
    if (own.length > 0) mistakes.push(...clashesIn(all).map(clash => `TOKENS_FILE: ${clash}`))
    const listed = json && digestsIn(json)
    return {
      tokens: all,
      mistakes,
      warnings: warningsOfDigests('TOKENS_FILE', json),
      ...(listed && { listed: new Set([...fixed.map(({ digest }) => digest), ...listed]) })
    }
  }
  const { tokens, mistakes, warnings } = read()
  findings.mistakes.push(...mistakes)
  findings.warnings.push(...warnings)
  if (mistakes.length === 0 && isReadableByOthers(path))
    findings.warnings.push(`TOKENS_FILE: ${path} may be read by others than its owner. Run chmod 600 on it.`)
  return { tokens, file: { path, read } }
}

/** Some 7,000 tokens. Reading holds up every call, and what is larger or a pipe would do so for long. */
const mostBytes = 1 << 20

function textOf(path: string, mistakes: string[]): string | undefined {
  try {
    const found = statSync(path)
    if (!found.isFile()) throw new Error(`${path} is no file`)
    if (found.size > mostBytes) throw new Error(`${path} is larger than 1 MiB`)
    return readSecret(path)
  } catch (error) {
    mistakes.push(`TOKENS_FILE: ${reasonOf(error)}. Point it to a readable JSON file.`)
    return undefined
  }
}

function tokensIn(
  variable: string,
  json: Record<string, unknown> | undefined,
  context: TokenContext,
  mistakes: string[]
): TokenEntry[] {
  return Object.entries(json ?? {}).flatMap(([key, value], position) => {
    const own: string[] = []
    const entry = entryOf(key, value, context, own)
    const name = entry && !entry.name.startsWith('token:') ? ` ('${entry.name}')` : ''
    mistakes.push(...own.map(mistake => `${variable}: entry ${position + 1}${name}: ${mistake}`))
    return entry ? [entry] : []
  })
}

function entryOf(
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
  mistakes.push(...entryCheck.mistakesIn(value))
  if (!entryCheck.accepts(value) || digest === undefined) return undefined
  mistakes.push(...mistakesOfRole(value.role, context.roles), ...mistakesOfPlaces(value, context))
  const expiresAt = value.expires === undefined ? undefined : timeOf(value.expires)
  if (Number.isNaN(expiresAt)) mistakes.push('expires is no date that exists.')
  return {
    digest,
    name: value.name,
    role: value.role,
    ...(expiresAt !== undefined && { expiresAt }),
    ...(value.vcenters && { vcenters: namesOf(value.vcenters, context.vcenters) }),
    ...(value.cidr && { networks: value.cidr.filter(isNetwork) })
  }
}

/** Milliseconds since 1970; `NaN` for what no calendar has: `Date.parse` would make the 2nd of March of February 30. */
function timeOf(text: string): number {
  const day = text.slice(0, 10)
  const midnight = new Date(day)
  const exists = !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day)
  return exists ? Date.parse(text) : Number.NaN
}

function mistakesOfRole(role: string, roles: Roles): string[] {
  if (roles.has(role)) return []
  return [`role '${printable(role)}' does not exist. Use one of: ${[...roles.keys()].join(', ')}.`]
}

function mistakesOfPlaces(
  { vcenters = [], cidr = [] }: Static<typeof tokenEntrySchema>,
  context: TokenContext
) {
  const unknown = vcenters.filter(name => namesOf([name], context.vcenters).length === 0)
  return [
    ...unknown.map(
      name => `vCenter '${printable(name)}' is not configured. Use one of: ${context.vcenters.join(', ')}.`
    ),
    ...cidr
      .filter(each => !isNetwork(each))
      .map(each => `'${printable(each)}' is no network. Write it as 10.2.0.0/16 or 2001:db8::/32.`)
  ]
}

/** As they are configured: case makes no difference. */
function namesOf(given: readonly string[], configured: readonly string[]): string[] {
  const wanted = new Set(given.map(name => name.toLowerCase()))
  return configured.filter(name => wanted.has(name.toLowerCase()))
}

/** One token twice would have two roles, and one name with two roles could not be told apart in the audit. */
function clashesIn(tokens: readonly TokenEntry[]): string[] {
  const digests = new Set<string>()
  const roles = new Map<string, string>()
  return tokens.flatMap(({ digest, name, role }) => {
    if (digests.has(digest)) return [`the token of '${name}' is configured twice. Keep one of them.`]
    digests.add(digest)
    const other = roles.get(name) ?? role
    roles.set(name, role)
    return other === role ? [] : [`'${name}' has tokens with two roles. Give each role a name of its own.`]
  })
}
