import { isIP } from 'node:net'
import type { X509Certificate } from 'node:crypto'
import { connect } from 'node:tls'
import { createConnector, type Trust } from '../vcenter/transport/tls.ts'
import { transportError } from '../vcenter/transport/transport-error.ts'
import { codeOf, inTime, wordsOf } from './in-time.ts'
import type { Place } from './reach.ts'

/** What a server shows, and whether the service would go on with it. */
export interface Handshake {
  certificate: X509Certificate
  /** Why the service refuses it: a code of OpenSSL, Node or the client. Unset: it does not. */
  refusal?: string
}

/**
 * Two connections, on neither of which anything is sent: one that takes whatever is shown, and one made by the same
 * code that the service connects with, whose verdict it is.
 */
export async function shakeHands(trust: Trust, place: Place, limitMs: number): Promise<Handshake> {
  const certificate = await inTime(limitMs, signal => shownBy(place, signal))
  const refusal = await inTime(limitMs, () => refusalOf(trust, place, limitMs))
  return { certificate, ...(refusal !== undefined && { refusal }) }
}

function shownBy({ host, port }: Place, signal: AbortSignal): Promise<X509Certificate> {
  return new Promise((resolve, reject) => {
    const servername = isIP(host) ? '' : host
    const socket = connect({ host, port, servername, rejectUnauthorized: false })
    const onAbort = () => socket.destroy()
    signal.addEventListener('abort', onAbort)
    socket.once('error', reject)
    socket.once('close', () => {
      signal.removeEventListener('abort', onAbort)
      reject(new Error('the connection was closed before the handshake'))
    })
    socket.once('secureConnect', () => {
      const certificate = socket.getPeerX509Certificate()
      if (certificate) resolve(certificate)
      else reject(new Error('no certificate was shown'))
      socket.destroy()
    })
  })
}

function refusalOf(trust: Trust, { host, port }: Place, limitMs: number): Promise<string | undefined> {
  const connector = createConnector(trust, limitMs)
  const target = {
    hostname: host,
    host: `${isIP(host) === 6 ? `[${host}]` : host}:${port}`,
    protocol: 'https:'
  }
  return new Promise((resolve, reject) => {
    connector({ ...target, port: String(port) }, (error, socket) => {
      socket?.destroy()
      if (!error) return resolve(undefined)
      // a connection that broke says nothing about the certificate
      if (transportError(error, false, limitMs).obstacle !== 'certificate') return reject(error)
      resolve(codeOf(error) ?? wordsOf(error))
    })
  })
}
