import { isAddress } from '../vcenter/address.ts'
import type { VcenterSettings } from '../vcenter/pool.ts'
import { listIn, reasonOf } from './environment.ts'
import { isCertificates, readSecret } from './files.ts'
import type { Environment } from './schema.ts'
import { type Findings, vcentersInFile } from './vcenters-file.ts'

/** The vCenters of the configuration, the default one first: VCENTER_HOST, else the first of VCENTERS_FILE. */
export function vcentersOf(environment: Environment, findings: Findings): VcenterSettings[] {
  const own = vcentersInVariables(environment, findings.mistakes)
  return [...own, ...vcentersInFile(environment, own, findings)]
}

function vcentersInVariables(environment: Environment, mistakes: string[]): VcenterSettings[] {
  const { VCENTER_HOST: host, VCENTER_USER: user, VCENTER_PASSWORD: password } = environment
  const hosts = hostsOf(environment, mistakes)
  if (environment.VCENTERS_FILE !== undefined && !host && !user && !password && hosts.length === 0) {
    mistakes.push(...withoutUse(environment))
    return []
  }
  if (!host) {
    const file = environment.VCENTERS_FILE
    mistakes.push(
      file === undefined
        ? 'VCENTER_HOST: missing. Set it to the host name of your vCenter, or VCENTERS_FILE to a list of several, or run `npm run demo`, which needs none.'
        : 'VCENTER_HOST: missing. Set it, or leave out VCENTER_USER, VCENTER_PASSWORD and ALLOWED_VCENTER_HOSTS: entries of VCENTERS_FILE have accounts of their own.'
    )
  }
  if (!user)
    mistakes.push(
      "VCENTER_USER: missing. Set it to the service account, for example 'svc-mcp@vsphere.local'."
    )
  if (!password)
    mistakes.push('VCENTER_PASSWORD: missing. Set it, or VCENTER_PASSWORD_FILE to a file that holds it.')
  const ca = caBundle(environment.VCENTER_CA_BUNDLE, mistakes)
  return hosts.map(name => ({
    name,
    address: name,
    user: user ?? '',
    password: password ?? '',
    ...(ca !== undefined && { ca }),
    insecure: environment.INSECURE,
    timeoutMs: Math.ceil(environment.VCENTER_TIMEOUT_S * 1000),
    retries: environment.VCENTER_RETRIES,
    backoffMs: Math.ceil(environment.VCENTER_BACKOFF * 1000),
    apiMode: environment.VSPHERE_API_MODE
  }))
}

/** VCENTER_HOST and the others with its account; what differs only in case is the same host. */
function hostsOf(environment: Environment, mistakes: string[]): string[] {
  const host = environment.VCENTER_HOST
  const listed = new Map<string, string>()
  for (const each of listIn(environment.ALLOWED_VCENTER_HOSTS)) {
    if (!listed.has(each.toLowerCase())) listed.set(each.toLowerCase(), each)
  }
  if (host && listed.size > 0 && !listed.delete(host.toLowerCase())) {
    mistakes.push(`ALLOWED_VCENTER_HOSTS: does not list VCENTER_HOST (${host}). Add it.`)
  }
  const hosts = [...(host ? [host] : []), ...listed.values()]
  for (const each of hosts.filter(name => !isAddress(name))) {
    const variable = each === host ? 'VCENTER_HOST' : 'ALLOWED_VCENTER_HOSTS'
    mistakes.push(
      `${variable}: '${each}' is no host name. Write host or host:port, without https:// and path.`
    )
  }
  return hosts
}

/** Trust that is set for a vCenter which is not: it would be missed where it was meant to count. */
function withoutUse(environment: Environment): string[] {
  const lost = [
    ...(environment.VCENTER_CA_BUNDLE === undefined ? [] : ['VCENTER_CA_BUNDLE']),
    ...(environment.INSECURE ? ['INSECURE'] : [])
  ]
  return lost.map(
    name =>
      `${name}: is for VCENTER_HOST, which is not set. Give the entries of VCENTERS_FILE a caFile or fingerprint256.`
  )
}

function caBundle(path: string | undefined, mistakes: string[]): string | undefined {
  if (path === undefined) return undefined
  try {
    const pem = readSecret(path)
    if (isCertificates(pem)) return pem
    mistakes.push(`VCENTER_CA_BUNDLE: ${path} holds no PEM certificate. Export the CA of vCenter as PEM.`)
  } catch (error) {
    mistakes.push(`VCENTER_CA_BUNDLE: ${reasonOf(error)}. Point it to a readable PEM file.`)
  }
  return undefined
}
