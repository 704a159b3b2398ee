import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { budgets, measureAnswers, tokensIn } from '../../scripts/generate/budgets.ts'
import { toolDefinitions } from '../../src/tools/index.ts'
import { createRegistry } from '../../src/tools/registry.ts'

test('the manifest, every usual answer and the longest of every list stay within their budgets', async () => {
  const { usual, longest } = await measureAnswers()
  const reads = toolDefinitions.filter(({ risk }) => risk === 'read').map(({ name }) => name)
  assert.deepEqual(
    usual.map(({ tool }) => tool),
    reads
  )
  for (const { tool, text, json } of usual) {
    assert.ok(json <= budgets.page, `${tool}: ${json} tokens`)
    assert.ok(text <= json, `${tool}: its text is longer than its JSON`)
  }
  assert.ok(longest.length >= 8)
  for (const { tool, json } of longest) assert.ok(json <= budgets.most, `${tool}: ${json} tokens`)
  // with a table instead of JSON, rows cost a model little more than half
  const rows = usual.filter(each => (each.rows ?? 0) >= 10)
  assert.ok(rows.length >= 3)
  for (const { tool, text, json } of rows) assert.ok(text < 0.7 * json, `${tool}: ${text} of ${json}`)

  const { tools } = createRegistry(toolDefinitions, { vcenters: ['vc'], verboseByDefault: false })
  const costs = tools.map(tool => tokensIn(JSON.stringify(tool.descriptorFor(['vc']))))
  assert.ok(costs.reduce((sum, each) => sum + each, 0) <= budgets.manifest)
  for (const [index, cost] of costs.entries()) assert.ok(cost <= budgets.tool, tools[index]?.name)
})

test('the figures stand in docs/tools.md', () => {
  const page = readFileSync('docs/tools.md', 'utf8')
  for (const limit of Object.values(budgets)) assert.match(page, new RegExp(`^\\|.* \\| ${limit} \\|$`, 'm'))
})
