import { randomUUID } from 'node:crypto'
import type { Session } from '../../sessions.ts'
import { listOf, objectOf, sessionOf, textOf, type Method, type VimCall } from '../call.ts'
import { contentOf, select, type Selected } from '../collector/collect.ts'
import { invalidArgument, invalidRequest } from '../faults.ts'
import { readFilterSpec } from '../collector/filter-spec.ts'
import { createPacer } from '../pacer.ts'
import { dataObject } from '../values.ts'

/** Objects in one answer when the client sets no `maxObjects`. */
const defaultPage = 100

interface Retrieval {
  selected: Selected[]
  /** How many of them have been answered. */
  done: number
  page: number
}

/** Unfinished retrievals by token; they belong to a session and go with it. */
const retrievalsBySession = new WeakMap<Session, Map<string, Retrieval>>()

/** https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/ PropertyCollector */
const retrievePropertiesEx: Method = {
  parameters: ['specSet!', 'options!'],
  privilege: 'System.Anonymous',
  run: async call => {
    const session = sessionOf(call)
    const specs = listOf(call.parameters['specSet'], 'specSet').map(readFilterSpec)
    if (specs.length === 0) throw invalidRequest('specSet must not be empty.')
    const options = objectOf(call.parameters['options'], 'RetrieveOptions', ['maxObjects'])
    const page = pageOf(options['maxObjects'])
    const selected: Selected[] = []
    for (const spec of specs) {
      const found = await select(call.state, session, spec)
      // One specification needs no copy of what may be a long list.
      if (specs.length === 1)
        return { value: await nextPage(call, session, { selected: found, done: 0, page }) }
      for (const one of found) selected.push(one)
    }
    return { value: await nextPage(call, session, { selected, done: 0, page }) }
  }
}

const continueRetrievePropertiesEx: Method = {
  parameters: ['token!'],
  privilege: 'System.Anonymous',
  run: async call => {
    const session = sessionOf(call)
    return { value: await nextPage(call, session, take(call, session)) }
  }
}

const cancelRetrievePropertiesEx: Method = {
  parameters: ['token!'],
  privilege: 'System.Anonymous',
  run: call => {
    take(call, sessionOf(call))
    return {}
  }
}

/**
 * A page of results, or null when nothing was selected. Objects that went meanwhile are made up for, so that
 * only the last page is shorter.
 */
async function nextPage(call: VimCall, session: Session, retrieval: Retrieval): Promise<unknown> {
  const { selected, page } = retrieval
  const pacer = createPacer()
  const objects: unknown[] = []
  let { done } = retrieval
  while (done < selected.length && objects.length < page) {
    const pause = pacer.pause()
    if (pause) await pause
    const next = selected[done]
    const content = next && contentOf(call.state, session, next)
    if (content !== undefined) objects.push(content)
    done += 1
  }
  if (objects.length === 0) return null
  let token: string | undefined
  if (done < selected.length) {
    token = randomUUID()
    retrievalsOf(session).set(token, { selected, done, page })
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

export const retrieveMethods: Record<string, Method> = {
  RetrievePropertiesEx: retrievePropertiesEx,
  ContinueRetrievePropertiesEx: continueRetrievePropertiesEx,
  CancelRetrievePropertiesEx: cancelRetrievePropertiesEx
}
