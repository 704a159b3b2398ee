import { shorten, type JsonObject } from './json.ts'
import { isObject } from '../../objects.ts'
import { quoted } from '../../text.ts'

/**
 * What a fault of VI/JSON says in its fields but not always in its words: which privilege is missing, which object is
 * gone, which state was in the way.
 *
 * @see https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/ (data structures)
 */
export function faultDetails(typeName: string, fault: JsonObject): string[] {
  const sentences = details.get(typeName)?.(fault) ?? []
  return [sentences].flat().map(sentence => shorten(sentence))
}

type Details = (fault: JsonObject) => string | string[] | undefined

const details: ReadonlyMap<string, Details> = new Map<string, Details>([
  ['NoPermission', missingPrivileges],
  ['ManagedObjectNotFound', ({ obj }) => whenNamed(obj, named => `There is no ${named}.`)],
  ['TaskInProgress', ({ task }) => whenNamed(task, named => `It is busy with ${named}.`)],
  ['InvalidArgument', ({ invalidProperty }) => whenText(invalidProperty, text => `Wrong: ${text}.`)],
  ['InvalidPowerState', ({ existingState }) => whenText(existingState, text => `It is ${text}.`)],
  ['InvalidName', ({ name }) => whenText(name, text => `${quoted(text)} is no valid name.`)],
  ['DuplicateName', ({ name, object }) => duplicate(name, object)]
])

/** `missingPrivileges` came with vSphere 7; `object` and `privilegeId` name the first one of them. */
function missingPrivileges({ object, privilegeId, missingPrivileges: all }: JsonObject): string[] {
  const first = privilege(object, privilegeId) ?? []
  const listed = Array.isArray(all) ? all.filter(isObject).flatMap(privilegesOfEntity) : []
  return [...new Set([first, ...listed].flat())]
}

function privilegesOfEntity({ entity, privilegeIds }: JsonObject): string[] {
  const ids: unknown[] = Array.isArray(privilegeIds) ? privilegeIds : []
  return ids.map(id => privilege(entity, id)).filter(sentence => sentence !== undefined)
}

function privilege(object: unknown, id: unknown): string | undefined {
  return whenText(id, text => `Missing privilege ${text}${whenNamed(object, named => ` on ${named}`) ?? ''}.`)
}

function duplicate(name: unknown, object: unknown): string | undefined {
  return whenText(name, text => whenNamed(object, named => `${quoted(text)} is the name of ${named}.`))
}

function whenText<T>(value: unknown, say: (text: string) => T): T | undefined {
  return typeof value === 'string' && value !== '' ? say(value) : undefined
}

/** `VirtualMachine 'vm-42'` of a reference. */
function whenNamed(value: unknown, say: (named: string) => string): string | undefined {
  if (!isObject(value) || typeof value['type'] !== 'string' || typeof value['value'] !== 'string')
    return undefined
  return say(`${value['type']} '${value['value']}'`)
}
