import { randomUUID } from 'node:crypto'
import type { Session } from '../sessions.ts'
import { listOf, objectOf, sessionOf, textOf, type Method, type VimCall } from './call.ts'
import { contentOf, select, type Selected } from './collect.ts'
import { invalidArgument, invalidRequest } from './faults.ts'
import { readFilterSpec } from './filter-spec.ts'
import { dataObject } from './values.ts'

/** Objects in one answer when the client sets no `maxObjects`. */
const defaultPage = 100

interface Retrieval {
  left: Selected[]
  page: number
}

/** Unfinished retrievals by token; they belong to a session and go with it. */
const retrievalsBySession = new WeakMap<Session, Map<string, Retrieval>>()

/** https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/ PropertyCollector */
export const retrievePropertiesEx: Method = {
  parameters: ['specSet!', 'options!'],
  run: call => {
    const session = sessionOf(call)
    const specs = listOf(call.parameters['specSet'], 'specSet').map(readFilterSpec)
    if (specs.length === 0) throw invalidRequest('specSet must not be empty.')
    const options = objectOf(call.parameters['options'], 'RetrieveOptions', ['maxObjects'])
    const page = pageOf(options['maxObjects'])
    const selected = specs.flatMap(spec => select(call.state, session, spec))
    return { value: nextPage(call, session, { left: selected, page }) }
  }
}

export const continueRetrievePropertiesEx: Method = {
  parameters: ['token!'],
  run: call => {
    const session = sessionOf(call)
    return { value: nextPage(call, session, take(call, session)) }
  }
}

export const cancelRetrievePropertiesEx: Method = {
  parameters: ['token!'],
  run: call => {
    take(call, sessionOf(call))
    return {}
  }
}

/** A page of results, or null when nothing was selected. */
function nextPage(call: VimCall, session: Session, retrieval: Retrieval): unknown {
  const { left, page } = retrieval
  const objects = left.slice(0, page).flatMap(selected => contentOf(call.state, session, selected) ?? [])
  const rest = left.slice(page)
  if (objects.length === 0 && rest.length === 0) return null
  let token: string | undefined
  if (rest.length > 0) {
    token = randomUUID()
    retrievalsOf(session).set(token, { left: rest, page })
  }
  return dataObject('RetrieveResult', { token, objects })
}

/** A token is good once. That one which is used up or unknown is this fault is inferred. */
function take(call: VimCall, session: Session): Retrieval {
  const token = textOf(call, 'token') ?? ''
  const retrieval = retrievalsOf(session).get(token)
  if (!retrieval) throw invalidArgument('token')
  retrievalsOf(session).delete(token)
  return retrieval
}

function retrievalsOf(session: Session): Map<string, Retrieval> {
  let retrievals = retrievalsBySession.get(session)
  if (!retrievals) retrievalsBySession.set(session, (retrievals = new Map()))
  return retrievals
}

function pageOf(maxObjects: unknown): number {
  if (maxObjects === undefined || maxObjects === null) return defaultPage
  if (typeof maxObjects !== 'number' || !Number.isSafeInteger(maxObjects)) {
    throw invalidRequest('maxObjects must be an integer.')
  }
  if (maxObjects <= 0) throw invalidArgument('options.maxObjects')
  return maxObjects
}
