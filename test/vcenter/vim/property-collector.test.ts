import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readInventory, readObjects } from '../../../src/vcenter/vim/property-collector.ts'
import type { Vim, VimInvocation } from '../../../src/vcenter/vim/vim-api.ts'
import { unbox } from '../../../src/vcenter/vim/vim-values.ts'

const viewReference = {
  _typeName: 'ManagedObjectReference',
  type: 'ContainerView',
  value: 'session[1]view-1'
}

/** Answers methods in turn; an Error is thrown. Clean-up calls are recorded too. */
function fakeVim(answers: unknown[]) {
  const calls: VimInvocation[] = []
  const rest = [...answers]
  const reference = (type: string, value: string) => ({ type, value })
  const vim: Vim = {
    service: {
      vcenter: 'vc',
      release: '8.0.3.0',
      version: '8.0.3',
      build: '',
      fullName: '',
      rootFolder: reference('Folder', 'group-d1'),
      propertyCollector: reference('PropertyCollector', 'propertyCollector'),
      viewManager: reference('ViewManager', 'ViewManager'),
      sessionManager: reference('SessionManager', 'SessionManager'),
      managerOf: type => type
    },
    get: () => Promise.reject(new Error('not expected')),
    async invoke(call, isAnswer) {
      calls.push(call)
      const answer = unbox(rest.shift())
      if (answer instanceof Error) throw answer
      if (!isAnswer(answer)) throw new Error('unexpected form')
      return answer
    },
    tidyUp(call) {
      calls.push(call)
    }
  }
  return { vim, methods: () => calls.map(({ type, id, method }) => `${type}/${id}/${method}`), calls }
}

function page(ids: string[], token?: string) {
  const objects = ids.map(id => ({
    _typeName: 'ObjectContent',
    obj: { _typeName: 'ManagedObjectReference', type: 'VirtualMachine', value: id },
    propSet: [
      { _typeName: 'DynamicProperty', name: 'name', val: { _typeName: 'string', _value: `vm ${id}` } }
    ],
    missingSet: [{ path: 'config', fault: { fault: { _typeName: 'NoPermission' } } }]
  }))
  return { _typeName: 'RetrieveResult', objects, ...(token ? { token } : {}) }
}

test('named objects are read by one call that forgives missing ones', async () => {
  const { vim, calls } = fakeVim([page(['vm-1'])])
  assert.deepEqual(await readObjects(vim, 'VirtualMachine', ['vm-1', 'vm-2'], ['name', 'config']), [
    { type: 'VirtualMachine', id: 'vm-1', properties: { name: 'vm vm-1' } }
  ])
  assert.deepEqual(calls[0]?.parameters, {
    specSet: [
      {
        _typeName: 'PropertyFilterSpec',
        propSet: [{ _typeName: 'PropertySpec', type: 'VirtualMachine', pathSet: ['name', 'config'] }],
        objectSet: ['vm-1', 'vm-2'].map(value => ({
          _typeName: 'ObjectSpec',
          obj: { _typeName: 'ManagedObjectReference', type: 'VirtualMachine', value }
        })),
        reportMissingObjectsInResults: true
      }
    ],
    options: { _typeName: 'RetrieveOptions', maxObjects: 500 }
  })
})

test('pages are followed to the end, and the view is destroyed', async () => {
  const { vim, methods, calls } = fakeVim([
    viewReference,
    page(['vm-1'], 't1'),
    page(['vm-2'], 't2'),
    page(['vm-3'])
  ])
  const objects = await readInventory(vim, { VirtualMachine: ['name'], HostSystem: ['name'] })
  assert.deepEqual(
    objects.map(({ id }) => id),
    ['vm-1', 'vm-2', 'vm-3']
  )
  assert.deepEqual(methods(), [
    'ViewManager/ViewManager/CreateContainerView',
    'PropertyCollector/propertyCollector/RetrievePropertiesEx',
    'PropertyCollector/propertyCollector/ContinueRetrievePropertiesEx',
    'PropertyCollector/propertyCollector/ContinueRetrievePropertiesEx',
    'ContainerView/session[1]view-1/DestroyView'
  ])
  assert.deepEqual(calls[3]?.parameters, { token: 't2' })
})

test('an empty token is the end', async () => {
  const { vim, methods } = fakeVim([{ ...page(['vm-1']), token: '' }])
  assert.equal((await readObjects(vim, 'VirtualMachine', ['vm-1'], ['name'])).length, 1)
  assert.deepEqual(methods(), ['PropertyCollector/propertyCollector/RetrievePropertiesEx'])
})

test('after an error the retrieval is cancelled and the view destroyed', async () => {
  const { vim, methods } = fakeVim([viewReference, page(['vm-1'], 't1'), new Error('gone')])
  await assert.rejects(readInventory(vim, { VirtualMachine: ['name'] }), { message: 'gone' })
  assert.deepEqual(methods().slice(3), [
    'PropertyCollector/propertyCollector/CancelRetrievePropertiesEx',
    'ContainerView/session[1]view-1/DestroyView'
  ])
})

test('no result means no objects, and objects without properties are objects', async () => {
  assert.deepEqual(await readObjects(fakeVim([undefined]).vim, 'VirtualMachine', ['vm-1'], ['name']), [])
  const bare = { objects: [{ obj: { type: 'Folder', value: 'group-v3' } }] }
  assert.deepEqual(await readObjects(fakeVim([bare]).vim, 'Folder', ['group-v3'], ['name']), [
    { type: 'Folder', id: 'group-v3', properties: {} }
  ])
})

test('a property with the name of a prototype stays data', async () => {
  const obj = { type: 'VirtualMachine', value: 'vm-1' }
  const { vim } = fakeVim([{ objects: [{ obj, propSet: [{ name: '__proto__', val: { x: 1 } }] }] }])
  const [object] = await readObjects(vim, 'VirtualMachine', ['vm-1'], ['name'])
  assert.equal(Object.getPrototypeOf(object?.properties), Object.prototype)
})

test('no result is an empty inventory, a result without objects is no result', async () => {
  const spec = { HostSystem: ['name'] }
  assert.deepEqual(await readInventory(fakeVim([viewReference, undefined]).vim, spec), [])
  const obj = { type: 'HostSystem', value: 'host-1' }
  const wrong = [
    {},
    { objects: {} },
    { objects: ['nonsense'] },
    { objects: [{ propSet: [] }] },
    { objects: [{ obj: { type: 'HostSystem' } }] },
    { objects: [{ obj, propSet: {} }] },
    { objects: [{ obj, propSet: [{ val: 'no name' }] }] },
    { objects: [{ obj }], token: 5 }
  ]
  for (const answer of wrong) {
    const { vim, methods } = fakeVim([viewReference, answer])
    await assert.rejects(readInventory(vim, spec), { message: 'unexpected form' }, JSON.stringify(answer))
    assert.equal(methods().at(-1), 'ContainerView/session[1]view-1/DestroyView')
  }
})

test('a page that is lost on the way is not the end of the inventory', async () => {
  const { vim } = fakeVim([viewReference, page(['vm-1'], 't1'), undefined])
  await assert.rejects(readInventory(vim, { VirtualMachine: ['name'] }), { message: 'unexpected form' })
})

test('a page may be larger than what was asked for', async () => {
  const ids = Array.from({ length: 200_000 }, (_item, index) => `vm-${index}`)
  const { vim } = fakeVim([viewReference, page(ids)])
  assert.equal((await readInventory(vim, { VirtualMachine: ['name'] })).length, ids.length)
})
