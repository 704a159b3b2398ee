import type { Received } from '../http.ts'

/** Whether the request asks for a new session, in any of the three ways there are. */
export function isLogin({ method, path, query }: Received): boolean {
  if (method !== 'POST') return false
  if (path === '/api/session') return true
  if (path === '/rest/com/vmware/cis/session') return query === ''
  return /^\/sdk\/vim25\/[^/]+\/SessionManager\/[^/]+\/Login$/.test(path)
}

/** The same request with credentials that nobody has, for each face to refuse in its own way. */
export function withWrongCredentials(received: Received): Received {
  if (!received.path.startsWith('/sdk/')) {
    return { ...received, headers: { ...received.headers, authorization: 'Basic Og==' } }
  }
  return { ...received, body: received.body.replace(/("password"\s*:\s*")/, '$1refused ') }
}
