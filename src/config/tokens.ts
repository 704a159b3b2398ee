import { statSync } from 'node:fs'
import type { TokensFile } from '../access/token-source.ts'
import type { TokenEntry } from '../access/tokens.ts'
import { reasonOf } from './environment.ts'
import { isReadableByOthers, readSecret } from './files.ts'
import { jsonObjectIn } from './json-variable.ts'
import type { Environment } from './schema.ts'
import { type TokenContext, example, tokenEntryOf } from './token-entry.ts'
import { digestsIn, warningsOfDigests } from './token-key.ts'
import type { Findings } from './vcenters-file.ts'

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
    const entry = tokenEntryOf(key, value, context, own)
    const name = entry && !entry.name.startsWith('token:') ? ` ('${entry.name}')` : ''
    mistakes.push(...own.map(mistake => `${variable}: entry ${position + 1}${name}: ${mistake}`))
    return entry ? [entry] : []
  })
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
