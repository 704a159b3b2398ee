import { enumerations, fieldsOfType, isBelow, lineOf, propertyOf, type Slot } from './vim-types.ts'

/**
 * The type of what a property path such as `runtime.powerState` names; undefined when it is not known.
 *
 * https://developer.broadcom.com/xapis/vsphere-web-services-api/latest/vmodl.query.PropertyCollector.PropertySpec.html
 */
function pathSlot(type: string, path: string): Slot | undefined {
  const [first = '', ...rest] = path.split('.')
  let slot = propertyOf(lineOf(type) ?? [], first)
  for (const name of rest) {
    if (!slot || slot.array) return undefined
    slot = fieldsOfType(slot.type)?.find(field => field.name === name)
  }
  return slot
}

/** Whether the type that a boxed value or a structure names is the one its path has. */
export function namedMistakes(type: string, path: string, val: unknown, place: string): string[] {
  const slot = pathSlot(type, path)
  const named = (val as Record<string, unknown> | undefined)?.['_typeName']
  if (!slot || slot.type === 'anyType' || typeof named !== 'string') return []
  const expected = slot.array ? `ArrayOf${slot.type.charAt(0).toUpperCase()}${slot.type.slice(1)}` : slot.type
  if (named === expected || (!slot.array && isBelow(named, expected) !== false && isStructure(slot.type)))
    return []
  return [`${place}._typeName: ${named} is not the ${expected} of ${type}.${path}`]
}

function isStructure(type: string): boolean {
  return !enumerations[type] && !/^[a-z]/.test(type)
}
