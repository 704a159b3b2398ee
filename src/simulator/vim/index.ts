import { segmentsOf, type Answer, type Received } from '../http.ts'
import { servedReleases } from '../releases.ts'
import type { Session } from '../sessions.ts'
import type { State } from '../state.ts'
import { checkFields, type Method } from './call.ts'
import {
  faultAnswer,
  invalidRequest,
  isVimFault,
  noPermission,
  notAuthenticated,
  objectNotFound
} from './faults.ts'
import { existsElsewhere, findMethod } from './methods/index.ts'
import { findObject } from './objects/index.ts'
import { requirePrivilege } from './privileges.ts'
import { isManagedType, propertiesOf } from './schema/index.ts'
import { moRef } from './values.ts'
import { serviceVersions } from './versions.ts'
import { isObject } from '../objects.ts'

/** Properties that can be read without a session (privilege System.Anonymous). */
const anonymousProperties = new Set(['ServiceInstance.content', 'SessionManager.currentSession'])

/** What a URL below `/sdk/vim25/{release}` names. */
interface Address {
  type: string
  id: string
  member: string
}

/**
 * VI/JSON: `GET /{Type}/{moId}/{property}` and `POST /{Type}/{moId}/{Method}`, faults as HTTP 500.
 * https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/
 */
export function createVimFace(state: State): (received: Received) => Promise<Answer> {
  const releases = servedReleases(state.settings.apiRelease)

  async function answer(received: Received): Promise<Answer> {
    if (received.path === '/sdk/vimServiceVersions.xml') return serviceVersions(state.settings.apiRelease)
    const [, api, release = '', type = '', id = '', member = '', ...rest] = segmentsOf(received.path) ?? []
    // Status and body of an unsupported release, and of an unknown member, are inferred.
    if (api !== 'vim25' || !releases.includes(release) || rest.length > 0 || member === '') return notFound
    const address = { type, id, member }
    try {
      if (received.method === 'GET') return readProperty(received, address)
      return received.method === 'POST' ? await callMethod(received, address) : notFound
    } catch (error) {
      if (isVimFault(error)) return faultAnswer(error)
      throw error
    }
  }

  function readProperty(received: Received, address: Address): Answer {
    const { type, id, member } = address
    if (!isManagedType(type) || !Object.hasOwn(propertiesOf(type), member)) return missing(address)
    const session = sessionOf(received)
    if (!session && !anonymousProperties.has(`${type}.${member}`)) throw notAuthenticated(moRef(type, id))
    const object = findObject(state, session, type, id)
    if (!object) throw objectNotFound(type, id)
    if (state.inventory.unreadable.get(id)?.has(member))
      throw noPermission(moRef(object.type, id), 'System.Read')
    if (session && !anonymousProperties.has(`${type}.${member}`)) {
      requirePrivilege(state, moRef(object.type, id), privilegeOfProperty(object.type, member))
    }
    return { status: 200, json: object.read(member) ?? null }
  }

  async function callMethod(received: Received, address: Address): Promise<Answer> {
    const { type, id, member } = address
    const method = isManagedType(type) ? findMethod(type, member) : undefined
    if (!method) return missing(address)
    const session = sessionOf(received)
    if (!session && !method.anonymous) throw notAuthenticated(moRef(type, id))
    const target = findObject(state, session, type, id)
    if (!target) throw objectNotFound(type, id)
    if (session) requirePrivilege(state, moRef(target.type, id), method.privilege ?? 'System.View')
    const parameters = readParameters(received, method)
    const { value, headers } = await method.run({ state, received, session, target, parameters })
    const extra = headers ? { headers } : {}
    return value === undefined ? { status: 204, ...extra } : { status: 200, json: value, ...extra }
  }

  function sessionOf(received: Received): Session | undefined {
    const id = received.headers['vmware-api-session-id']
    return state.sessions.use(typeof id === 'string' ? id : undefined, 'vim')
  }

  return answer
}

/** Properties of the inventory need System.Read, and the list of sessions more. */
function privilegeOfProperty(type: string, member: string): string {
  return `${type}.${member}` === 'SessionManager.sessionList' ? 'Sessions.TerminateSession' : 'System.Read'
}

const notFound: Answer = { status: 404, text: 'Not Found' }

function missing({ type, member }: Address): Answer {
  if (!existsElsewhere(type, member)) return notFound
  // Not an answer of vCenter, but 404 would be a lie.
  return { status: 501, text: `vCenter has ${type}.${member}, but the simulator does not.` }
}

/** A `_typeName` beside the parameters is tolerated, as on a vCenter. */
function readParameters(received: Received, method: Method): Record<string, unknown> {
  const parameters = parse(received)
  checkFields(
    parameters,
    method.parameters.map(name => name.replace('!', '')),
    'The method'
  )
  for (const name of method.parameters) {
    const plain = name.replace('!', '')
    const given = parameters[plain] !== undefined && parameters[plain] !== null
    if (name.endsWith('!') && !given) throw invalidRequest(`Required parameter ${plain} is missing.`)
  }
  return parameters
}

function parse(received: Received): Record<string, unknown> {
  if (received.body.trim() === '') return {}
  // Without a content type the body is taken as JSON: govmomi sends none.
  if (!/^application\/json\s*(;|$)/i.test(received.headers['content-type'] ?? 'application/json')) {
    throw invalidRequest('The content type must be application/json.')
  }
  let value: unknown
  try {
    value = JSON.parse(received.body)
  } catch {
    throw invalidRequest('The request body is not valid JSON.')
  }
  if (!isObject(value)) throw invalidRequest('The request body must be a JSON object.')
  return value
}
