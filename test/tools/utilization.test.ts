import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bearer, startService } from '../helper.ts'

test('a cluster has the same name in its figures as everywhere else, whatever characters are in it', async t => {
  const { app, simulator } = await startService(t)
  const cluster = [...simulator.inventory.computeResources.values()].find(each => each.name === 'prod')
  assert.ok(cluster)
  cluster.name = 'A/B 50%'
  const answer = await app.inject({
    url: '/api/v1/utilization',
    query: { cluster: cluster.name },
    headers: bearer('viewer')
  })
  const { clusters } = answer.json<{ clusters: { name: string }[] }>()
  assert.deepEqual(
    clusters.map(({ name }) => name),
    ['A/B 50%']
  )
})
