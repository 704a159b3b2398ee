import { checkFields, listOf, objectOf, refParameter, textsOf } from '../call.ts'
import { invalidProperty, invalidRequest, notSupported } from '../faults.ts'
import { isAbsentPath, isAbsentType } from '../schema/absent.ts'
import { isManagedType, typeOfPath } from '../schema/index.ts'
import type { MoRef } from '../values.ts'
import { isObject } from '../../objects.ts'

/** Which properties of which type. */
export interface PropertySpec {
  type: string
  all: boolean
  paths: string[]
}

/** A way from one object to others, or the name of such a way given elsewhere. */
export type Selection = { name: string } | Traversal

export interface Traversal {
  name: string | undefined
  type: string
  path: string
  skip: boolean
  next: Selection[]
}

export interface ObjectSpec {
  object: MoRef
  skip: boolean
  next: Selection[]
}

export interface FilterSpec {
  properties: PropertySpec[]
  objects: ObjectSpec[]
  /** Objects that do not exist are left out instead of being a fault. */
  tolerateMissing: boolean
}

/**
 * Reads a `PropertyFilterSpec`.
 *
 * @throws InvalidProperty for a path that the type does not have
 * @throws InvalidRequest for anything that is not a filter
 */
export function readFilterSpec(value: unknown): FilterSpec {
  const spec = objectOf(value, 'PropertyFilterSpec', [
    'propSet',
    'objectSet',
    'reportMissingObjectsInResults'
  ])
  const properties = listOf(spec['propSet'], 'propSet').map(readPropertySpec)
  const objects = listOf(spec['objectSet'], 'objectSet').map(readObjectSpec)
  if (properties.length === 0 || objects.length === 0) {
    throw invalidRequest('A PropertyFilterSpec needs propSet and objectSet.')
  }
  return { properties, objects, tolerateMissing: spec['reportMissingObjectsInResults'] === true }
}

function readPropertySpec(value: unknown): PropertySpec {
  const spec = objectOf(value, 'PropertySpec', ['type', 'all', 'pathSet'])
  const type = managedType(spec['type'])
  const paths = textsOf(spec['pathSet'], 'pathSet')
  for (const path of paths) {
    const names = path.split('.')
    if (typeOfPath(type, names) === undefined && !isAbsentPath(type, names)) {
      throw invalidProperty(path)
    }
  }
  return { type, all: spec['all'] === true, paths }
}

function readObjectSpec(value: unknown): ObjectSpec {
  const spec = objectOf(value, 'ObjectSpec', ['obj', 'skip', 'selectSet'])
  return {
    object: refParameter(spec['obj'], 'obj'),
    skip: spec['skip'] === true,
    next: listOf(spec['selectSet'], 'selectSet').map(readSelection)
  }
}

/** `selectSet` is declared as SelectionSpec: a TraversalSpec is known by its `_typeName` alone. */
function readSelection(value: unknown): Selection {
  if (!isObject(value)) throw invalidRequest('selectSet must hold selections.')
  if (value['_typeName'] !== 'TraversalSpec') {
    const { name } = objectOf(value, 'SelectionSpec', ['name'])
    if (typeof name !== 'string') throw invalidRequest('A SelectionSpec needs the name of a TraversalSpec.')
    return { name }
  }
  checkFields(value, ['name', 'type', 'path', 'skip', 'selectSet'], 'TraversalSpec')
  const type = managedType(value['type'])
  const { name, path } = value
  if (typeof path !== 'string') throw invalidRequest('A TraversalSpec needs a path.')
  if (typeOfPath(type, path.split('.')) === undefined) throw invalidProperty(path)
  return {
    name: typeof name === 'string' ? name : undefined,
    type,
    path,
    skip: value['skip'] === true,
    next: listOf(value['selectSet'], 'selectSet').map(readSelection)
  }
}

function managedType(value: unknown): string {
  if (typeof value !== 'string') throw invalidRequest('A type is needed.')
  if (isAbsentType(value)) throw notSupported(`vCenter has ${value}, but the simulator does not.`)
  if (!isManagedType(value)) throw invalidRequest(`Unknown managed object type ${value}.`)
  return value
}
