import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { createScopes } from '../../../src/access/scope/index.ts'
import type { Limits } from '../../../src/access/scope/limits.ts'
import { callerFor } from '../../faces.ts'
import { type Service, startService, tokens } from '../../helper.ts'
import { makeStrange } from './strange-inventory.ts'

/** A role for each scope, beside the viewer, and one caller for each. */
async function startScoped(t: TestContext, scopes: Record<string, readonly Limits[]>) {
  const names = Object.keys(scopes)
  const tokenOf = (name: string) => `token-${name}-${'0123456789abcdefghij'.repeat(2)}`
  const roles = names.map(name => [name, { tools: ['*'], scope: scopes[name] }])
  const service = await startService(t, {
    env: {
      ROLES_TO_TOOLS: JSON.stringify({ ...Object.fromEntries(roles), viewer: ['*'] }),
      TOKENS_TO_ROLES: JSON.stringify({
        ...Object.fromEntries(names.map(name => [tokenOf(name), name])),
        [tokens.viewer]: 'viewer'
      })
    }
  })
  const call = await callerFor(t, service, 'rest')
  return {
    service,
    ask: (name: string, tool: string, args: Record<string, unknown>) =>
      call({ token: tokenOf(name) }, tool, args),
    call
  }
}

test('vCenter is asked the same for what is outside as for what is nowhere', async t => {
  for (const scope of [[{ folders: ['/Amsterdam/vm/Development'] }], [{ vm_names: ['web-*'] }]]) {
    const { service, ask } = await startScoped(t, { team: scope })
    const { requests } = service.simulator
    const vm = vmNamed(service, 'db-01')
    await ask('team', 'get_vm_details', { vm: '/a/b' })
    for (const refs of [
      [vm.id, 'vm-999999'],
      ['db-01', 'db-0z'],
      ['/Amsterdam/vm/Production/Database/db-01', '/Amsterdam/vm/Production/Database/db-0z'],
      ['/Amsterdam/Production/Database/db-01', '/Amsterdam/Production/Database/db-0z'],
      [vm.instanceUuid, '00000000-0000-4000-8000-000000000000']
    ]) {
      const asked: string[][] = []
      for (const ref of refs) {
        requests.length = 0
        assert.equal((await ask('team', 'get_vm_details', { vm: ref })).body['code'], 'not_found')
        asked.push(requests.map(({ method, path }) => `${method} ${path}`))
      }
      assert.deepEqual(asked[0], asked[1], refs[0])
    }
  }
})

test('a snapshot of another VM is named by no id, whoever has that VM', async t => {
  const { service, ask } = await startScoped(t, { team: [{ vm_names: ['web-*'] }] })
  const [foreign] = vmNamed(service, 'db-01').snapshots
  assert.ok(foreign)
  const answers = await Promise.all(
    [foreign.id, 'snapshot-999999'].map(async snapshot => {
      const args = { vm: 'web-01', snapshot, remove_children: true }
      const plan = await ask('team', 'delete_vm_snapshot', args)
      const deletion = await ask('team', 'delete_vm_snapshot', { ...args, confirm: true })
      return JSON.stringify(
        [plan, deletion].map(({ status, body: { detail, code, close_matches } }) => ({
          status,
          detail,
          code,
          close_matches
        }))
      ).replaceAll(snapshot, '<ref>')
    })
  )
  assert.equal(answers[0], answers[1])
  assert.match(answers[0] ?? '', /not_found/)
  assert.ok(vmNamed(service, 'db-01').snapshots.includes(foreign))
})

test('callers of different scopes who ask the same at the same moment each see their own', async t => {
  const scopes: Record<string, Limits[]> = {
    names: [{ vm_names: ['web-*'] }],
    folder: [{ folders: ['/Amsterdam/vm/Development'] }],
    cluster: [{ clusters: ['dr'] }],
    either: [{ vm_names: ['db-*'] }, { clusters: ['dev'] }],
    nothing: [{ tags: ['Nobody/nothing'] }]
  }
  const { ask, call } = await startScoped(t, scopes)
  const tools = ['list_vms', 'list_hosts', 'list_datastores', 'get_resource_utilization_summary']
  const callers = [...Object.keys(scopes), 'viewer']
  const answersOf = (name: string, tool: string) =>
    (name === 'viewer' ? call('viewer', tool, {}) : ask(name, tool, {})).then(({ body }) =>
      JSON.stringify(body)
    )
  for (const tool of tools) {
    const alone: string[] = []
    for (const name of callers) alone.push(await answersOf(name, tool))
    assert.ok(new Set(alone).size >= 4, tool)
    for (let round = 0; round < 5; round += 1) {
      const together = await Promise.all(callers.map(name => answersOf(name, tool)))
      assert.deepEqual(together, alone, tool)
    }
  }
})

test('a cursor leads nowhere but into the list of whoever passes it', async t => {
  const { ask, call } = await startScoped(t, { team: [{ vm_names: ['web-*'] }] })
  const whole = await ask('team', 'list_vms', { limit: 1 })
  const foreign = await call('viewer', 'list_vms', { limit: 3 })
  const { body } = await ask('team', 'list_vms', { cursor: foreign.body['next_cursor'], verbose: true })
  assert.equal(body['total'], whole.body['total'])
  for (const { name } of body['items'] as { name: string }[]) assert.match(name, /^web-/)
})

test('a path in a scope may hold names as people know them, and one without a name means nothing', async t => {
  const service = await startService(t)
  makeStrange(service.simulator.inventory)
  const connection = service.app.vcenters.get(service.simulator.host)
  assert.ok(connection)
  const listed = (limits: Limits) =>
    createScopes({ policy: { limitsOf: () => [limits] }, log: { warn: () => undefined } })(
      connection.client(),
      {
        name: 'ann',
        role: 'team'
      }
    ).listFolders()
  for (const path of [
    '/Amsterdam/vm/team a%2fb 100%/100% of it',
    '/Amsterdam/vm/team a%2fb 100%25/100%25 of it'
  ]) {
    const found = await listed({ folders: [path] })
    assert.deepEqual(found.map(({ name }) => name).toSorted(), ['100% of it', 'vm'], path)
  }
  for (const path of ['/', '//', '///']) assert.deepEqual(await listed({ folders: [path] }), [], path)
})

function vmNamed({ simulator }: Service, wanted: string) {
  return [...simulator.inventory.vms.values()].find(({ name }) => name === wanted) ?? assert.fail(wanted)
}
