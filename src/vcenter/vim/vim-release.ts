import { unlessAborted } from '../../abort.ts'
import { VcenterApiError, VcenterUnsupportedError } from '../errors.ts'
import { requestOf } from '../automation/automation-api.ts'
import { apiDialect } from '../automation/dialect.ts'
import { operations } from '../automation/operations/index.ts'
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
  /** As vCenter shows them: `24022515`, `VMware vCenter Server 8.0.3 build-24022515`; empty when it does not. */
  build: string
  fullName: string
  rootFolder: ManagedObjectReference
  propertyCollector: ManagedObjectReference
  viewManager: ManagedObjectReference
  sessionManager: ManagedObjectReference
  /**
   * The id of one of the managers that every vCenter has, by its type: `EventManager`.
   *
   * @throws `VcenterUnsupportedError` where it is missing all the same
   */
  managerOf(type: string): string
}

/** By preference. Nothing the service reads is newer than 8.0.1.0, and every later vCenter serves it. */
const releases = ['8.0.3.0', '8.0.2.0', '8.0.1.0']
const oldestRelease = '8.0.1.0'
const operation = 'use the VI/JSON API'
/** A vCenter that was too old is looked at again after this time: it may have been upgraded. */
const unsupportedMs = 10 * 60_000

/** The release agreed with one vCenter. */
export interface Agreement {
  /**
   * Runs `use`, and once more when vCenter does not know the release (it was upgraded or set back meanwhile) and
   * agrees to another one. It is agreed once, for everybody, and asked again after a failure. That holds for writes too: an unknown path has done nothing.
   */
  during<T>(use: (service: VimService) => Promise<T>, signal?: AbortSignal): Promise<T>
}

export function createAgreement(exchange: Exchange, vcenter: string): Agreement {
  let found: Promise<VimService> | undefined
  let current: VimService | undefined
  let wasAgreed = false

  function service(): Promise<VimService> {
    found ??= ask()
    return found
  }

  async function ask(): Promise<VimService> {
    try {
      current = await findVimService(exchange, vcenter)
      wasAgreed = true
      return current
    } catch (error) {
      // where the API was before, vCenter without it is only starting
      if (error instanceof VcenterUnsupportedError && !wasAgreed) setTimeout(forget, unsupportedMs).unref()
      else forget()
      throw error
    }
  }

  function forget(): void {
    found = undefined
  }

  async function during<T>(use: (service: VimService) => Promise<T>, signal?: AbortSignal): Promise<T> {
    const agreed = await unlessAborted(service(), signal)
    try {
      return await use(agreed)
    } catch (error) {
      if (!isUnknownRelease(error)) throw error
      if (current === agreed) {
        current = undefined
        forget()
      }
      const renewed = await unlessAborted(service(), signal)
      if (renewed.release === agreed.release) throw error
      return use(renewed)
    }
  }

  return { during }
}

/** Faults are answered with 500: a 404 is about the path. */
function isUnknownRelease(error: unknown): boolean {
  return isMissing(error) && error.path.startsWith('/sdk/vim25/')
}

/**
 * Agrees on a release, without a session. `hello` exists since 8.0.2; a server without it is asked for its service
 * content at the first release of VI/JSON, and one without that is too old.
 *
 * @throws `VcenterUnsupportedError` before 8.0 U1
 * @see https://developer.broadcom.com/xapis/vsphere-automation-api/latest/api/vcenter/system__action=hello/post/
 */
async function findVimService(exchange: Exchange, vcenter: string): Promise<VimService> {
  const release = await hello(exchange, vcenter)
  const path = `/sdk/vim25/${release}/ServiceInstance/ServiceInstance/content`
  try {
    const { status, body } = await exchange({ operation, effect: 'read', method: 'GET', path })
    const content = body.kind === 'json' ? unbox(body.value) : undefined
    const service = serviceOf(vcenter, release, content)
    if (service) return service
    throw new VcenterApiError({ vcenter, operation, path, status, messages: [strangerWords(content)] })
  } catch (error) {
    throw isMissing(error) ? unsupported(vcenter) : error
  }
}

async function hello(exchange: Exchange, vcenter: string): Promise<string> {
  try {
    const request = requestOf(apiDialect, operations.hello, { body: { api_releases: releases } })
    const answer = await exchange({ ...request, operation })
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

function isMissing(error: unknown): error is VcenterApiError {
  return error instanceof VcenterApiError && error.status === 404
}

function unsupported(vcenter: string): VcenterUnsupportedError {
  return new VcenterUnsupportedError(vcenter, operation, 'vCenter 8.0 U1')
}

function serviceOf(vcenter: string, release: string, content: unknown): VimService | undefined {
  if (!isObject(content) || !isObject(content['about'])) return undefined
  const { rootFolder, propertyCollector, viewManager, sessionManager } = content
  const { version, build, fullName, apiType = 'VirtualCenter' } = content['about']
  if (apiType !== 'VirtualCenter' || typeof version !== 'string') return undefined
  if (!isReference(rootFolder) || !isReference(propertyCollector)) return undefined
  if (!isReference(viewManager) || !isReference(sessionManager)) return undefined
  const ids = managerIds(content)

  function managerOf(type: string): string {
    const id = ids.get(type)
    if (id !== undefined) return id
    throw new VcenterUnsupportedError(vcenter, operation, `a vCenter with ${type}: 8.0 U1`)
  }

  const known = { rootFolder, propertyCollector, viewManager, sessionManager }
  return { vcenter, release, version, build: textOf(build), fullName: textOf(fullName), ...known, managerOf }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** The fields have other names than the types (`perfManager` is a `PerformanceManager`), so the types count. */
function managerIds(content: Record<string, unknown>): Map<string, string> {
  const references = Object.values(content).filter(isReference)
  return new Map(references.map(({ type, value }) => [type, value]))
}

/** An ESXi host has a service content too: its `apiType` is `HostAgent`. */
function strangerWords(content: unknown): string {
  const about = isObject(content) && isObject(content['about']) ? content['about'] : {}
  const { apiType, fullName } = about
  if (apiType === 'HostAgent')
    return `${typeof fullName === 'string' ? fullName : 'VMware ESXi'} answers here, a host and no vCenter.`
  return 'The answer is not the service content of a vCenter.'
}
