import type { X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import type { Trust } from '../vcenter/transport/tls.ts'
import type { Finding } from './finding.ts'
import type { Handshake } from './handshake.ts'
import { codeOf, wordsOf } from './in-time.ts'
import type { Place } from './reach.ts'

const dayMs = 86_400_000
/** Time enough to renew a certificate at a fixed date of maintenance. */
const soonDays = 30

/** @see https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const unknownIssuer = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_UNTRUSTED',
  'INVALID_CA'
])

interface Circumstances {
  trust: Trust
  place: Place
  now: number
}

/** What is to say of a certificate that was shown. */
export function judgeCertificate({ certificate, refusal }: Handshake, circumstances: Circumstances): Finding {
  const { place, now } = circumstances
  const end = certificate.validToDate.getTime()
  const days = Math.floor((end - now) / dayMs)
  const { fingerprint256 } = certificate
  const about = `issued by ${issuerOf(certificate)}, valid until ${dateOf(end)}`
  const data = {
    issuer: issuerOf(certificate),
    valid_until: certificate.validToDate.toISOString(),
    days_left: days,
    fingerprint256,
    ...(refusal !== undefined && { refusal })
  }
  if (refusal !== undefined) {
    const { reasons, remedy } = refused(refusal, certificate, circumstances)
    const message = `not trusted: ${reasons.join('; ')} (${about})`
    return { check: 'certificate', status: 'fail', message, remedy, lines: pinLines(fingerprint256), data }
  }
  const how = verifiedBy(circumstances.trust)
  if (how === undefined) {
    return {
      check: 'certificate',
      status: 'warn',
      message: `not verified: whoever answers at ${place.host} is given the password (${about})`,
      remedy:
        'Trust the CA of vCenter (VCENTER_CA_BUNDLE, caFile), or pin its certificate, instead of INSECURE.',
      lines: pinLines(fingerprint256),
      data
    }
  }
  const message = `${about} (${days < 0 ? 'expired' : `${days} days`}), ${how}`
  if (days >= soonDays) return { check: 'certificate', status: 'ok', message, data }
  const remedy =
    how === pinned
      ? 'Renew it in vCenter, and pin the new one in the same maintenance.'
      : 'Renew it in vCenter before it expires: after that the gateway refuses it.'
  return { check: 'certificate', status: 'warn', message, remedy, data }
}

/** What is to say when there was none. */
export function noCertificate(error: unknown): Finding {
  return {
    check: 'certificate',
    status: 'fail',
    message: `no TLS connection: ${codeOf(error) ?? wordsOf(error)}`,
    remedy: 'Name the HTTPS port of vCenter, and see that vCenter itself answers there.'
  }
}

const pinned = 'pinned'

function verifiedBy({ ca, insecure, fingerprint256 }: Trust): string | undefined {
  if (fingerprint256 !== undefined) return ca === undefined ? pinned : 'verified by CA and pin'
  if (insecure) return undefined
  return ca === undefined ? 'verified by a public CA' : 'verified by its CA or a public one'
}

function refused(refusal: string, certificate: X509Certificate, { trust, place, now }: Circumstances) {
  const { validToDate, validFromDate, subjectAltName } = certificate
  if (refusal === 'ERR_CERT_PIN') {
    const remedy =
      'Write the new fingerprint into fingerprint256 only if vCenter was given this certificate on purpose; otherwise ' +
      'find out what answers there.'
    return { reasons: ['it is not the pinned one'], remedy }
  }
  const found: [boolean, string, string][] = [
    [
      unknownIssuer.has(refusal),
      trust.ca === undefined
        ? 'its CA is not known'
        : 'it was not issued by the configured CA or a public one',
      `Point VCENTER_CA_BUNDLE (caFile in VCENTERS_FILE) to the CA of vCenter: https://${place.host}/certs/download.zip has it.`
    ],
    [
      refusal === 'ERR_TLS_CERT_ALTNAME_INVALID' || !isFor(certificate, place.host),
      `it is not for ${place.host} but for ${subjectAltName ?? 'no name at all'}`,
      'Configure the host by a name that the certificate has, or give vCenter a certificate with this one.'
    ],
    [
      validToDate.getTime() < now,
      `it has expired on ${dateOf(validToDate.getTime())}`,
      'Renew the certificate in vCenter.'
    ],
    [
      validFromDate.getTime() > now,
      `it is not valid before ${validFromDate.toISOString()}`,
      'Set the clock of this machine or of vCenter right.'
    ]
  ]
  const holding = found.filter(([holds]) => holds)
  const [first] = holding
  if (!first) return { reasons: [refusal], remedy: 'Look the code up: it is the verdict of OpenSSL.' }
  return { reasons: holding.map(([, reason]) => reason), remedy: first[2] }
}

function isFor(certificate: X509Certificate, host: string): boolean {
  return (isIP(host) ? certificate.checkIP(host) : certificate.checkHost(host)) !== undefined
}

function pinLines(fingerprint256: string): string[] {
  return [
    `SHA-256 fingerprint: ${fingerprint256}`,
    'It can be pinned (fingerprint256 in VCENTERS_FILE), once it was compared with what vCenter shows by another way than this connection.'
  ]
}

/** As one line: OpenSSL writes one attribute a line. */
function issuerOf({ issuer }: X509Certificate): string {
  return issuer.split('\n').join(', ')
}

function dateOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}
