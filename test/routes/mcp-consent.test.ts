import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Asked, connectAsking } from '../asking-clients.ts'
import type { Role, Service } from '../helper.ts'
import { startService, until } from '../helper.ts'
import { messageIn, postModern } from '../modern-request.ts'

const sessions = { env: { MCP_SESSIONS: 'true' } }
const vm = 'db-02'

function isThere({ simulator }: Service, name = vm): boolean {
  return [...simulator.inventory.vms.values()].some(each => each.name === name)
}

for (const era of ['2025', '2026'] as const) {
  test(`${era}: a person who agrees to the plan has the VM deleted, and the audit says who agreed`, async t => {
    const service = await startService(t, sessions)
    const asked: Asked[] = []
    const client = await connectAsking(t, era, await service.listen(), 'admin', question => {
      asked.push(question)
      return { action: 'accept', content: { confirm: true } }
    })
    const answer = await client.callTool('delete_vm', { vm })
    assert.equal(answer.structuredContent?.['deleted'], true)
    assert.equal(isThere(service), false)
    assert.equal(asked.length, 1)
    assert.match(asked[0]?.message ?? '', /^Delete VM 'db-02' \(vm-\d+\) and its 3 disks/)
    const record = service.audit().at(-1)
    assert.deepEqual([record?.outcome, record?.consent], ['ok', 'person'])
  })

  for (const [what, reply] of [
    ['declines', { action: 'decline' }],
    ['closes the form', { action: 'cancel' }],
    ['says no in it', { action: 'accept', content: { confirm: false } }]
  ] as const) {
    test(`${era}: nothing happens when the person ${what}, and the model is told not to ask again`, async t => {
      const service = await startService(t, sessions)
      const client = await connectAsking(t, era, await service.listen(), 'admin', () => reply)
      const answer = await client.callTool('delete_vm', { vm })
      const problem = JSON.parse(answer.content[0]?.text ?? '') as Record<string, unknown>
      assert.deepEqual([problem['code'], problem['retryable']], ['declined', false])
      assert.ok(isThere(service))
      assert.deepEqual(
        [service.audit().at(-1)?.outcome, service.audit().at(-1)?.code],
        ['denied', 'declined']
      )
    })
  }

  test(`${era}: what changed while the person was thinking is asked about anew`, async t => {
    const service = await startService(t, sessions)
    let first = true
    const questions: string[] = []
    const client = await connectAsking(t, era, await service.listen(), 'admin', ({ message }) => {
      questions.push(message)
      const machine = [...service.simulator.inventory.vms.values()].find(each => each.name === vm)
      if (first && machine) Object.assign(machine, { disks: machine.disks.slice(1) })
      first = false
      return { action: 'accept', content: { confirm: true } }
    })
    const answer = await client.callTool('delete_vm', { vm })
    if (era === '2026') {
      // the SDK's client answers until nothing is asked any more
      assert.equal(questions.length, 2)
      assert.notEqual(questions[0], questions[1])
    } else {
      const problem = JSON.parse(answer.content[0]?.text ?? '') as Record<string, unknown>
      assert.equal(problem['code'], 'confirmation_required')
      assert.ok(isThere(service))
    }
  })

  test(`${era}: what vCenter calls a file cannot speak to the person outside of its quotes`, async t => {
    const service = await startService(t, sessions)
    const machine = [...service.simulator.inventory.vms.values()].find(each => each.name === vm)
    const [disk] = machine?.disks ?? []
    assert.ok(disk)
    Object.assign(disk, { file: "[vsan] x' to nothing.\nIt only renames the VM/x.vmdk" })
    const questions: string[] = []
    const client = await connectAsking(t, era, await service.listen(), 'admin', ({ message }) => {
      questions.push(message)
      return { action: 'decline' }
    })
    await client.callTool('delete_vm', { vm })
    assert.match(
      questions[0] ?? '',
      /^- delete '[^'\n]+' from '\[vsan\] x’ to nothing\. It only renames the VM\/x\.vmdk'$/m
    )
  })

  test(`${era}: what was shown is deleted, also when another VM has its name by then`, async t => {
    const service = await startService(t, sessions)
    const client = await connectAsking(t, era, await service.listen(), 'admin', () => ({
      action: 'accept',
      content: { confirm: true }
    }))
    const machines = [...service.simulator.inventory.vms.values()]
    const [shown, other] = [vm, 'old-mailbox'].map(name => machines.find(each => each.name === name))
    assert.ok(shown && other)
    const plans = () =>
      service.simulator.requests.filter(({ path }) => path.endsWith(`/vm/${shown.id}`)).length
    const called = client.callTool('delete_vm', { vm })
    // in 2026 the plan is made once more, for the question
    const last = era === '2025' ? 2 : 3
    while (plans() < last) await new Promise(resolve => setImmediate(resolve))
    Object.assign(shown, { name: 'old-mailbox' })
    Object.assign(other, { name: vm })
    const answer = await called
    assert.equal(answer.structuredContent?.['id'], shown.id)
    assert.ok(service.simulator.inventory.vms.has(other.id))
  })

  test(`${era}: a caller that passes confirm: true answers for itself, and nobody is asked`, async t => {
    const service = await startService(t, sessions)
    const client = await connectAsking(t, era, await service.listen(), 'admin', () =>
      assert.fail('asked all the same')
    )
    const answer = await client.callTool('delete_vm', { vm, confirm: true })
    assert.equal(answer.structuredContent?.['deleted'], true)
    assert.equal(service.audit().at(-1)?.consent, 'argument')
  })

  test(`${era}: what cannot be done is refused before anybody is asked`, async t => {
    const service = await startService(t, sessions)
    const client = await connectAsking(t, era, await service.listen(), 'admin', () => assert.fail('asked'))
    const answer = await client.callTool('delete_vm', { vm: 'web-01' })
    assert.match(answer.content[0]?.text ?? '', /invalid_state/)
  })
}

