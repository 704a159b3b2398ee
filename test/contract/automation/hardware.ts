import type { TSchema } from '@sinclair/typebox'
import type { Entry } from '../operation.ts'
import { choice, filled, list, optional, shape } from '../shape.ts'
import * as device from './devices.ts'
import { hardware } from './vm.ts'

/**
 * https://developer.broadcom.com/xapis/vsphere-automation-api/latest/vcenter/vm/hardware/
 *
 * Where the types of errors are not known, the statuses are.
 */
const base = '/api/vcenter/vm/{vm}/hardware'
const reading = ['NOT_FOUND', 500]
const changing = [400, 'NOT_FOUND', 500]

interface Parts {
  info: TSchema
  create: TSchema
  update?: TSchema
}

/** List, create, get, delete, and what else the kind of device has. */
function deviceEntries(name: string, path: string, id: string, parts: Parts, connects = false): Entry[] {
  const all = `${base}/${path}`
  const one = `${all}/{${id}}`
  const { info, create, update } = parts
  const entries: Entry[] = [
    { name: `${name} list`, api: `GET ${all}`, result: list(shape({ [id]: filled })), errors: reading },
    { name: `${name} create`, api: `POST ${all}`, body: create, result: filled, ok: 201, errors: changing },
    { name: `${name} get`, api: `GET ${one}`, result: info, errors: reading },
    // Of NICs alone the description names no 400.
    { name: `${name} delete`, api: `DELETE ${one}`, errors: name === 'nic' ? reading : changing }
  ]
  if (update) entries.push({ name: `${name} update`, api: `PATCH ${one}`, body: update, errors: changing })
  if (!connects) return entries
  for (const action of ['connect', 'disconnect']) {
    entries.push({
      name: `${name} ${action}`,
      api: `POST ${one}?action=${action}`,
      rest: `POST ${one.replace('/api/', '/rest/')}/${action}`,
      errors: changing
    })
  }
  return entries
}

function part(name: string, path: string, info: TSchema, update: TSchema, errors = changing): Entry[] {
  return [
    { name: `${name} get`, api: `GET ${base}${path}`, result: info, errors: reading },
    { name: `${name} update`, api: `PATCH ${base}${path}`, body: update, errors }
  ]
}

const busy = ['NOT_FOUND', 'ERROR', 'RESOURCE_BUSY', 'RESOURCE_INACCESSIBLE']

export const hardwareEntries: Entry[] = [
  ...part(
    'hardware',
    '',
    hardware,
    optional({
      upgrade_policy: choice('NEVER AFTER_CLEAN_SHUTDOWN ALWAYS'),
      upgrade_version: device.hardwareVersion
    }),
    ['ALREADY_IN_DESIRED_STATE', 'INVALID_ARGUMENT', 'UNSUPPORTED', ...busy]
  ),
  {
    name: 'hardware upgrade',
    api: `POST ${base}?action=upgrade`,
    rest: 'POST /rest/vcenter/vm/{vm}/hardware/action/upgrade',
    body: optional({ version: device.hardwareVersion }),
    bodyOptional: true,
    wrap: false,
    errors: changing
  },
  ...part('cpu', '/cpu', device.cpu, device.cpuSpec),
  ...part('memory', '/memory', device.memory, device.memorySpec, [
    'INVALID_ARGUMENT',
    'NOT_ALLOWED_IN_CURRENT_STATE',
    ...busy
  ]),
  ...part('boot', '/boot', device.boot, device.bootSpec),
  {
    name: 'boot order get',
    api: `GET ${base}/boot/device`,
    result: list(device.bootDevice),
    errors: reading
  },
  {
    name: 'boot order set',
    api: `PUT ${base}/boot/device`,
    body: shape({ devices: list(device.bootDevice) }),
    wrap: false,
    errors: changing
  },
  ...['floppy', 'serial', 'parallel'].map(kind => ({
    name: `${kind} list`,
    api: `GET ${base}/${kind}` as const,
    result: list(shape({ [kind === 'floppy' ? kind : 'port']: filled })),
    errors: reading
  })),
  ...deviceEntries('disk', 'disk', 'disk', device.disk),
  ...deviceEntries('nic', 'ethernet', 'nic', device.nic, true),
  ...deviceEntries('cdrom', 'cdrom', 'cdrom', device.cdrom, true),
  ...deviceEntries('scsi adapter', 'adapter/scsi', 'adapter', device.scsi),
  ...deviceEntries('sata adapter', 'adapter/sata', 'adapter', device.sata),
  ...deviceEntries('nvme adapter', 'adapter/nvme', 'adapter', device.nvme)
]
