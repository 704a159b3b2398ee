import { isIPv6 } from 'node:net'
import { dirname, resolve } from 'node:path'
import { isObject } from '../objects.ts'
import { isAddress } from '../vcenter/address.ts'
import type { VcenterSettings } from '../vcenter/pool.ts'
import { isCertificates, isReadableByOthers, readSecret } from './files.ts'
import type { Environment } from './schema.ts'
import { printable } from './entry-check.ts'
import { vcenterEntryCheck } from './vcenter-entry.ts'

export interface EntryContext {
  /** Of VCENTERS_FILE: other files are named relative to it. */
  path: string
  /** What an entry leaves out and all vCenters share: times, repetitions, dialect. Never trust or credentials. */
  environment: Environment
  mistakes: string[]
  warnings: string[]
}

type Raw = Record<string, unknown>

/** The settings of one entry, or `undefined` when it cannot be used: why is in `mistakes` then. */
export function settingsOf(entry: unknown, context: EntryContext): VcenterSettings | undefined {
  const { environment, mistakes } = context
  if (!isObject(entry)) {
    mistakes.push('is no object. Write {"name": "…", "host": "…", "user": "…", "passwordFile": "…"}.')
    return undefined
  }
  mistakes.push(...vcenterEntryCheck.mistakesIn(entry))
  const address = addressOf(entry, mistakes)
  const password = passwordOf(entry, context)
  const ca = trustOf(entry, context)
  if (!vcenterEntryCheck.accepts(entry) || address === undefined || password === undefined) return undefined
  const { name, user, fingerprint256, insecure = false } = entry
  return {
    name,
    address,
    user,
    password,
    ...(ca !== undefined && { ca }),
    ...(fingerprint256 !== undefined && { fingerprint256 }),
    insecure,
    timeoutMs: Math.ceil((entry.timeoutS ?? environment.VCENTER_TIMEOUT_S) * 1000),
    retries: entry.retries ?? environment.VCENTER_RETRIES,
    backoffMs: Math.ceil((entry.backoffS ?? environment.VCENTER_BACKOFF) * 1000),
    apiMode: entry.apiMode ?? environment.VSPHERE_API_MODE
  }
}

function addressOf({ host, port = 443 }: Raw, mistakes: string[]): string | undefined {
  if (typeof host !== 'string' || host === '' || typeof port !== 'number') return undefined
  const address = `${isIPv6(host) ? `[${host}]` : host}:${port}`
  if (isAddress(address)) return address
  // a port out of range has been told already
  if (isAddress(`${address.slice(0, address.lastIndexOf(':'))}:443`)) return undefined
  mistakes.push(`host '${printable(host)}' is no host name. Write it without https://, port and path.`)
  return undefined
}

function passwordOf(entry: Raw, context: EntryContext): string | undefined {
  const { password, passwordFile } = entry
  const { mistakes, warnings, path } = context
  if (password !== undefined && passwordFile !== undefined) {
    mistakes.push('password is set together with passwordFile. Keep one of them.')
    return undefined
  }
  if (passwordFile === undefined) {
    if (password === undefined) mistakes.push('password is missing. Set passwordFile, or password.')
    else warnings.push(...warningOfReaders('VCENTERS_FILE', path))
    return typeof password === 'string' ? password : undefined
  }
  const read = textOf('passwordFile', passwordFile, context)
  if (read === undefined) return undefined
  if (read.text === '') mistakes.push('passwordFile is empty. Write the password into it.')
  warnings.push(...warningOfReaders('passwordFile', read.path))
  return read.text
}

/** The CA to trust, if any. A CA and a fingerprint go together: then both are checked. */
function trustOf(entry: Raw, context: EntryContext): string | undefined {
  const { ca, caFile, fingerprint256, insecure } = entry
  const { mistakes } = context
  if (ca !== undefined && caFile !== undefined) {
    mistakes.push('ca is set together with caFile. Keep one of them.')
  }
  if (insecure === true && (ca ?? caFile ?? fingerprint256) !== undefined) {
    mistakes.push('insecure is set together with a certificate to trust. Leave insecure out.')
  }
  const text = caFile === undefined ? ca : textOf('caFile', caFile, context)?.text
  if (typeof text !== 'string') return undefined
  if (isCertificates(text)) return text
  mistakes.push(
    `${caFile === undefined ? 'ca' : 'caFile'} holds no PEM certificate. Export the CA of vCenter as PEM.`
  )
  return undefined
}

/** Neither path nor text is repeated: who mistakes the one for the other has written a password there. */
function textOf(
  key: string,
  value: unknown,
  context: EntryContext
): { text: string; path: string } | undefined {
  if (typeof value !== 'string' || value === '') return undefined
  const directory = dirname(resolve(context.path))
  const path = resolve(directory, value)
  try {
    return { text: readSecret(path), path }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'no reason given'
    context.mistakes.push(
      `${key} cannot be read (${code}). Point it to a readable file; its path begins at ${directory}.`
    )
    return undefined
  }
}

function warningOfReaders(what: string, path: string): string[] {
  if (!isReadableByOthers(path)) return []
  return [`${what}: ${path} holds a password and may be read by others than its owner. Run chmod 600 on it.`]
}
