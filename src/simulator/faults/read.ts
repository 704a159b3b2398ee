import type { Fault, FaultMatch, FaultOrder } from './types.ts'
import { isObject } from '../objects.ts'

type Check = (value: unknown) => boolean
type Rule = [check: Check, right: string]

const wholeFrom =
  (least: number): Check =>
  value =>
    Number.isSafeInteger(value) && Number(value) >= least
const oneOf = (...texts: string[]): Rule => [
  value => texts.includes(String(value)) && typeof value === 'string',
  texts.map(text => JSON.stringify(text)).join(' or ')
]
const text: Rule = [value => typeof value === 'string' && value !== '', 'a text that is not empty']
const milliseconds: Rule = [wholeFrom(0), 'a whole number of milliseconds']

const matchRules: Record<string, Rule> = {
  method: [
    value => typeof value === 'string' && /^[A-Z]+$/.test(value),
    'a method in capitals, such as "POST"'
  ],
  path: [
    value => value instanceof RegExp || (typeof value === 'string' && value.startsWith('/')),
    'a path that begins with "/"'
  ],
  times: [value => value === 'unlimited' || wholeFrom(1)(value), 'a whole number from 1, or "unlimited"'],
  share: [value => typeof value === 'number' && value > 0 && value <= 1, 'a number above 0 and up to 1'],
  forMs: [wholeFrom(1), 'a whole number of milliseconds from 1']
}

const dripRules: Record<string, Rule> = {
  bytes: [wholeFrom(1), 'a whole number from 1'],
  everyMs: milliseconds,
  stallAfterBytes: [wholeFrom(0), 'a whole number']
}

const taskRules: Record<string, Rule> = {
  name: text,
  typeName: text,
  message: text,
  fields: [isObject, 'an object']
}

const faultRules: Record<string, Rule> = {
  status: [value => wholeFrom(200)(value) && Number(value) <= 599, 'a status from 200 to 599'],
  reset: oneOf('before', 'after'),
  delayMs: [isDelay, 'a whole number of milliseconds, or two of them, the lower first'],
  drip: [isObject, 'an object with bytes and everyMs'],
  answer: oneOf('cut', 'wrong-type', 'login-page'),
  login: oneOf('refused', 'limit'),
  sessions: oneOf('expire'),
  task: [isObject, 'an object, which may have name, typeName, message and fields'],
  busy: [text[0], 'the id of an object, or "any"'],
  refuseConnectionsMs: [wholeFrom(1), 'a whole number of milliseconds from 1']
}

/** What may stand beside `status`. */
const statusRules: Record<string, Rule> = {
  body: [() => true, 'anything'],
  headers: [
    value => isObject(value) && Object.values(value).every(header => typeof header === 'string'),
    'an object of texts'
  ],
  retryAfterS: [wholeFrom(0), 'a whole number of seconds'],
  afterEffect: [value => typeof value === 'boolean', 'true or false']
}

/**
 * Checks a fault that comes as JSON, or from a program that is not type-checked.
 *
 * @throws RangeError with one sentence that says what would be right
 */
export function readOrder(given: unknown): FaultOrder {
  if (!isObject(given))
    throw new RangeError('a fault must be an object such as {"match":{},"fault":{"status":503}}')
  for (const name of Object.keys(given)) {
    if (name !== 'match' && name !== 'fault') throw unknownName(name, 'a fault', ['match', 'fault'])
  }
  return { match: readMatch(given['match'] ?? {}), fault: readFault(given['fault']) }
}

function readMatch(given: unknown): FaultMatch {
  if (!isObject(given)) throw new RangeError('match must be an object')
  const { pattern, ...match } = given
  checkAll(match, matchRules, 'match')
  if (pattern === undefined) return match
  if (typeof pattern !== 'string' || match['path'] !== undefined) {
    throw new RangeError('match.pattern must be a text, and path must not stand beside it')
  }
  try {
    return { ...match, path: new RegExp(pattern) }
  } catch {
    throw new RangeError('match.pattern must be a regular expression')
  }
}

function readFault(given: unknown): Fault {
  const names = Object.keys(faultRules)
  const kind = isObject(given) ? names.filter(name => name in given) : []
  const [name = ''] = kind
  if (!isObject(given) || kind.length !== 1) {
    throw new RangeError(`fault must have exactly one of ${names.join(', ')}`)
  }
  const beside = name === 'status' ? statusRules : {}
  checkAll(given, { [name]: faultRules[name] ?? text, ...beside }, 'fault')
  if (name === 'task') checkAll(given['task'], taskRules, 'fault.task')
  if (name === 'drip') checkAll(given['drip'], dripRules, 'fault.drip', ['bytes', 'everyMs'])
  // Every field was checked by its rule.
  return given as Fault
}

function checkAll(object: unknown, rules: Record<string, Rule>, where: string, needed: string[] = []): void {
  const fields = isObject(object) ? object : {}
  for (const [name, value] of Object.entries(fields)) {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined
    if (!rule) throw unknownName(name, where, Object.keys(rules))
    const [isRight, right] = rule
    if (value !== undefined && !isRight(value)) throw new RangeError(`${where}.${name} must be ${right}`)
  }
  for (const name of needed) {
    if (fields[name] === undefined) throw new RangeError(`${where} must have ${needed.join(' and ')}`)
  }
}

function unknownName(name: string, where: string, right: string[]): RangeError {
  return new RangeError(`${where} has no ${name}: it may have ${right.join(', ')}`)
}

function isDelay(value: unknown): boolean {
  if (!Array.isArray(value)) return wholeFrom(0)(value)
  const [least, most] = value as unknown[]
  return value.length === 2 && wholeFrom(0)(least) && wholeFrom(Number(least))(most)
}
