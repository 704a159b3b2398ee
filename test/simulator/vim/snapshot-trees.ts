import assert from 'node:assert/strict'
import { at, listOf, taskEnd, type Bench } from '../helper.ts'

/** A machine that runs and has no snapshots, and one that has a tree of them. */
export const plain = 'vm-1002'
export const withTree = 'vm-1001'

export async function create(bench: Bench, vm: string, body: object): Promise<unknown> {
  const started = await bench.vim('POST', `/VirtualMachine/${vm}/CreateSnapshotEx_Task`, {
    memory: false,
    ...body
  })
  assert.equal(started.status, 200, started.text)
  return taskEnd(bench, started)
}

export async function snapshots(bench: Bench, vm: string): Promise<unknown> {
  return (await bench.vim('GET', `/VirtualMachine/${vm}/snapshot`)).json
}

/** The tree as text: `name(child child)`. */
function shape(node: unknown): string {
  const children = at(node, 'childSnapshotList')
  const below = children === undefined ? '' : `(${listOf(children).map(shape).join(' ')})`
  return `${String(at(node, 'name'))}${below}`
}

export function shapes(info: unknown): string {
  return listOf(at(info, 'rootSnapshotList')).map(shape).join(' ')
}

/** The id of the snapshot with that name. */
export function idOf(info: unknown, name: string): string {
  const waiting = [...listOf(at(info, 'rootSnapshotList'))]
  for (let node = waiting.shift(); node !== undefined; node = waiting.shift()) {
    if (at(node, 'name') === name) return String(at(node, 'snapshot', 'value'))
    waiting.push(...((at(node, 'childSnapshotList') as unknown[] | undefined) ?? []))
  }
  throw new Error(`no snapshot ${name}`)
}
