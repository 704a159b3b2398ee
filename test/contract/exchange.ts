import type { Exchange } from '../../src/simulator/index.ts'
import { createContractCheck, type Strictness } from './check.ts'

/** What a written-down exchange says; the rest is as it usually is. */
export interface Written {
  /** Method and address: `GET /api/vcenter/vm?names=a`. */
  ask: string
  /** Added to the session header; a name with an undefined value is taken away. */
  headers?: Record<string, string | undefined>
  body?: unknown
  status: number
  /** A JSON value; without one the answer is empty. */
  answer?: unknown
  answerHeaders?: Record<string, string>
  /** What is sent as the body, whatever `answer` says. */
  answerText?: string
  faulty?: boolean
}

export function exchangeOf(written: Written): Exchange {
  const [method = '', address = ''] = written.ask.split(' ')
  const [path = '', query = ''] = address.split('?')
  const body = written.body === undefined ? '' : JSON.stringify(written.body)
  const typed = body === '' ? {} : { 'content-type': 'application/json' }
  const answered = 'answer' in written
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries({
    'vmware-api-session-id': 's',
    ...typed,
    ...written.headers
  })) {
    if (value !== undefined) headers[name] = value
  }
  // What is not said here no rule looks at.
  const made: Partial<Exchange> = {
    method,
    path,
    query,
    headers,
    body,
    status: written.status,
    answerHeaders: written.answerHeaders ?? (answered ? { 'content-type': 'application/json' } : {}),
    answerBody: written.answerText ?? (answered ? JSON.stringify(written.answer) : ''),
    faulty: written.faulty ?? false
  }
  return made as Exchange
}

/** The violations of one exchange. */
export function violationsOf(
  written: Written,
  release = '8.0.3.0',
  strictness: Strictness = 'client'
): string[] {
  const check = createContractCheck({ release, strictness })
  check.observe(exchangeOf(written))
  return check.violations
}
