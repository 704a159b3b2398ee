import data from './vim25.json' with { type: 'json' }
import { classParents, extraMethods, extraTypes, faultFamilies, properties } from './vim-extra.ts'

/** The declared type of a property, parameter or result. */
export interface Slot {
  type: string
  array: boolean
  optional: boolean
}

export interface Field extends Slot {
  name: string
}

export interface Method {
  name: string
  requestType: string | undefined
  params: readonly Field[]
  /** Undefined when it returns nothing. */
  returns: Slot | undefined
  faults: readonly string[]
}

interface DataMethod {
  requestType: string
  params: Field[]
  returns: Slot | null
  faults: string[]
}

interface DataType {
  extends: string | null
  props: Field[]
}

const methods = data.methods as unknown as Record<string, DataMethod>
const types = data.types as unknown as Record<string, DataType>

/** Names and values of every enumeration that is known. */
export const enumerations = data.enums as Readonly<Record<string, readonly string[]>>

const faultParents = new Map(
  Object.entries(faultFamilies).flatMap(([parent, children]) =>
    children.split(' ').map((child): [string, string] => [child, parent])
  )
)

/** `Type[]?` */
function slotOf(words: string): Slot {
  return {
    type: words.replace(/\?$/, '').replace(/\[\]$/, ''),
    array: /\[\]\??$/.test(words),
    optional: words.endsWith('?')
  }
}

function fieldsOf(words: string): Field[] {
  if (words === '') return []
  return words.split(' ').map(word => {
    const [name = '', slot = ''] = word.split(':')
    return { name, ...slotOf(slot) }
  })
}

/** A managed object's class and those it is below, nearest first; undefined for an unknown class. */
export function lineOf(type: string): string[] | undefined {
  const line = [type]
  for (let parent = classParents[type]; parent; parent = classParents[parent]) line.push(parent)
  return line.some(name => classes.has(name)) ? line : undefined
}

const classes = new Set(
  [...Object.keys(methods), ...Object.keys(extraMethods), ...Object.keys(properties)]
    .map(name => name.split('.')[0] ?? '')
    .concat(Object.keys(classParents))
)

export function methodOf(line: readonly string[], name: string): Method | undefined {
  for (const type of line) {
    const found = methods[`${type}.${name}`]
    if (found) {
      const { requestType, params, returns, faults } = found
      // The WSDL calls the part `NotFoundFault`; the type is `NotFound`.
      const own = faults.map(fault => (fault === 'RuntimeFault' ? fault : fault.replace(/Fault$/, '')))
      return { name, requestType, params, returns: returns ?? undefined, faults: own }
    }
    const extra = extraMethods[`${type}.${name}`]
    if (!extra) continue
    const { params, returns, faults = ['RuntimeFault'] } = extra
    const result = returns === undefined ? undefined : slotOf(returns)
    return { name, requestType: undefined, params: fieldsOf(params), returns: result, faults }
  }
  return undefined
}

/** Undefined when its type is not known. */
export function propertyOf(line: readonly string[], name: string): Slot | undefined {
  for (const type of line) {
    const words = properties[`${type}.${name}`]
    if (words !== undefined) return slotOf(words)
  }
  return undefined
}

/** All fields of a data object; undefined for a type that is not known. */
export function fieldsOfType(type: string): readonly Field[] | undefined {
  const extra = extraTypes[type]
  if (extra !== undefined) return fieldsOf(extra)
  if (type === 'DynamicData') return []
  const found = types[type]
  if (!found) return undefined
  const inherited = found.extends === null ? [] : fieldsOfType(found.extends)
  return inherited && [...inherited, ...found.props]
}

function parentOf(type: string): string | undefined {
  return types[type]?.extends ?? faultParents.get(type)
}

/** Whether a type is another or below it; undefined when that is not known. */
export function isBelow(type: string, ancestor: string): boolean | undefined {
  for (let current: string | undefined = type; current; current = parentOf(current)) {
    if (current === ancestor) return true
    if (current === 'DynamicData' || current === 'MethodFault') return false
  }
  return types[type] && types[ancestor] ? false : undefined
}

/** Types that never stand for themselves: a value must name its own. */
export const abstractTypes: ReadonlySet<string> = new Set([
  'PerfEntityMetricBase',
  'PerfMetricSeries',
  'MethodFault',
  'TaskReason',
  'ClusterAction',
  'VirtualDeviceBackingInfo',
  'CustomizationIdentitySettings'
])