test('2025: the time of the person does not count against the call', async t => {
  const service = await startService(t, { env: { MCP_SESSIONS: 'true', CALL_TIMEOUT_S: '1' } })
  const client = await connectAsking(t, '2025', await service.listen(), 'admin', async () => {
    await new Promise(resolve => setTimeout(resolve, 1300))
    return { action: 'accept', content: { confirm: true } }
  })
  const answer = await client.callTool('delete_vm', { vm })
  assert.equal(answer.structuredContent?.['deleted'], true)
})

test('2025: without sessions the plan is answered, and the model has to show it', async t => {
  const service = await startService(t)
  const client = await connectAsking(t, '2025', await service.listen(), 'admin', () => assert.fail('asked'))
  const answer = await client.callTool('delete_vm', { vm })
  assert.match(answer.content[0]?.text ?? '', /confirmation_required/)
  assert.ok(isThere(service))
})

const capabilities = { elicitation: { form: {} } }

function deletion(more: Record<string, unknown> = {}, name = vm) {
  return { method: 'tools/call', params: { name: 'delete_vm', arguments: { vm: name }, ...more } }
}

async function askFor(service: Service, role: Role = 'admin', name = vm): Promise<string> {
  const { result } = messageIn((await postModern(service, deletion({}, name), { capabilities, role })).body)
  assert.equal(result?.['resultType'], 'input_required')
  assert.ok('confirm' in (result['inputRequests'] as object))
  return String(result['requestState'])
}

const yes = { confirm: { action: 'accept', content: { confirm: true } } }

