import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Type } from '@sinclair/typebox'
import { type ToolDefinition, defineTool } from '../../src/tools/define-tool.ts'
import { toolDefinitions } from '../../src/tools/index.ts'
import { instructions } from '../../src/tools/instructions.ts'
import { createRegistry } from '../../src/tools/registry.ts'

const one = { vcenters: ['vc-1'], verboseByDefault: false }
const registry = createRegistry(toolDefinitions, one)

const example = defineTool({
  name: 'example',
  title: 'Example',
  toolset: 'inventory',
  description: 'An example.',
  risk: 'read',
  idempotent: true,
  rest: 'GET /example/:vm',
  privileges: [],
  input: Type.Object({ vm: Type.String() }),
  output: Type.Object({}),
  run: async () => ({})
})

function registering(...definitions: ToolDefinition[]) {
  return () => createRegistry(definitions, one)
}

test('what every client sees of each tool changes only on purpose', t => {
  for (const tool of registry.tools) t.assert.snapshot(tool.descriptorFor(one.vcenters))
})

test('the sixteen tools keep their names', () => {
  const sixteen = [
    'list_vms get_vm_details list_hosts list_datastores list_networks list_datacenters get_datastore_usage',
    'get_resource_utilization_summary power_on_vm power_off_vm restart_vm list_vm_snapshots create_vm_snapshot',
    'delete_vm_snapshot delete_vm modify_vm_resources'
  ].flatMap(names => names.split(' '))
  const names = registry.tools.map(tool => tool.name)
  assert.deepEqual(
    names.filter(name => sixteen.includes(name)),
    sixteen
  )
})

test('duplicates, unknown route arguments and destructive tools without a plan are refused at start', () => {
  assert.throws(registering(example, { ...example, rest: 'GET /other' }), /same name/)
  assert.throws(registering(example, { ...example, name: 'other' }), /same REST route/)
  assert.throws(registering({ ...example, rest: 'GET /example/:host' }), /'host'/)
  assert.throws(registering({ ...example, risk: 'destructive' }), /no plan/)
})

test('confirm belongs to destructive tools only', () => {
  for (const tool of registry.tools) {
    assert.equal('confirm' in tool.input.properties, tool.risk === 'destructive', tool.name)
  }
})

test('annotations follow from the risk, and say nothing of what a read cannot do', () => {
  for (const { risk, idempotent, descriptorFor } of registry.tools) {
    const { name, annotations } = descriptorFor(one.vcenters)
    const takesAway = risk === 'disruptive' || risk === 'destructive'
    const expected =
      risk === 'read'
        ? { readOnlyHint: true, openWorldHint: false }
        : {
            readOnlyHint: false,
            destructiveHint: takesAway,
            idempotentHint: idempotent,
            openWorldHint: false
          }
    assert.deepEqual(annotations, expected, name)
  }
})

test('hostname appears with the second vCenter: optional for reads, required for changes', () => {
  assert.ok(registry.tools.every(tool => !('hostname' in tool.input.properties)))
  const two = createRegistry(toolDefinitions, { vcenters: ['vc-1', 'vc-2'], verboseByDefault: false })
  for (const tool of two.tools) {
    assert.equal(tool.input.required?.includes('hostname') ?? false, tool.risk !== 'read', tool.name)
  }
})

test('a descriptor names the vCenters of whoever asks, and the first of them as the default of reads', () => {
  const three = createRegistry(toolDefinitions, {
    vcenters: ['vc-1', 'vc-2', 'vc-3'],
    verboseByDefault: false
  })
  const list = three.get('list_vms')
  const shown = list?.descriptorFor(['vc-2', 'vc-3']).inputSchema.properties['hostname']
  assert.deepEqual(shown, {
    type: 'string',
    description: 'The vCenter, one of: vc-2, vc-3.',
    default: 'vc-2'
  })
  assert.equal(list?.descriptorFor(['vc-2']), list?.descriptorFor(['vc-2']), 'made once')
  assert.doesNotMatch(JSON.stringify(list?.input), /vc-/)
})

test('VERBOSE_DEFAULT is the default of verbose', () => {
  const verbose = createRegistry(toolDefinitions, { ...one, verboseByDefault: true })
  assert.equal(verbose.get('list_vms')?.input.properties['verbose']?.['default'], true)
  assert.equal(registry.get('list_vms')?.input.properties['verbose']?.['default'], false)
})

test('the whole manifest stays below 10,000 tokens and each tool below 450', () => {
  const tokens = registry.tools.map(tool => JSON.stringify(tool.descriptorFor(one.vcenters)).length / 4)
  const largest = Math.max(...tokens)
  assert.ok(tokens.reduce((sum, each) => sum + each, 0) < 10_000)
  assert.ok(largest < 450, `${registry.tools[tokens.indexOf(largest)]?.name}: ${largest}`)
})

test('names of Object.prototype are no tools', () => {
  for (const name of ['constructor', '__proto__', 'toString', '']) assert.equal(registry.get(name), undefined)
})

test('a wrong name has a closest one', () => {
  assert.equal(registry.closestName('list_vm'), 'list_vms')
})

test('descriptions and the instructions send to tools that exist, and to others than the tool itself', () => {
  const names = new Set(registry.tools.map(({ name }) => name))
  const verb = /\b(?:list|get|query|search|power_o[nf]+|restart|create|delete|modify)_[a-z_]+/g
  const isArgument = (word: string, { input }: (typeof registry.tools)[number]) => word in input.properties
  for (const tool of registry.tools) {
    const words = (tool.description.match(verb) ?? []).filter(word => !isArgument(word, tool))
    for (const word of words) assert.ok(names.has(word) && word !== tool.name, `${tool.name}: ${word}`)
  }
  const told = instructions.match(verb) ?? []
  assert.ok(told.length >= 3)
  for (const word of told) assert.ok(names.has(word), word)
})
