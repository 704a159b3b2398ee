import { VcenterApiError, VcenterUnsupportedError } from '../errors.ts'
import type { Exchange } from '../transport/exchange.ts'
import { isObject } from '../../objects.ts'
import { isReference, type ManagedObjectReference } from './answers.ts'
import { unbox } from './vim-values.ts'

/** What the service needs of `ServiceContent`, and the release under which vCenter talks. */
export interface VimService {
  vcenter: string
  release: string
  /** `8.0.3`; decides whether a session of the Automation API is accepted. */
  version: string
  rootFolder: ManagedObjectReference
  propertyCollector: ManagedObjectReference
  viewManager: ManagedObjectReference
  sessionManager: ManagedObjectReference
}

/** By preference. Nothing the service reads is newer than 8.0.1.0, the first release of VI/JSON. */
const releases = ['8.0.3.0', '8.0.2.0', '8.0.1.0']
const oldestRelease = '8.0.1.0'
const operation = 'use the VI/JSON API'
const helloPath = '/api/vcenter/system?action=hello'

/**
 * Agrees on a release, without a session. `hello` exists since 8.0.2; a server without it is asked for its service
 * content at the first release of VI/JSON, and one without that is too old.
 *
 * @throws `VcenterUnsupportedError` before 8.0 U1
 * @see https://developer.broadcom.com/xapis/vsphere-automation-api/latest/api/vcenter/system__action=hello/post/
 */
export async function findVimService(exchange: Exchange, vcenter: string): Promise<VimService> {
  const release = await hello(exchange, vcenter)
  const path = `/sdk/vim25/${release}/ServiceInstance/ServiceInstance/content`
  try {
    const { status, body } = await exchange({ operation, effect: 'read', method: 'GET', path })
    const service = serviceOf(vcenter, release, body.kind === 'json' ? unbox(body.value) : undefined)
    if (service) return service
    const messages = ['The answer is not the service content of a vCenter.']
    throw new VcenterApiError({ vcenter, operation, path, status, messages })
  } catch (error) {
    throw isMissing(error) ? unsupported(vcenter) : error
  }
}

async function hello(exchange: Exchange, vcenter: string): Promise<string> {
  try {
    const body = { api_releases: releases }
    const answer = await exchange({ operation, effect: 'read', method: 'POST', path: helloPath, body })
    const value = answer.body.kind === 'json' ? answer.body.value : undefined
    const release = isObject(value) ? value['api_release'] : undefined
    // "" = no release in common; anything we did not offer would be a path of somebody else's choice
    if (typeof release === 'string' && releases.includes(release)) return release
    throw unsupported(vcenter)
  } catch (error) {
    // an older server may ask for a session before it looks at the path
    if (isMissing(error) || (error instanceof VcenterApiError && error.isUnauthorized)) return oldestRelease
    throw error
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof VcenterApiError && error.status === 404
}

function unsupported(vcenter: string): VcenterUnsupportedError {
  return new VcenterUnsupportedError(vcenter, operation, 'vCenter 8.0 U1')
}

function serviceOf(vcenter: string, release: string, content: unknown): VimService | undefined {
  if (!isObject(content) || !isObject(content['about'])) return undefined
  const { rootFolder, propertyCollector, viewManager, sessionManager } = content
  const version = content['about']['version']
  if (typeof version !== 'string' || !isReference(rootFolder) || !isReference(propertyCollector))
    return undefined
  if (!isReference(viewManager) || !isReference(sessionManager)) return undefined
  return { vcenter, release, version, rootFolder, propertyCollector, viewManager, sessionManager }
}
