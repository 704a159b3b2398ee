import assert from 'node:assert/strict'
import { test } from 'node:test'
import { callRest } from '../faces.ts'
import { startService } from '../helper.ts'
import { vcenterKinds } from '../vcenter-kinds.ts'

interface Details {
  nics: { network?: string; network_name?: string }[]
  placement: { host: string; host_name?: string }
}

for (const vcenter of vcenterKinds) {
  test(`a VM tells the names of its host and of all its networks, with ${vcenter.name}`, async t => {
    const service = await startService(t, { vcenter })
    const { hosts, networks, vms } = service.simulator.inventory
    let distributed = 0
    for (const { id } of [...vms.values()].filter(({ template }) => !template).slice(0, 12)) {
      const { nics, placement } = (await callRest(service, 'viewer', 'get_vm_details', { vm: id }))
        .body as unknown as Details
      assert.equal(placement.host_name, hosts.get(placement.host)?.name)
      for (const { network = '', network_name } of nics) {
        assert.equal(network_name, networks.get(network)?.name)
        if (network.startsWith('dvportgroup-')) distributed += 1
      }
    }
    assert.ok(distributed > 0)
  })
}

test('a limited role is told no name of a network that it may not see', async t => {
  const service = await startService(t, {
    env: {
      ROLES_TO_TOOLS: JSON.stringify({
        viewer: { tools: ['*'], scope: { vm_names: ['web-01'] } },
        operator: [],
        admin: ['*']
      })
    }
  })
  const { body } = await callRest(service, 'viewer', 'get_vm_details', { vm: 'web-01' })
  const { nics, placement } = body as unknown as Details
  assert.deepEqual([nics[0]?.network_name, placement.host_name], [undefined, undefined])
})
