import type { Library } from '../libraries.ts'
import { invalidArgument, notFound } from './errors.ts'
import { param, withBody, type Call, type Operation } from './operation.ts'

/** https://developer.broadcom.com/xapis/vsphere-automation-api/latest/content/ */

/** Ids only; a name is asked for with `find`. */
export const listLibraries: Operation = { ok: 200, run: ({ state }) => [...state.libraries.all.keys()] }
export const listLocalLibraries = listOfType('LOCAL')
export const listSubscribedLibraries = listOfType('SUBSCRIBED')

/** Names compare without regard to case. "If no properties are specified" it is INVALID_ARGUMENT. */
export const findLibraries: Operation = withBody({
  ok: 200,
  wrapper: 'spec',
  fields: { name: 'text', type: { oneOf: ['LOCAL', 'SUBSCRIBED'] } },
  run: ({ state, body }) => {
    if (Object.keys(body).length === 0) throw invalidArgument('spec', null)
    return [...state.libraries.all.values()]
      .filter(library => sameName(body.name, library.name) && (body.type ?? library.type) === library.type)
      .map(({ id }) => id)
  }
})

export const getLibrary: Operation = {
  ok: 200,
  run: call => describeLibrary(call.state, libraryOf(call, param(call, 'library_id')))
}

export const getLocalLibrary = getOfType('LOCAL')
export const getSubscribedLibrary = getOfType('SUBSCRIBED')

export const listItems: Operation = {
  ok: 200,
  parameters: [{ name: 'library_id', required: true }],
  run: call => [...libraryOf(call, call.query.get('library_id')?.[0] ?? '').items.keys()]
}

export const findItems: Operation = withBody({
  ok: 200,
  wrapper: 'spec',
  fields: { name: 'text', library_id: 'text', source_id: 'text', type: 'text', cached: 'boolean' },
  run: ({ state, body }) => {
    if (Object.keys(body).length === 0) throw invalidArgument('spec', null)
    return [...state.libraries.all.values()]
      .flatMap(library => [...library.items.values()])
      .filter(
        item =>
          sameName(body.name, item.name) &&
          (body.library_id ?? item.library) === item.library &&
          (body.type ?? item.type) === item.type &&
          body.cached !== false &&
          body.source_id === undefined
      )
      .map(({ id }) => id)
  }
})

export function libraryOf(call: Pick<Call, 'state'>, id: string): Library {
  const library = call.state.libraries.all.get(id)
  if (!library) throw notFound('library', id)
  return library
}

function listOfType(type: Library['type']): Operation {
  return {
    ok: 200,
    run: ({ state }) =>
      [...state.libraries.all.values()].filter(library => library.type === type).map(({ id }) => id)
  }
}

function getOfType(type: Library['type']): Operation {
  return {
    ok: 200,
    run: call => {
      const library = libraryOf(call, param(call, 'library_id'))
      if (library.type !== type) throw notFound('library', library.id)
      return describeLibrary(call.state, library)
    }
  }
}

function sameName(wanted: string | undefined, name: string): boolean {
  return wanted === undefined || wanted.toLowerCase() === name.toLowerCase()
}

function describeLibrary(state: Call['state'], library: Library) {
  const created = new Date(library.created).toISOString()
  const subscription = {
    authentication_method: 'NONE',
    automatic_sync_enabled: true,
    on_demand: false,
    subscription_url: 'https://appliances.example/lib.json'
  }
  return {
    id: library.id,
    name: library.name,
    description: library.description,
    type: library.type,
    creation_time: created,
    last_modified_time: created,
    ...(library.type === 'SUBSCRIBED' ? { last_sync_time: created, subscription_info: subscription } : {}),
    storage_backings: [{ type: 'DATASTORE', datastore_id: library.datastore }],
    server_guid: state.inventory.instanceUuid,
    version: '2',
    ...(library.type === 'LOCAL' ? { publish_info: { authentication_method: 'NONE', published: false } } : {})
  }
}
