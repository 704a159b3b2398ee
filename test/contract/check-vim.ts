import type { Exchange } from '../../src/simulator/index.ts'
import { emptyMistakes, jsonBody, type Finding } from './check-automation.ts'
import { parsed } from './mistakes.ts'
import { atLeast } from './release.ts'
import { hygieneMistakes } from './request-rules.ts'
import { anonymous } from './vim-extra.ts'
import { fieldsOfType, isBelow, lineOf, methodOf, propertyOf, type Method, type Slot } from './vim-types.ts'
import { fieldMistakes, slotMistakes } from './vim-values.ts'

/** VI/JSON: https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/ */

interface Target {
  name: string
  method: Method | undefined
  property: Slot | undefined
}

/** Releases a URL may name; which of them a vCenter has, its own release tells. */
const releases = new Set(['8.0.1.0', '8.0.2.0', '8.0.3.0', '8.0.3.1', '9.0.0.0', '9.1.0.0', '9.1.1.0'])

const versionsFile = '/sdk/vimServiceVersions.xml'

/** Compares one exchange below `/sdk` with the contract. */
export function checkVim(exchange: Exchange, release: string): Finding {
  const careless = hygieneMistakes(exchange, false)
  if (exchange.path === versionsFile) {
    return { operation: 'vimServiceVersions vim', wrong: [], careless, answer: versionsMistakes(exchange) }
  }
  const target = targetOf(exchange, release)
  if (typeof target === 'string') {
    // Which releases a vCenter has, a client finds out by asking: the 404 is its answer.
    const asked = target.startsWith('release') && exchange.status === 404
    const wrong = asked ? [] : [target]
    return { operation: undefined, wrong, careless, answer: refusalMistakes(exchange) }
  }
  const wrong = requestMistakes(target, exchange)
  return { operation: `${target.name} vim`, wrong, careless, answer: answerMistakes(target, exchange, wrong) }
}

/** The method or property a request is for, or why there is none. */
function targetOf({ method, path, query }: Exchange, release: string): Target | string {
  const [, version = '', type = '', moId = '', member = ''] =
    /^\/sdk\/vim25\/([^/]+)\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(path) ?? []
  if (version === '') return 'no VI/JSON path'
  if (!releases.has(version)) return `release ${version} is none of VI/JSON`
  if (!atLeast(release, '8.0.1.0')) return `release ${version}: VI/JSON exists from 8.0.1.0 on`
  if (!atLeast(release, version)) return `release ${version} is newer than ${release}`
  const line = lineOf(type)
  if (!line) return `no managed object type ${type}`
  if (moId === '') return 'no object id'
  if (query !== '') return 'a query where VI/JSON has none'
  if (method === 'GET') {
    return { name: ownName(line, member), method: undefined, property: propertyOf(line, member) }
  }
  const found = method === 'POST' ? methodOf(line, member) : undefined
  return found
    ? { name: `${type}.${member}`, method: found, property: undefined }
    : `no ${method} ${type}.${member}`
}

function ownName(line: readonly string[], member: string): string {
  return `${line[0]}.${member}`
}

function requestMistakes({ name, method }: Target, exchange: Exchange): string[] {
  const told: string[] = []
  if (!anonymous.includes(name) && !exchange.headers['vmware-api-session-id']) told.push('no session header')
  if (!method) return exchange.body === '' ? told : [...told, 'request body on a property read']
  if (exchange.body === '') {
    const missing = method.params.find(param => !param.optional)
    return missing ? [...told, `request $.${missing.name}: missing`] : told
  }
  const read = parsed(exchange.body)
  if (!read || typeof read.value !== 'object' || read.value === null)
    return [...told, 'request body is no JSON object']
  const body = read.value as Record<string, unknown>
  const root = body['_typeName']
  if (root !== undefined && root !== method.name && root !== method.requestType)
    told.push(`request $._typeName: ${JSON.stringify(root)} is not ${method.name}`)
  told.push(...fieldMistakes(method.params, body, 'request $', { answer: false }))
  return told
}

function answerMistakes(target: Target, exchange: Exchange, wrong: string[]): string[] {
  const { status } = exchange
  const { method, property, name } = target
  if (status === 500) return faultMistakes(exchange, method, wrong)
  if (wrong.length > 0) {
    return status >= 400 ? refusalMistakes(exchange) : [`status ${status} to a wrong request (${wrong[0]})`]
  }
  // Of a member that this contract does not know the type of, 404 may be the truth.
  if (!method && !property && status === 404) return []
  const returns = method ? method.returns : property
  if (method && !returns) return status === 204 ? emptyMistakes(exchange) : [`status ${status}, not 204`]
  if (status !== 200) return [`status ${status}, not 200`]
  const told = resultMistakes(returns, exchange)
  if (name === 'SessionManager.Login' && !exchange.answerHeaders['vmware-api-session-id'])
    told.push('no vmware-api-session-id header')
  return told
}

function resultMistakes(slot: Slot | undefined, exchange: Exchange): string[] {
  const optional = slot?.optional ?? true
  if (optional && exchange.answerBody === '') return emptyMistakes(exchange)
  const read = jsonBody(exchange)
  if (typeof read === 'string') return [read]
  if (!slot || (optional && read.value === null)) return []
  return slotMistakes(slot, read.value, '$', { answer: true })
}

/** A fault is a 500 that names its type and says a text. */
function faultMistakes(exchange: Exchange, method: Method | undefined, wrong: string[]): string[] {
  const read = jsonBody(exchange)
  if (typeof read === 'string') return [`fault: ${read}`]
  const fault = read.value as Record<string, unknown> | null
  const type = fault?.['_typeName']
  if (!fault || typeof type !== 'string') return ['fault: $._typeName: missing']
  const told: string[] = []
  const { faultstring, ...fields } = fault
  if (typeof faultstring !== 'string') told.push('$.faultstring: string expected')
  const declared = fieldsOfType(type)
  if (declared) told.push(...fieldMistakes(declared, fields, '$', { answer: true }))
  if (wrong.includes('no session header') && type !== 'NotAuthenticated') told.push('not NotAuthenticated')
  const allowed = method?.faults ?? ['InvalidProperty', 'RuntimeFault']
  if (!allowed.some(ancestor => isBelow(type, ancestor))) told.push('is no fault of this call')
  return told.map(text => `fault ${type}: ${text}`)
}

/** The answer to a request that no member takes: a 404, or a fault. */
function refusalMistakes(exchange: Exchange): string[] {
  const { status } = exchange
  if (status === 500) return faultMistakes(exchange, undefined, [])
  return status === 404 || status === 400 ? [] : [`status ${status}, not 404`]
}

function versionsMistakes({ method, status, answerBody, answerHeaders }: Exchange): string[] {
  if (method !== 'GET' || status !== 200) return [`status ${status} to ${method}`]
  const told: string[] = []
  if (!/^(text|application)\/xml\b/.test(answerHeaders['content-type'] ?? ''))
    told.push('content-type is no XML')
  if (!/<name>urn:vim25<\/name>\s*<version>[\d.]+<\/version>/.test(answerBody))
    told.push('no version of urn:vim25')
  return told
}
