import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { VcenterSettings } from '../vcenter/pool.ts'
import { isVcenterName } from '../vcenter/vcenter-name.ts'
import { listIn, reasonOf } from './environment.ts'
import type { Environment } from './schema.ts'

/** The vCenters of the configuration, the default one first. */
export function vcentersOf(environment: Environment, mistakes: string[]): VcenterSettings[] {
  const { VCENTER_HOST: host, VCENTER_USER: user, VCENTER_PASSWORD: password } = environment
  if (!host) {
    mistakes.push(
      'VCENTER_HOST: missing. Set it to the host name of your vCenter, or run `npm run demo`, which needs none.'
    )
  }
  if (!user)
    mistakes.push(
      "VCENTER_USER: missing. Set it to the service account, for example 'svc-mcp@vsphere.local'."
    )
  if (!password)
    mistakes.push('VCENTER_PASSWORD: missing. Set it, or VCENTER_PASSWORD_FILE to a file that holds it.')
  if (environment.VSPHERE_API_MODE === 'rest') {
    mistakes.push(
      "VSPHERE_API_MODE: 'rest' is not available in this version. Use 'api' (vCenter 7.0 U2 and later)."
    )
  }
  const listed = listIn(environment.ALLOWED_VCENTER_HOSTS)
  if (host && listed.length > 0 && !listed.includes(host)) {
    mistakes.push(`ALLOWED_VCENTER_HOSTS: does not list VCENTER_HOST (${host}). Add it.`)
  }
  const names = [...new Set([...(host ? [host] : []), ...listed])]
  for (const name of names) {
    if (!isVcenterName(name)) {
      const variable = name === host ? 'VCENTER_HOST' : 'ALLOWED_VCENTER_HOSTS'
      mistakes.push(
        `${variable}: '${name}' is no host name. Write host or host:port, without https:// and path.`
      )
    }
  }
  const ca = caBundle(environment.VCENTER_CA_BUNDLE, mistakes)
  return names.map(name => ({
    name,
    user: user ?? '',
    password: password ?? '',
    ...(ca !== undefined && { ca }),
    insecure: environment.INSECURE,
    timeoutMs: Math.ceil(environment.VCENTER_TIMEOUT_S * 1000),
    retries: environment.VCENTER_RETRIES,
    backoffMs: Math.ceil(environment.VCENTER_BACKOFF * 1000),
    apiMode: 'api'
  }))
}

function caBundle(path: string | undefined, mistakes: string[]): string | undefined {
  if (path === undefined) return undefined
  try {
    const pem = readFileSync(path, 'utf8')
    if (isCertificate(pem)) return pem
    mistakes.push(`VCENTER_CA_BUNDLE: ${path} holds no PEM certificate. Export the CA of vCenter as PEM.`)
  } catch (error) {
    mistakes.push(`VCENTER_CA_BUNDLE: ${reasonOf(error)}. Point it to a readable PEM file.`)
  }
  return undefined
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).subject !== undefined
  } catch {
    return false
  }
}
