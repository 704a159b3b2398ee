import { operations } from './automation/index.ts'
import { errorMistake, errorSchema, errorType, typesDiffer } from './error-body.ts'
import { mistakes, parsed } from './mistakes.ts'
import type { Dialect, Operation } from './operation.ts'
import { atLeast } from './release.ts'
import { findOperation, hygieneMistakes, requestMistakes } from './request-rules.ts'
import { withoutNulls } from './rest-form.ts'
import type { Exchange } from '../../src/simulator/index.ts'

/** What became of one exchange. */
export interface Finding {
  /** Operation and dialect; undefined when the request is none the contract knows. */
  operation: string | undefined
  /** Why the server must refuse this request. */
  wrong: string[]
  /** What a client must not do, though a server would not mind. */
  careless: string[]
  /** What is wrong with the answer. */
  answer: string[]
}

/** Compares one exchange of the Automation API with the contract. */
export function checkAutomation(exchange: Exchange, dialect: Dialect, release: string): Finding {
  const found = findOperation(operations, dialect, exchange)
  const { operation } = found
  const careless = hygieneMistakes(exchange, operation?.name === 'session create')
  if (!operation) {
    const wrong = [found.reason]
    return { operation: undefined, wrong, careless, answer: refusalMistakes(exchange, dialect) }
  }
  const name = `${operation.name} ${dialect}`
  if (operation.since !== undefined && !atLeast(release, operation.since)) {
    // A client finds out by asking: the 404 is its answer.
    const wrong = exchange.status === 404 ? [] : [`exists only from ${operation.since} on`]
    return { operation: name, wrong, careless, answer: refusalMistakes(exchange, dialect) }
  }
  const wrong = requestMistakes(operation, exchange, release)
  return { operation: name, wrong, careless, answer: answerMistakes(operation, exchange, wrong, release) }
}

/** The answer to a request that no operation takes. */
function refusalMistakes(exchange: Exchange, dialect: Dialect): string[] {
  if (exchange.status === 401 || exchange.status === 404) return errorMistakes(exchange, dialect)
  return [`status ${exchange.status}, not 404`]
}

function answerMistakes(
  operation: Operation,
  exchange: Exchange,
  wrong: string[],
  release: string
): string[] {
  const { status } = exchange
  if (status >= 400) return errorMistakes(exchange, operation.dialect, operation, wrong)
  if (wrong.length > 0) return [`status ${status} to a wrong request (${wrong[0]})`]
  if (status !== operation.ok) return [`status ${status}, not ${operation.ok}`]
  return operation.result ? bodyMistakes(operation, exchange, release) : emptyMistakes(exchange)
}

function bodyMistakes({ result, dialect }: Operation, exchange: Exchange, release: string): string[] {
  const read = jsonBody(exchange)
  if (typeof read === 'string') return [read]
  if (!result) return []
  const nullable = dialect === 'api' && atLeast(release, '9.0')
  return mistakes(result, nullable ? withoutNulls(result, read.value) : read.value)
}

/** An answer without content has neither body nor content type. */
export function emptyMistakes({ answerBody, answerHeaders }: Exchange): string[] {
  const told: string[] = []
  if (answerBody !== '') told.push('a body where there is none')
  const type = answerHeaders['content-type']
  if (type !== undefined) told.push(`content-type ${type} without a body`)
  return told
}

/** The JSON of an answer, or what is wrong with it. */
export function jsonBody({ answerBody, answerHeaders, status }: Exchange): { value: unknown } | string {
  const type = answerHeaders['content-type']
  if (type !== 'application/json') return `content-type ${type ?? 'missing'} with status ${status}`
  return parsed(answerBody) ?? 'a body that is no JSON'
}

function errorMistakes(
  exchange: Exchange,
  dialect: Dialect,
  operation?: Operation,
  wrong: string[] = []
): string[] {
  const { status } = exchange
  const read = jsonBody(exchange)
  if (typeof read === 'string') return [`error ${status}: ${read}`]
  const body = read.value
  const told = mistakes(errorSchema(dialect, body), body)
  if (dialect === 'rest' && typesDiffer(body)) told.push('$.value.error_type differs from $.type')
  const type = errorType(dialect, body)
  const mistake = errorMistake(type, status, dialect, operation, wrong.length > 0)
  if (mistake !== '') told.push(mistake)
  if (wrong.some(reason => reason.startsWith('no session')) && status !== 401)
    told.push('not 401 without a session')
  return told.map(text => `error ${status}: ${text}`)
}
