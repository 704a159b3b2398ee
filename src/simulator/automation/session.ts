import { timingSafeEqual } from 'node:crypto'
import { message, unauthenticated, vapiError } from './errors.ts'
import type { Operation } from './operation.ts'

/** https://developer.broadcom.com/xapis/vsphere-automation-api/latest/cis/api/session/ */

/** Login by Basic authentication; the answer is the session id, a JSON string. */
export const createSession: Operation = {
  ok: 201,
  anonymous: true,
  run: ({ state, received }) => {
    const { user, password, maxSessions } = state.settings
    const given = basicCredentials(received.headers.authorization)
    if (
      !given ||
      !sameText(given.user.toLowerCase(), user.toLowerCase()) ||
      !sameText(given.password, password)
    ) {
      throw unauthenticated()
    }
    const agent = received.headers['user-agent'] ?? ''
    const session = state.sessions.open('automation', user, received.remoteAddress, agent)
    if (session) return session.id
    // Seen at 550 sessions before 8.0 Update 3; the same id at the limit since is inferred.
    const most = String(maxSessions)
    const limit = `User session count is limited to ${most}.`
    const text = `${limit} Existing session count is ${most} for user ${user}.`
    const id = 'com.vmware.vapi.endpoint.failedToLoginMaxUserSessionCountReached'
    throw vapiError('SERVICE_UNAVAILABLE', message(id, text, most, most, user))
  }
}

/** Asking counts as using: it keeps the session alive. */
export const getSession: Operation = {
  ok: 200,
  run: ({ session }) =>
    session && {
      user: session.user,
      created_time: new Date(session.created).toISOString(),
      last_accessed_time: new Date(session.lastAccessed).toISOString()
    }
}

export const deleteSession: Operation = {
  ok: 204,
  run: ({ state, session }) => {
    if (session) state.sessions.close(session)
  }
}

function basicCredentials(header: string | undefined): { user: string; password: string } | undefined {
  const encoded = /^Basic\s+([\w+/=-]+)\s*$/i.exec(header ?? '')?.[1]
  if (encoded === undefined) return undefined
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  const cut = text.indexOf(':')
  return cut < 0 ? undefined : { user: text.slice(0, cut), password: text.slice(cut + 1) }
}

function sameText(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}
