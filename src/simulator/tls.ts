// First: the dependency injection that @peculiar/x509 builds on refuses to load without this polyfill.
import 'reflect-metadata'
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator
} from '@peculiar/x509'
import { KeyObject } from 'node:crypto'

/** A CA made for one simulator, and a server certificate signed by it, as PEM. */
export interface Certificates {
  caPem: string
  serverPem: string
  /** Lives in memory only; the CA's own key is forgotten at once. */
  serverKey: string
}

const oneDay = 24 * 60 * 60 * 1000
const authorityName = 'CN=Simulated vCenter CA'
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }

/**
 * Makes both certificates: EC P-256, valid from yesterday on, for 127.0.0.1, ::1 and localhost. That of the CA is valid
 * for 30 days at least, so that a server's certificate with 0 days has expired and its CA has not.
 *
 * Not with `selfsigned`, because that writes no key identifiers, and Python 3.13 and later (Ansible, pyVmomi)
 * checks certificates with VERIFY_X509_STRICT, which demands them (RFC 5280, 4.2.1).
 */
export async function makeCertificates(days = 30): Promise<Certificates> {
  const authority = await crypto.subtle.generateKey(algorithm, false, ['sign', 'verify'])
  const server = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const now = Date.now()
  const common = {
    issuer: authorityName,
    notBefore: new Date(now - oneDay),
    signingKey: authority.privateKey,
    signingAlgorithm: algorithm
  }
  const authorityKey = await AuthorityKeyIdentifierExtension.create(authority.publicKey)
  const caCertificate = await X509CertificateGenerator.create({
    ...common,
    notAfter: new Date(now + Math.max(30, days) * oneDay),
    subject: authorityName,
    publicKey: authority.publicKey,
    extensions: [
      new BasicConstraintsExtension(true, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(authority.publicKey),
      authorityKey
    ]
  })
  const serverCertificate = await X509CertificateGenerator.create({
    ...common,
    notAfter: new Date(now + days * oneDay),
    subject: 'CN=localhost',
    publicKey: server.publicKey,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension([
        { type: 'dns', value: 'localhost' },
        { type: 'ip', value: '127.0.0.1' },
        { type: 'ip', value: '::1' }
      ]),
      await SubjectKeyIdentifierExtension.create(server.publicKey),
      authorityKey
    ]
  })
  return {
    caPem: `${caCertificate.toString('pem')}\n`,
    serverPem: `${serverCertificate.toString('pem')}\n`,
    serverKey: KeyObject.from(server.privateKey).export({ type: 'pkcs8', format: 'pem' }).toString()
  }
}
