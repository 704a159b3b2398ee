import { VcenterApiError, VcenterUnsupportedError } from '../vcenter/errors.ts'
import type { VcenterClient, VimRelease } from '../vcenter/types.ts'
import type { Finding } from './finding.ts'
import { wordsOf } from './in-time.ts'

/** What is known of a vCenter after the log-in. */
export interface LogIn {
  finding: Finding
  /** The Automation API has given a session. */
  isLoggedIn: boolean
  /** vCenter answers at all: without that nothing else is worth asking. */
  isAnswering: boolean
  /** Unset before 8.0 U1; an error where it could not be found out. */
  release?: VimRelease | Error
  /** As VI/JSON knows the account. Unset where it gave no session. */
  vimUser?: string
}

/**
 * Logs in once. Before 8.0 U3 VI/JSON has a session of its own, which is only asked for once the Automation API has
 * accepted the password: a wrong one is sent a single time, because single sign-on counts.
 */
export async function logIn(client: VcenterClient): Promise<LogIn> {
  let user: string
  try {
    user = (await client.getSession()).user
  } catch (error) {
    const isAnswering = error instanceof VcenterApiError
    const release = isAnswering ? await releaseOf(client) : undefined
    return { finding: refused(error), isLoggedIn: false, isAnswering, ...(release && { release }) }
  }
  const known = { isLoggedIn: true, isAnswering: true }
  const release = await releaseOf(client)
  const ok = { check: 'log-in', status: 'ok', message: `as ${user}`, data: { user } } as const
  if (release === undefined || release instanceof Error) {
    return { finding: ok, ...known, ...(release && { release }) }
  }
  try {
    const session = await client.getCurrentSession()
    if (!session) throw new Error('vCenter does not know the session that it gave')
    const vimUser = session.userName
    const message = vimUser === user ? ok.message : `${ok.message}, to VI/JSON ${vimUser}`
    return { finding: { ...ok, message, data: { user, vim_user: vimUser } }, ...known, release, vimUser }
  } catch (error) {
    return { finding: refusedByVim(user, error), ...known, release }
  }
}

async function releaseOf(client: VcenterClient): Promise<VimRelease | Error | undefined> {
  try {
    return await client.getVimRelease()
  } catch (error) {
    if (error instanceof VcenterUnsupportedError) return undefined
    return error instanceof Error ? error : new Error(String(error))
  }
}

function refused(error: unknown): Finding {
  const finding = { check: 'log-in', status: 'fail', message: wordsOf(error) } as const
  if (!(error instanceof VcenterApiError)) {
    return { ...finding, remedy: 'See that vCenter has started, and how busy it is.' }
  }
  if (error.isLoginFailure) {
    const remedy =
      'Correct user (with its domain) and password; this was one attempt, and single sign-on locks an account after some.'
    return { ...finding, remedy }
  }
  return { ...finding, remedy: 'See that this is the address of a vCenter, and that its services run.' }
}

function refusedByVim(user: string, error: unknown): Finding {
  const isForbidden = error instanceof VcenterApiError && error.isForbidden
  return {
    check: 'log-in',
    status: 'fail',
    message: `as ${user} to the Automation API, but not to VI/JSON: ${wordsOf(error)}`,
    remedy: isForbidden
      ? 'Give the account a role in vCenter: it has none on any object.'
      : 'See that the service vpxd of vCenter runs.'
  }
}
