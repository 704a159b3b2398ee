import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { toolDefinitions } from '../../src/tools/index.ts'
import { knownPrivileges } from '../../src/simulator/privileges.ts'
import type { RequestRecord } from '../../src/simulator/index.ts'
import type { Operation } from '../../src/vcenter/automation/operation.ts'
import { operationsBySubject } from '../../src/vcenter/automation/operations/index.ts'
import { type VimMethod, vimMethods } from '../../src/vcenter/vim/methods/index.ts'
import { callRest } from '../faces.ts'
import { startService } from '../helper.ts'
import { usualVcenter, type VcenterKind, vcenterKinds } from '../vcenter-kinds.ts'
import { happyCalls, preparations, withResult } from './happy-calls.ts'

/** What every role but "No access" has; none of them can be taken from a role. */
const ofEveryRole = new Set(['System.Anonymous', 'System.View', 'System.Read'])
const own = vcenterKinds.find(({ mode, release }) => mode === 'rest' && release === '8.0.1.0') as VcenterKind

/** Runs the calls of a tool with an account that has these privileges and no other. */
async function tryTool(
  t: TestContext,
  name: string,
  { privileges, vcenter = usualVcenter }: { privileges: readonly string[]; vcenter?: VcenterKind }
) {
  const preparation = preparations[name]
  // the simulator goes by what is in the list when it is asked
  const granted = preparation ? [...knownPrivileges] : [...privileges]
  const service = await startService(t, { simulator: { privileges: granted }, vcenter })
  if (preparation) {
    const [before, args] = preparation
    assert.equal((await callRest(service, 'admin', before, { ...args })).outcome, 'ok')
    granted.splice(0, Infinity, ...privileges)
    service.simulator.requests.length = 0
  }
  const told = []
  const call = (tool: string, args: Record<string, unknown>) => callRest(service, 'admin', tool, args)
  for (const args of happyCalls[name] ?? []) told.push(await call(name, await withResult(args, call)))
  return { told, requests: service.simulator.requests }
}

test('every tool has calls that succeed', () => {
  assert.deepEqual(
    toolDefinitions.map(({ name }) => name),
    Object.keys(happyCalls)
  )
})

for (const { name } of toolDefinitions.filter(({ vcenter }) => vcenter === 'none')) {
  test(`${name} talks to no vCenter, and needs no privilege there`, async t => {
    const { told, requests } = await tryTool(t, name, { privileges: [] })
    for (const { outcome, body } of told) assert.equal(outcome, 'ok', JSON.stringify(body))
    assert.equal(requests.length, 0)
  })
}

for (const { name, privileges } of toolDefinitions.filter(({ vcenter }) => vcenter !== 'none')) {
  const special = privileges.filter(each => !ofEveryRole.has(each))

  test(`${name} works with exactly the privileges it declares: those of the operations it asks for`, async t => {
    for (const vcenter of [usualVcenter, own]) {
      const { told, requests } = await tryTool(t, name, { privileges, vcenter })
      for (const [index, { outcome, body }] of told.entries()) {
        assert.equal(
          outcome,
          'ok',
          `${JSON.stringify(happyCalls[name]?.[index])} gave ${JSON.stringify(body)}`
        )
        assert.notEqual(body['total'], 0, 'it sees something')
      }
      // the routes of the other dialect are looked up by those of this one
      if (vcenter.mode === 'api') assert.deepEqual([...privileges].toSorted(), neededFor(requests))
    }
  })

  for (const left of special) {
    test(`${name} fails without ${left}, and says so`, async t => {
      const { told } = await tryTool(t, name, { privileges: privileges.filter(each => each !== left) })
      const refused = told.filter(({ outcome }) => outcome === 'refused')
      assert.notEqual(refused.length, 0, 'something needs it')
      for (const { body } of refused) {
        const words = String(body['detail'])
        const isNamed = words.includes(`${left} is missing`) || words.includes(`Missing privilege ${left} `)
        assert.ok(isNamed, words)
      }
    })
  }

  test(`${name} finds nothing without any role`, async t => {
    const { told } = await tryTool(t, name, { privileges: [] })
    for (const { outcome, body } of told) assert.ok(outcome === 'refused' || body['total'] === 0)
  })
}

const operations: Operation[] = Object.values(operationsBySubject).flatMap(subject => Object.values(subject))

function neededFor(requests: readonly RequestRecord[]): string[] {
  const needed = new Set(requests.flatMap(privilegesOf))
  needed.delete('System.Anonymous')
  return [...needed].toSorted()
}

/** By the tables of the client, which are what docs/vcenter.md shows. */
function privilegesOf(request: RequestRecord): readonly string[] {
  if (!request.path.startsWith('/sdk/')) {
    const found = operations.find(({ api }) => isAskedFor(api, request))
    assert.ok(found, `${request.method} ${request.path}?${request.query} is in no table`)
    return found.privileges
  }
  const [, , , , type = '', , member = ''] = request.path.split('/')
  if (type === 'PropertyCollector') return ['System.Read']
  // a view is looked into with its privilege
  if (member === 'CreateContainerView' || member === 'DestroyView') return ['System.View']
  if (type === 'ServiceInstance' && member === 'content') return []
  const methods: VimMethod[] = Object.values(vimMethods)
  // what every object of the inventory has is asked of its own type
  const found = methods.find(each => [`${type}.${member}`, `ManagedEntity.${member}`].includes(each.member))
  assert.ok(found, `${type}.${member} is in no table`)
  return found.privileges
}

function isAskedFor(route: string, { method, path, query }: RequestRecord): boolean {
  const [verb, line = ''] = route.split(' ')
  const [at = '', action] = line.split('?')
  const pattern = new RegExp(`^${at.replaceAll(/\{\w+\}/g, '[^/]+')}$`)
  if (verb !== method || !pattern.test(path)) return false
  return (action?.split('&') ?? []).every(pair => query.split('&').includes(pair))
}
