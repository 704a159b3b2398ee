import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type TSchema, Type } from '@sinclair/typebox'
import { defineTool } from '../../src/tools/define-tool.ts'
import { toolDefinitions } from '../../src/tools/index.ts'
import { unportableIn } from '../../src/tools/portable-schema.ts'
import { createRegistry } from '../../src/tools/registry.ts'

const vcenters = ['a', 'b']

function refusalOf({ name = 'example', argument = 'given', input = Type.String() as TSchema, output = {} }) {
  const tool = defineTool({
    name,
    title: 'Example',
    toolset: 'inventory',
    description: 'An example.',
    risk: 'read',
    idempotent: true,
    rest: 'GET /example',
    privileges: [],
    input: Type.Object({ [argument]: input }),
    output: Type.Object(output),
    run: async () => ({})
  })
  try {
    createRegistry([tool], { vcenters, verboseByDefault: false })
    return ''
  } catch (error) {
    return (error as Error).message
  }
}

test('every tool of this service has schemas that every model accepts', () => {
  const { tools } = createRegistry(toolDefinitions, { vcenters, verboseByDefault: false })
  for (const tool of tools) assert.equal(unportableIn(tool.descriptorFor(vcenters)), undefined, tool.name)
})

test('what some model would not accept ends the start, with the tool, the place and the remedy', () => {
  const text = Type.String()
  for (const [given, expected] of [
    [
      { input: Type.Union([text, Type.Integer()]) },
      /^example: .*inputSchema\.properties\.given\.anyOf; use one type/
    ],
    [{ input: Type.Literal('x') }, /properties\.given\.const; use stringEnum\(\)/],
    [{ input: Type.Tuple([text, text]) }, /given/],
    [{ input: Type.Unsafe({ type: ['string', 'null'] }) }, /given\.type; name one type/],
    [{ input: Type.Unsafe({ enum: ['a', 'b'] }) }, /given\.type; name one type/],
    [
      { input: Type.Unsafe({ type: 'string', enum: ['a', 1] }) },
      /given\.enum; list values of the type string/
    ],
    [
      { input: Type.Unsafe({ type: 'integer', enum: [1, 1.5] }) },
      /given\.enum; list values of the type integer/
    ],
    [{ input: Type.Unsafe({ type: 'string', enum: [] }) }, /given\.enum/],
    [{ input: Type.Array(Type.Union([text, Type.Null()])) }, /given\.items\.anyOf/],
    [{ output: { given: Type.Union([text, Type.Null()]) } }, /outputSchema\.properties\.given\.anyOf/],
    [{ name: 'Example-1' }, /^Example-1: .*name; use a-z and _, at most 48/],
    [{ name: 'x'.repeat(49) }, /name; use a-z/],
    [{ argument: 'vm2' }, /inputSchema\.properties\.vm2; name arguments with a-z/],
    [{ argument: 'x'.repeat(65) }, /name arguments with a-z/]
  ] as const) {
    assert.match(refusalOf(given), expected, JSON.stringify(given))
  }
  assert.equal(
    refusalOf({ input: Type.Array(Type.Object({ a: text }, { additionalProperties: false })) }),
    ''
  )
})

test('a root that is no object, a reference and a list of anything are found in a descriptor', () => {
  const good = { type: 'object', properties: {} }
  const found = (inputSchema: object, outputSchema: object = good) =>
    unportableIn({ name: 'example', inputSchema, outputSchema })?.place
  assert.equal(found(good), undefined)
  assert.equal(found({ type: 'array', items: {} }), 'inputSchema')
  assert.equal(found(good, { type: 'string' }), 'outputSchema')
  assert.equal(found({ ...good, oneOf: [] }), 'inputSchema.oneOf')
  assert.equal(found({ ...good, $defs: {} }), 'inputSchema.$defs')
  assert.equal(
    found({ type: 'object', properties: { a: { $ref: '#/$defs/a' } } }),
    'inputSchema.properties.a.$ref'
  )
  assert.equal(
    found({ type: 'object', properties: { a: { type: 'array' } } }),
    'inputSchema.properties.a.items'
  )
  assert.equal(
    found({ type: 'object', properties: { a: { type: 'array', items: [{ type: 'string' }] } } }),
    'inputSchema.properties.a.items'
  )
})
