import type { Written } from './exchange.ts'

/** Exchanges of VI/JSON that are right, to be broken one by one. */

export const base = '/sdk/vim25/8.0.1.0'

export function reference(type: string, value: string): Record<string, string> {
  return { _typeName: 'ManagedObjectReference', type, value }
}

export const snapshot: Written = {
  ask: `POST ${base}/VirtualMachine/vm-1/CreateSnapshotEx_Task`,
  body: { name: 'a', memory: false },
  status: 200,
  answer: reference('Task', 'task-1')
}
const fault = { _typeName: 'InvalidName', faultstring: 'A name is wrong.', name: 'a' }
export const tree = {
  _typeName: 'VirtualMachineSnapshotTree',
  snapshot: reference('VirtualMachineSnapshot', 'snapshot-1'),
  vm: reference('VirtualMachine', 'vm-1'),
  name: 'a',
  description: '',
  id: 1,
  createTime: '2026-01-01T00:00:00.000000Z',
  state: 'poweredOff',
  quiesced: false
}
export const read: Written = {
  ask: `GET ${base}/VirtualMachine/vm-1/snapshot`,
  status: 200,
  answer: { _typeName: 'VirtualMachineSnapshotInfo', rootSnapshotList: [tree] }
}
export const rename: Written = {
  ask: `POST ${base}/VirtualMachineSnapshot/snapshot-1/RenameSnapshot`,
  body: { name: 'b' },
  status: 204
}
export const login: Written = {
  ask: `POST ${base}/SessionManager/SessionManager/Login`,
  headers: { 'vmware-api-session-id': undefined },
  body: { userName: 'a', password: 'b' },
  status: 500,
  answer: { _typeName: 'InvalidLogin', faultstring: 'Cannot complete login.' }
}

export function retrieved(val: unknown, name = 'summary'): Written {
  return {
    ask: `POST ${base}/PropertyCollector/propertyCollector/RetrievePropertiesEx`,
    body: {
      specSet: [
        {
          propSet: [{ type: 'VirtualMachine', pathSet: [name] }],
          objectSet: [{ obj: reference('VirtualMachine', 'vm-1') }]
        }
      ],
      options: {}
    },
    status: 200,
    answer: {
      _typeName: 'RetrieveResult',
      objects: [
        {
          _typeName: 'ObjectContent',
          obj: reference('VirtualMachine', 'vm-1'),
          propSet: [{ _typeName: 'DynamicProperty', name, val }]
        }
      ]
    }
  }
}

export const goodVim: Record<string, Written> = {
  'a task': snapshot,
  'a declared fault': { ...snapshot, status: 500, answer: fault },
  'a fault below a declared one': {
    ...snapshot,
    status: 500,
    answer: {
      _typeName: 'InvalidPowerState',
      faultstring: 'a',
      existingState: 'poweredOff',
      requestedState: 'poweredOn'
    }
  },
  'a fault that every method may have': {
    ...snapshot,
    status: 500,
    answer: { _typeName: 'ManagedObjectNotFound', faultstring: 'a', obj: reference('VirtualMachine', 'vm-1') }
  },
  'a property': read,
  'a property that is not set': { ...read, answer: null },
  'a method without a result': rename,
  'a refused login': login,
  'a method of the class above': {
    ...snapshot,
    ask: `POST ${base}/VirtualMachine/vm-1/Rename_Task`,
    body: { newName: 'a' }
  },
  'a method that is added by hand': {
    ...snapshot,
    ask: `POST ${base}/SearchIndex/SearchIndex/FindChild`,
    body: { entity: reference('Folder', 'group-v1'), name: 'a' }
  },
  'the name of the method at the root': {
    ...snapshot,
    body: { _typeName: 'CreateSnapshotExRequestType', name: 'a', memory: true }
  },
  'a boxed word': retrieved({ _typeName: 'string', _value: 'a' }, 'name'),
  'a boxed list': retrieved({ _typeName: 'ArrayOfString', _value: ['a'] }),
  'a boxed list of references': retrieved(
    { _typeName: 'ArrayOfManagedObjectReference', _value: [reference('Network', 'network-1')] },
    'network'
  ),
  'a boxed enumeration': retrieved({ _typeName: 'ManagedEntityStatus', _value: 'gray' }, 'overallStatus'),
  'a structure where any may stand': retrieved(reference('HostSystem', 'host-1'), 'runtime.host'),
  'a type that is not known': retrieved({ _typeName: 'VirtualMachineSummary', anything: 1 })
}
