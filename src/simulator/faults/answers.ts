import { written, type Answer } from '../http.ts'
import type { Fault } from './types.ts'
import { isObject } from '../objects.ts'

/** The answer that a `status` fault gives. */
export function statusAnswer(fault: Extract<Fault, { status: number }>): Answer {
  const { status, body, retryAfterS } = fault
  const { 'content-type': contentType = 'text/plain', ...others } = fault.headers ?? {}
  const headers = { ...others, ...(retryAfterS === undefined ? {} : { 'retry-after': String(retryAfterS) }) }
  if (body === undefined) return { status, headers }
  if (typeof body === 'string') return { status, text: body, contentType, headers }
  return { status, json: body, headers }
}

/** What a proxy in front of vCenter answers to those it does not know. */
export const loginPage: Answer = {
  status: 200,
  contentType: 'text/html; charset=utf-8',
  text: `<!DOCTYPE html>
<html><head><title>Login</title></head><body><form method="post" action="/login">
<input name="user"><input name="password" type="password"><button>Log in</button>
</form></body></html>
`
}

/** JSON that ends half-way, with a length that says it is whole. */
export function cut(answer: Answer): Answer {
  if (!('json' in answer)) return answer
  const { json: _json, ...others } = answer
  const { body } = written(answer)
  return { ...others, text: body.slice(0, Math.ceil(body.length / 2)), contentType: 'application/json' }
}

/** JSON with a list for an object, an object for anything else, inside what `/rest` wraps. */
export function wrongType(answer: Answer): Answer {
  if (!('json' in answer)) return answer
  const { json } = answer
  if (isObject(json) && Object.keys(json).join() === 'value')
    return { ...answer, json: { value: swapped(json['value']) } }
  return { ...answer, json: swapped(json) }
}

function swapped(value: unknown): unknown {
  return isObject(value) ? [] : {}
}
