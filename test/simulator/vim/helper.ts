import assert from 'node:assert/strict'
import { at, listOf, ref, sdk, taskEnd, type Bench, type Reply } from '../helper.ts'

export const root = ref('Folder', 'group-d1')

/** Calls a method on an object: `post(bench, 'VirtualMachine/vm-1001', 'PowerOnVM_Task')`. */
export function post(bench: Bench, object: string, method: string, body?: unknown): Promise<Reply> {
  const cut = object.indexOf('/')
  return bench.vim('POST', `/${object.slice(0, cut)}/${pathOf(object.slice(cut + 1))}/${method}`, body)
}

/** Reads a property, which must be there. */
export async function read(bench: Bench, object: string, property: string): Promise<unknown> {
  const cut = object.indexOf('/')
  const reply = await bench.vim(
    'GET',
    `/${object.slice(0, cut)}/${pathOf(object.slice(cut + 1))}/${property}`
  )
  assert.equal(reply.status, 200, `${object} ${property}: ${reply.text}`)
  return reply.json
}

/** `ContainerView/session[…]…` of a reference. */
export function objectOf(reference: unknown): string {
  return `${String(at(reference, 'type'))}/${String(at(reference, 'value'))}`
}

/** Calls a method that answers a task, and gives the task's last info. */
export async function run(bench: Bench, object: string, method: string, body?: unknown): Promise<unknown> {
  const started = await post(bench, object, method, body)
  assert.equal(started.status, 200, `${method}: ${started.text}`)
  assert.equal(at(started.json, 'type'), 'Task')
  return taskEnd(bench, started)
}

/** The same for a task that succeeds; gives its result. */
export async function succeed(
  bench: Bench,
  object: string,
  method: string,
  body?: unknown
): Promise<unknown> {
  const info = await run(bench, object, method, body)
  assert.equal(at(info, 'state'), 'success', JSON.stringify(at(info, 'error')))
  return at(info, 'result')
}

/** The same for a task that fails; gives the fault. */
export async function fail(bench: Bench, object: string, method: string, body?: unknown): Promise<unknown> {
  const info = await run(bench, object, method, body)
  assert.equal(at(info, 'state'), 'error')
  assert.equal(at(info, 'error', '_typeName'), 'LocalizedMethodFault')
  return at(info, 'error', 'fault')
}

/** The type of the fault that a call answers itself. */
export async function faultOf(reply: Promise<Reply>): Promise<unknown> {
  const { status, json } = await reply
  assert.equal(status, 500)
  assert.equal(typeof at(json, 'faultstring'), 'string')
  return at(json, '_typeName')
}

/** The device of a machine that has that label. */
export async function device(bench: Bench, vm: string, label: string): Promise<Record<string, unknown>> {
  const hardware = at(await read(bench, `VirtualMachine/${vm}`, 'config'), 'hardware')
  const found = listOf(at(hardware, 'device')).find(one => at(one, 'deviceInfo', 'label') === label)
  return (found as Record<string, unknown> | undefined) ?? assert.fail(`no ${label}`)
}

/** The id of a machine of the inventory by name. */
export function idOf(bench: Bench, name: string): string {
  for (const vm of bench.simulator.inventory.vms.values()) if (vm.name === name) return vm.id
  return assert.fail(`no ${name}`)
}

/** The properties of an ObjectContent by name. */
export function values(object: unknown): Record<string, unknown> {
  return Object.fromEntries(
    listOf(at(object, 'propSet')).map(item => [String(at(item, 'name')), at(item, 'val')])
  )
}

function pathOf(id: string): string {
  return encodeURIComponent(id)
}

/** Logs in over VI/JSON, as the account unless told otherwise. */
export function vimLogin({ simulator, call }: Bench) {
  const body = { userName: simulator.user, password: simulator.password, locale: 'en' }
  return call('POST', `${sdk}/SessionManager/SessionManager/Login`, { body })
}
