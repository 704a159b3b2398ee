import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type TSchema, Type } from '@sinclair/typebox'
import { CodedError } from '../../src/errors.ts'
import { openPlaceIn } from '../../src/tools/closed-schema.ts'
import { defineTool } from '../../src/tools/define-tool.ts'
import { toolDefinitions } from '../../src/tools/index.ts'
import { createRegistry } from '../../src/tools/registry.ts'

const closed = { additionalProperties: false } as const

/** A registry with one tool that takes `spec`. */
function registryWith(spec: TSchema) {
  const tool = defineTool({
    name: 'example',
    title: 'Example',
    toolset: 'inventory',
    description: 'An example.',
    risk: 'read',
    idempotent: true,
    rest: 'GET /example',
    privileges: [],
    input: Type.Object({ spec }),
    output: Type.Object({}),
    run: async () => ({})
  })
  return createRegistry([tool], { vcenters: ['vc-1'], verboseByDefault: false })
}

test('a tool whose input has an open object at any depth is refused at start, with the place', () => {
  const open = Type.Object({ a: Type.String() })
  const cases: [TSchema, string][] = [
    [open, 'spec'],
    [Type.Object({ inner: open }, closed), 'spec.inner'],
    [Type.Array(open), 'spec.[]'],
    [Type.Array(Type.Array(open)), 'spec.[].[]'],
    [Type.Union([Type.String(), open]), 'spec.|'],
    [Type.Object({ type: open }, closed), 'spec.type'],
    [Type.Object({ properties: open }, closed), 'spec.properties'],
    [Type.Object({ a: Type.String() }, { additionalProperties: true }), 'spec'],
    [Type.Object({ a: Type.String() }, { additionalProperties: Type.String() }), 'spec'],
    [Type.Record(Type.String(), Type.String()), 'spec'],
    [Type.Record(Type.String(), open, closed), 'spec'],
    [Type.Unknown(), 'spec'],
    [Type.Array(Type.Any()), 'spec.[]'],
    [Type.Unsafe({ type: 'array' }), 'spec.[]'],
    [Type.Unsafe({ type: ['object', 'null'] }), 'spec']
  ]
  for (const [schema, place] of cases) {
    assert.throws(
      () => registryWith(schema),
      (error: Error) => error.message.includes(`example: '${place}`),
      JSON.stringify(schema)
    )
  }
})

test('closed objects, lists of them, enums and constants are taken', () => {
  const inner = Type.Object({ a: Type.Optional(Type.String()) }, closed)
  for (const schema of [
    inner,
    Type.Array(inner),
    Type.Object({ inner, list: Type.Array(inner) }, closed),
    Type.Union([inner, Type.Literal('x')]),
    Type.Unsafe({ enum: ['a', 'b'] }),
    Type.Array(Type.String())
  ]) {
    assert.equal(openPlaceIn(Type.Object({ schema }, closed)), undefined, JSON.stringify(schema))
  }
})

test('no tool of this service takes a property that its schema does not name', () => {
  const registry = createRegistry(toolDefinitions, { vcenters: ['a', 'b'], verboseByDefault: false })
  for (const tool of registry.tools) assert.equal(openPlaceIn(tool.input), undefined, tool.name)
})

function complaint(value: Record<string, unknown>): string {
  const disk = Type.Object({ capacity_mib: Type.Integer(), name: Type.Optional(Type.String()) }, closed)
  const spec = Type.Object({ disks: Type.Array(disk), notes: Type.Optional(Type.String()) }, closed)
  const tool = registryWith(spec).get('example')
  try {
    tool?.checkInput(value)
  } catch (error) {
    assert.ok(error instanceof CodedError)
    assert.equal(error.code, 'invalid_argument')
    return error.message
  }
  return ''
}

test('an unknown property within an argument is named with its place and the closest known one', () => {
  assert.equal(complaint({ spec: { disks: [{ capacity_mib: 1 }] } }), '')
  assert.match(
    complaint({ spec: { disks: [], note: 'x' } }),
    /Unknown property 'note' in 'spec'\. Did you mean 'notes'\?/
  )
  // before the right name is told as missing
  assert.match(
    complaint({ spec: { disks: [{ capacity_mib: 1 }, { capacity_mb: 1 }] } }),
    /Unknown property 'capacity_mb' in 'spec\.disks\.1'\. Did you mean 'capacity_mib'\?/
  )
  for (const name of ['constructor', 'toString', '__proto__']) {
    const disk = JSON.parse(`{"capacity_mib":1,"${name}":1}`) as object
    assert.match(complaint({ spec: { disks: [disk] } }), new RegExp(`Unknown property '${name}'`))
  }
})

test('texts within an argument hold no control characters either', () => {
  assert.match(
    complaint({ spec: { disks: [{ capacity_mib: 1, name: 'a\u0000' }] } }),
    /'spec' holds control characters/
  )
})
