import {
  InsufficientScopeError,
  type JSONRPCErrorResponse,
  SdkError,
  SdkErrorCode,
  SdkHttpError
} from '@modelcontextprotocol/client'
import { type Problem, problem } from '../errors.ts'
import { isObject } from '../objects.ts'
import { connectionTrouble, nameOf } from './connection-trouble.ts'
import { UsageError } from './settings.ts'

export type RpcError = JSONRPCErrorResponse['error']

/** The gateway's own code for everything that is no error of JSON-RPC. */
const serverError = -32_000

const tokenAdvice = 'Set VSPHERE_MCP_TOKEN or VSPHERE_MCP_TOKEN_FILE to a valid token of the gateway.'
const urlAdvice =
  'Correct --url or VSPHERE_MCP_URL: it ends with the path of the endpoint, /mcp unless MCP_PATH says otherwise.'

/** What a client is told of a request that the gateway did not answer: what happened, and what to do. */
export function failureOf(error: unknown, url: URL): RpcError {
  return fromGateway(error) ?? inWords(problemOf(error, url))
}

export function inWords(trouble: Problem): RpcError {
  const { message, hint } = trouble
  return { code: serverError, message: hint === undefined ? message : `${message} ${hint}`, data: trouble }
}

/** The gateway answers JSON-RPC whatever the status is; its own words are better than any of the bridge. */
function fromGateway(error: unknown): RpcError | undefined {
  if (!(error instanceof SdkHttpError)) return undefined
  const answer = parsed(error.data['text'])
  const given = isObject(answer) && isObject(answer['error']) ? answer['error'] : {}
  const { code, message, data } = given
  if (typeof code !== 'number' || typeof message !== 'string') return undefined
  const hint = isObject(data) && typeof data['hint'] === 'string' ? data['hint'] : undefined
  // its hint speaks of a header, and who reads this has set a variable
  const advice = error.status === 401 ? tokenAdvice : hint
  return { code, message: advice === undefined ? message : `${message} ${advice}`, data }
}

function problemOf(error: unknown, url: URL): Problem {
  if (error instanceof SdkHttpError) return refusalOf(error, url)
  if (error instanceof UsageError) return problem('unauthenticated', error.message)
  if (error instanceof InsufficientScopeError) {
    const scope = error.requiredScope === undefined ? 'another scope' : `the scope ${error.requiredScope}`
    return problem('forbidden', `The token is not good for this: it takes ${scope}.`, { hint: tokenAdvice })
  }
  if (error instanceof SdkError && error.code === SdkErrorCode.ClientHttpUnexpectedContent) {
    const hint = `A log-in page or another service answers there. ${urlAdvice}`
    return problem('unavailable', `${nameOf(url)} does not answer like an MCP endpoint.`, { hint })
  }
  return connectionTrouble(error, url)
}

/** Refused by something that does not speak JSON-RPC: a proxy, an ingress, another service. */
function refusalOf({ status, message }: SdkHttpError, url: URL): Problem {
  const answered = `${nameOf(url)} answered HTTP ${status}.`
  if (status === 401) return problem('unauthenticated', answered, { hint: tokenAdvice })
  if (status === 403) {
    const hint = 'Something in front of the gateway refuses this machine or this token: ask who runs it.'
    return problem('forbidden', answered, { hint })
  }
  if (status === 404 || status === 405) return problem('not_found', answered, { hint: urlAdvice })
  // the SDK follows none to another origin, where the token does not belong, and says where it led
  if (status < 400) return problem('unavailable', answered, { hint: message })
  const hint = 'The gateway is not ready, or a proxy does not reach it: try again, then look at its /readyz.'
  return problem('unavailable', answered, { hint })
}

function parsed(text: unknown): unknown {
  try {
    return JSON.parse(String(text))
  } catch {
    return undefined
  }
}
