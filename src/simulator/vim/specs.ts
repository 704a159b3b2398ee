import { invalidRequest, notSupported } from './faults.ts'
import { isObject } from '../objects.ts'

/**
 * Reads a specification of many fields, of which the simulator honours some: what a vCenter would honour as
 * well is NotSupported here, rather than ignored, and what no vCenter knows is InvalidRequest.
 */
export function readSpec(
  value: unknown,
  typeName: string,
  fields: { honoured: readonly string[]; others: readonly string[] }
): Record<string, unknown> {
  if (!isObject(value)) throw invalidRequest(`Expected a ${typeName}.`)
  if (value['_typeName'] !== undefined && value['_typeName'] !== typeName) {
    throw invalidRequest(`Expected a ${typeName}, not a ${JSON.stringify(value['_typeName'])}.`)
  }
  const spec: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(value)) {
    if (name === '_typeName' || field === null) continue
    if (fields.others.includes(name)) {
      throw notSupported(`The simulator does not support ${typeName}.${name}.`)
    }
    if (!fields.honoured.includes(name)) throw invalidRequest(`${typeName} has no field ${name}.`)
    spec[name] = field
  }
  return spec
}

/** Of a device: its type is needed, and only some can be changed. */
export function typeNameOf(value: unknown): string {
  const name = isObject(value) ? value['_typeName'] : undefined
  if (typeof name !== 'string') throw invalidRequest('A device needs its _typeName.')
  return name
}