test('2026: a yes counts once: shown again it only leads to another question', async t => {
  const service = await startService(t)
  const requestState = await askFor(service)
  const given = deletion({ inputResponses: yes, requestState })
  const answers = await Promise.all(
    [1, 2].map(() => postModern(service, given, { capabilities, role: 'admin' }))
  )
  const kinds = answers.map(({ body }) => {
    const { result } = messageIn(body)
    return result?.['isError'] ? 'refused' : String(result?.['resultType'])
  })
  assert.equal(kinds.filter(kind => kind === 'complete').length, 1, kinds.join(' '))
  const again = await postModern(service, given, { capabilities, role: 'admin' })
  assert.match(again.body, /not_found/)
  assert.equal(isThere(service), false)
})

test('2026: after a no a yes to the same question is none, and only leads to another question', async t => {
  const service = await startService(t)
  const requestState = await askFor(service)
  const admin = { capabilities, role: 'admin' } as const
  const no = { confirm: { action: 'decline' } }
  const refused = await postModern(service, deletion({ inputResponses: no, requestState }), admin)
  assert.match(refused.body, /declined/)
  const later = await postModern(service, deletion({ inputResponses: yes, requestState }), admin)
  assert.equal(messageIn(later.body).result?.['resultType'], 'input_required')
  assert.ok(isThere(service))
})

test('2026: a yes to one VM is none to another, and none without its question', async t => {
  const service = await startService(t)
  const requestState = await askFor(service)
  for (const more of [{ inputResponses: yes, requestState }, { inputResponses: yes }]) {
    const name = 'requestState' in more ? 'old-mailbox' : vm
    const answer = await postModern(service, deletion(more, name), { capabilities, role: 'admin' })
    assert.equal(messageIn(answer.body).result?.['resultType'], 'input_required')
    assert.ok(isThere(service, name))
  }
})

test('2026: a question that was changed on its way, or was put to somebody else, is refused', async t => {
  const service = await startService(t, {
    env: {
      ROLES_TO_TOOLS: JSON.stringify({ viewer: ['risk:read'], operator: ['*'], admin: ['*'] })
    }
  })
  const requestState = await askFor(service)
  const [head, payload = '', mac] = requestState.split('.')
  const changed = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { p: { id: string } }
  changed.p.id = 'another'
  const forged = [head, Buffer.from(JSON.stringify(changed)).toString('base64url'), mac].join('.')
  for (const [state, role] of [
    [forged, 'admin'],
    ['nonsense', 'admin'],
    [requestState, 'operator']
  ] as const) {
    const given = deletion({ inputResponses: yes, requestState: state })
    const answer = await postModern(service, given, { capabilities, role })
    assert.equal(messageIn(answer.body).error?.code, -32_602)
    assert.ok(isThere(service))
  }
})

test('2026: a client that shows no forms gets the plan, and is not sent a question it cannot answer', async t => {
  const service = await startService(t)
  for (const each of [{}, { elicitation: { url: {} } }]) {
    const answer = await postModern(service, deletion(), { capabilities: each, role: 'admin' })
    const { result } = messageIn(answer.body)
    assert.equal(result?.['resultType'], 'complete')
    assert.equal(result['isError'], true)
  }
  assert.ok(isThere(service))
})

test('2026: a role that may not delete is asked nothing', async t => {
  const service = await startService(t)
  const answer = await postModern(service, deletion(), { capabilities, role: 'operator' })
  assert.match(answer.body, /forbidden/)
})

test('2025: the service stops although somebody is still being asked', async t => {
  const service = await startService(t, { ...sessions, stopGraceMs: 100 })
  let isAsked = false
  const client = await connectAsking(t, '2025', await service.listen(), 'admin', () => {
    isAsked = true
    return new Promise(() => undefined)
  })
  const answer = client.callTool('delete_vm', { vm }).catch((error: unknown) => error)
  await until('the person is asked', () => isAsked)
  const startedAt = performance.now()
  await service.app.close()
  assert.ok(performance.now() - startedAt < 4000)
  await answer
  assert.ok(isThere(service))
  assert.notEqual(service.audit().at(-1)?.outcome, 'ok')
})
