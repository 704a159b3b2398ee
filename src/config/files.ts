import { X509Certificate } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'

/** The text of a file, without what editors put around it: a byte order mark, the last line end. */
export function readSecret(path: string): string {
  return readFileSync(path, 'utf8')
    .replace(/^\uFEFF/, '')
    .replace(/\r?\n$/, '')
}

/** Whether somebody else than the owner may read the file. Windows has no such bits: there it is never said. */
export function isReadableByOthers(path: string): boolean {
  return process.platform !== 'win32' && (statSync(path).mode & 0o044) !== 0
}

const certificate = /-----BEGIN CERTIFICATE-----[^]*?-----END CERTIFICATE-----/g

/** Whether a text holds certificates in PEM, and each of them can be read. */
export function isCertificates(pem: string): boolean {
  const found = pem.match(certificate) ?? []
  return found.length > 0 && found.every(isCertificate)
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).subject !== undefined
  } catch {
    return false
  }
}
