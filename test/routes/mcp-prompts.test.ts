import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runbooks } from '../../src/runbooks/index.ts'
import { callRest } from '../faces.ts'
import { startService } from '../helper.ts'
import type { RpcMessage } from '../modern-request.ts'
import { startNamed, vcentersFile } from '../vcenters.ts'
import { eras } from './both-eras.ts'

function namesIn({ result }: RpcMessage): string[] {
  return ((result?.['prompts'] ?? []) as { name: string }[]).map(({ name }) => name)
}

function valuesIn({ result }: RpcMessage): string[] {
  return (result?.['completion'] as { values: string[] } | undefined)?.values ?? assert.fail('no completion')
}

const vmTemplate = { type: 'ref/resource', uri: 'vsphere://{vcenter}/vms/{id}' }

for (const [era, ask] of Object.entries(eras)) {
  test(`${era}: the prompts are the runbooks, and say what get_runbook says`, async t => {
    const service = await startService(t)
    assert.deepEqual(
      namesIn(await ask(service, 'prompts/list')),
      runbooks.map(({ name }) => name)
    )
    const { result } = await ask(service, 'prompts/get', { name: 'slow_vm', arguments: { vm: 'web-01' } })
    const { body } = await callRest(service, 'viewer', 'get_runbook', { runbook: 'slow_vm', vm: 'web-01' })
    assert.deepEqual(result?.['messages'], [{ role: 'user', content: { type: 'text', text: body['text'] } }])
    assert.match(String(body['text']), /VM 'web-01'/)
    const [record] = service.audit()
    assert.deepEqual([record?.tool, record?.method], ['get_runbook', 'prompts/get'])
  })

  test(`${era}: a prompt is written for its reader: what its role cannot do is somebody else's`, async t => {
    const service = await startService(t)
    const textFor = async (role: 'viewer' | 'admin') =>
      JSON.stringify(
        (await ask(service, 'prompts/get', { name: 'slow_vm', arguments: { vm: 'web-01' } }, role)).result
      )
    assert.match(
      await textFor('viewer'),
      /recommend the figures to somebody whose role holds modify_vm_resources/
    )
    assert.doesNotMatch(await textFor('admin'), /recommend the figures to somebody/)
  })

  test(`${era}: a prompt that is not there, or lacks an argument, is refused with what there is`, async t => {
    const service = await startService(t)
    const unknown = await ask(service, 'prompts/get', { name: 'slow_vmm' })
    assert.equal(unknown.error?.code, -32_602)
    assert.match(String(unknown.error.data?.['hint']), /slow_vm/)
    const lacking = await ask(service, 'prompts/get', { name: 'slow_vm' })
    assert.equal(lacking.error?.code, -32_602)
    assert.match(lacking.error.message, /needs the argument 'vm'/)
  })

  test(`${era}: a role without get_runbook has no prompts`, async t => {
    const service = await startService(t, {
      env: { ROLES_TO_TOOLS: JSON.stringify({ viewer: ['list_vms'], operator: [], admin: ['*'] }) }
    })
    assert.deepEqual(namesIn(await ask(service, 'prompts/list')), [])
    const { error } = await ask(service, 'prompts/get', { name: 'slow_vm', arguments: { vm: 'web-01' } })
    assert.equal(error?.data?.['code'], 'forbidden')
  })

  test(`${era}: names and ids are completed, for resources and for prompts`, async t => {
    const service = await startService(t)
    const complete = async (ref: object, name: string, value: string) =>
      valuesIn(await ask(service, 'completion/complete', { ref, argument: { name, value } }))
    const names = [...service.simulator.inventory.vms.values()].map(vm => vm.name)
    const web = names.filter(name => name.startsWith('web-')).toSorted()
    assert.deepEqual((await complete(vmTemplate, 'id', 'WEB-')).toSorted(), web)
    assert.deepEqual(await complete(vmTemplate, 'id', 'vm-1001'), ['vm-1001'])
    const prompt = { type: 'ref/prompt', name: 'slow_vm' }
    assert.deepEqual((await complete(prompt, 'vm', 'web-')).toSorted(), web)
    const host = { type: 'ref/prompt', name: 'host_evacuation' }
    assert.ok((await complete(host, 'host', 'esx-')).every(value => value.startsWith('esx-')))
    // a name that two have is completed to their ids
    assert.equal(
      new Set(await complete(vmTemplate, 'id', 'app-01')).size,
      names.filter(each => each === 'app-01').length
    )
  })

  test(`${era}: what cannot be completed is completed by nothing, and nobody is refused for typing`, async t => {
    const service = await startService(t, {
      env: { ROLES_TO_TOOLS: JSON.stringify({ viewer: ['get_vm_details'], operator: [], admin: ['*'] }) }
    })
    for (const [ref, name] of [
      [vmTemplate, 'id'],
      [vmTemplate, 'nothing'],
      [{ type: 'ref/resource', uri: 'vsphere://{vcenter}/planets/{id}' }, 'id'],
      [{ type: 'ref/prompt', name: 'nothing' }, 'vm']
    ] as const) {
      const answer = await ask(service, 'completion/complete', { ref, argument: { name, value: 'web' } })
      assert.deepEqual(valuesIn(answer), [])
    }
    assert.equal(service.simulator.requests.length, 0)
  })

  test(`${era}: a completion of the wrong form is refused, and is no call`, async t => {
    const service = await startService(t)
    for (const params of [
      { ref: vmTemplate, argument: { name: 'id', value: 7 } },
      { ref: vmTemplate, argument: 'id' },
      { ref: 'vms', argument: { name: 'id', value: 'web' } },
      {}
    ])
      assert.ok((await ask(service, 'completion/complete', params)).error)
    assert.deepEqual(service.audit(), [])
  })

  test(`${era}: the vCenter is completed by those that its reader may know of, and the id by what that one has`, async t => {
    const { simulator: other, entry } = await startNamed(t, 'vc-two.example')
    const service = await startService(t, { env: { VCENTERS_FILE: vcentersFile(t, [entry]) } })
    const vcenters = { ref: vmTemplate, argument: { name: 'vcenter', value: 'VC-' } }
    assert.deepEqual(valuesIn(await ask(service, 'completion/complete', vcenters)), ['vc-two.example'])
    assert.deepEqual(service.audit(), [], 'that is no call')
    const ids = {
      ref: vmTemplate,
      argument: { name: 'id', value: 'web-01' },
      context: { arguments: { vcenter: 'vc-two.example' } }
    }
    assert.deepEqual(valuesIn(await ask(service, 'completion/complete', ids)), ['web-01'])
    assert.ok(other.requests.length > 0)
    assert.equal(service.simulator.requests.length, 0)
  })

  test(`${era}: of many only the first hundred are shown, and how many there are`, async t => {
    const service = await startService(t, { simulator: { vms: 400 } })
    const params = { ref: vmTemplate, argument: { name: 'id', value: '' } }
    const { result } = await ask(service, 'completion/complete', params)
    const { values, total, hasMore } = (result?.['completion'] ?? {}) as Record<string, unknown>
    assert.deepEqual([(values as string[] | undefined)?.length, hasMore], [100, true])
    assert.ok(Number(total) >= 400)
  })
}

for (const [era, ask] of Object.entries(eras)) {
  test(`${era}: a cursor of another server is refused by every list, and none is given out`, async t => {
    const service = await startService(t)
    for (const method of ['tools/list', 'resources/list', 'resources/templates/list', 'prompts/list']) {
      assert.equal((await ask(service, method, { cursor: 'abc' })).error?.code, -32_602, method)
      assert.equal((await ask(service, method)).result?.['nextCursor'], undefined)
    }
  })
}
