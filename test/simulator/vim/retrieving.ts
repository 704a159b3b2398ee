import assert from 'node:assert/strict'
import { collector, ref, type Bench, type Reply } from '../helper.ts'

export const root = ref('Folder', 'group-d1')

/** A specification of named objects. */
export function ofObjects(type: string, ids: string[], pathSet: string[]) {
  return {
    _typeName: 'PropertyFilterSpec',
    propSet: [{ _typeName: 'PropertySpec', type, pathSet }],
    objectSet: ids.map(id => ({ _typeName: 'ObjectSpec', obj: ref(type, id) }))
  }
}

/** A specification of all that is in a view. */
export function ofView(view: unknown, type: string, pathSet: string[]) {
  return {
    _typeName: 'PropertyFilterSpec',
    propSet: [{ _typeName: 'PropertySpec', type, pathSet }],
    objectSet: [
      {
        _typeName: 'ObjectSpec',
        obj: view,
        skip: true,
        selectSet: [
          { _typeName: 'TraversalSpec', name: 'v', type: 'ContainerView', path: 'view', skip: false }
        ]
      }
    ]
  }
}

export function retrieve(bench: Bench, spec: unknown, maxObjects?: number): Promise<Reply> {
  const options = { _typeName: 'RetrieveOptions', ...(maxObjects === undefined ? {} : { maxObjects }) }
  return bench.vim('POST', `${collector}/RetrievePropertiesEx`, { specSet: [spec], options })
}

export async function makeView(
  bench: Bench,
  container: unknown,
  type: string[],
  recursive = true
): Promise<unknown> {
  const reply = await bench.vim('POST', '/ViewManager/ViewManager/CreateContainerView', {
    container,
    type,
    recursive
  })
  assert.equal(reply.status, 200)
  return reply.json
}
