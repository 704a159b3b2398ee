import { defaultRoles } from '../access/default-roles.ts'
import { resolveRoles } from '../access/roles.ts'
import { isObject } from '../objects.ts'
import { toolDefinitions } from '../tools/index.ts'
import { listIn } from './environment.ts'
import { readJson } from './json.ts'
import type { Environment } from './schema.ts'

/** Tokens and roles; each token's role must exist, each role's tools too. */
export function tokensAndRoles(environment: Environment, mistakes: string[]) {
  const rolesToTools = jsonIn(
    environment,
    'ROLES_TO_TOOLS',
    mistakes,
    isListOfTexts,
    '{"read": ["list_vms"]}'
  )
  const tokensToRoles = jsonIn(environment, 'TOKENS_TO_ROLES', mistakes, isText, '{"<token>": "read"}') ?? {}
  const entries = rolesToTools ?? defaultRoles(toolDefinitions)
  const { roles, mistakes: unknownTools } = resolveRoles(
    entries,
    toolDefinitions.map(tool => tool.name)
  )
  mistakes.push(...unknownTools.map(text => `ROLES_TO_TOOLS: ${text}`))
  const isEmpty =
    Object.keys(tokensToRoles).length === 0 && !mistakes.some(each => each.startsWith('TOKENS_TO'))
  if (environment.AUTH_ENFORCE && isEmpty) {
    mistakes.push(
      'TOKENS_TO_ROLES: missing or empty, so nobody could call. Set it to {"<token>": "<role>"}; `openssl rand -base64 32` makes a token.'
    )
  }
  for (const [token, role] of Object.entries(tokensToRoles)) {
    if (!/^[\x21-\x7e]+$/.test(token)) {
      mistakes.push(
        'TOKENS_TO_ROLES: holds a token that no header can carry. Use printable ASCII without spaces.'
      )
    }
    if (!roles.has(role)) {
      mistakes.push(
        `TOKENS_TO_ROLES: role '${role}' does not exist. Use one of: ${[...roles.keys()].join(', ')}.`
      )
    }
  }
  return { roles, tokensToRoles: new Map(Object.entries(tokensToRoles)) }
}

/** An origin is compared as a whole: one with a path or without a scheme would never match. */
export function originsIn(environment: Environment, mistakes: string[]): string[] {
  const origins = listIn(environment.ALLOWED_ORIGINS)
  for (const each of origins) {
    if (URL.parse(each)?.origin !== each) {
      mistakes.push(
        `ALLOWED_ORIGINS: '${each}' is no origin. Write scheme and host, as https://portal.example.com.`
      )
    }
  }
  return origins
}

function jsonIn<Value>(
  environment: Environment,
  name: 'ROLES_TO_TOOLS' | 'TOKENS_TO_ROLES',
  mistakes: string[],
  isValue: (value: unknown) => value is Value,
  example: string
): Record<string, Value> | undefined {
  const text = environment[name]
  if (text === undefined) return undefined
  const json = readJson(text)
  // the text may hold tokens: neither it nor a key of it is ever repeated
  if (json === undefined) {
    mistakes.push(`${name}: is not valid JSON. Write it as ${example}.`)
    return undefined
  }
  for (const { position } of json.doubledKeys) {
    mistakes.push(`${name}: entry ${position + 1} has the key of one before it. Keep the one that is meant.`)
  }
  const { value } = json
  if (isObject(value) && Object.values(value).every(isValue)) {
    return value as Record<string, Value>
  }
  mistakes.push(`${name}: has the wrong shape. Write it as ${example}.`)
  return undefined
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

function isListOfTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every(isText)
}
