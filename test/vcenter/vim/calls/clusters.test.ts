import assert from 'node:assert/strict'
import { test } from 'node:test'
import { moRef, startVimServer } from '../vim-server.ts'

test('recommendations of a cluster are read with their migrations; without DRS there are none', async t => {
  const recommendation = {
    _typeName: 'ClusterRecommendation',
    key: '12',
    type: 'V1',
    time: '2026-01-02T03:04:05.678901Z',
    rating: 4,
    reason: 'fairnessCpuAvg',
    reasonText: 'Balance average CPU loads',
    target: moRef('ClusterComputeResource', 'domain-c8'),
    action: [
      {
        _typeName: 'ClusterMigrationAction',
        type: 'MigrationV1',
        target: moRef('VirtualMachine', 'vm-1'),
        drsMigration: {
          _typeName: 'ClusterDrsMigration',
          key: '12',
          time: '2026-01-02T03:04:05.678901Z',
          vm: moRef('VirtualMachine', 'vm-1'),
          source: moRef('HostSystem', 'host-1'),
          destination: moRef('HostSystem', 'host-2')
        }
      },
      { _typeName: 'ClusterInitialPlacementAction', type: 'HostPowerV1' }
    ]
  }
  const answers = [{ value: [recommendation] }, { value: null }]
  const { client, paths } = await startVimServer(t, () => answers.shift())
  const [first] = await client.listRecommendations({ cluster: 'domain-c8' })
  assert.equal(first?.rating, 4)
  assert.equal(first.action?.[0]?.drsMigration?.destination?.value, 'host-2')
  assert.deepEqual(await client.listRecommendations({ cluster: 'domain-c8' }), [])
  assert.equal(paths()[0], 'ClusterComputeResource/domain-c8/recommendation')
})
