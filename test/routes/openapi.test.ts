import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bearer, startService } from '../helper.ts'

interface OpenApi {
  openapi: string
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, unknown> }
}

interface Operation {
  operationId: string
  parameters?: { name: string; in: string; required?: boolean }[]
  requestBody?: { content: { 'application/json': { schema: { properties: object } } } }
  responses: Record<string, unknown>
}

test('every tool is an operation of OpenAPI 3.1, at its own path and method', async t => {
  const { app } = await startService(t)
  const answer = await app.inject({ url: '/openapi.json', headers: bearer('admin') })
  const document = answer.json<OpenApi>()
  assert.equal(document.openapi, '3.1.0')
  const operations = Object.values(document.paths).flatMap(path => Object.values(path))
  assert.deepEqual(
    operations.map(operation => operation.operationId).toSorted(),
    app.tools.tools.map(tool => tool.name).toSorted()
  )
  for (const tool of app.tools.tools) {
    const path = `/api/v1${tool.path.replaceAll(/:(\w+)/g, '{$1}')}`
    const operation = document.paths[path]?.[tool.method.toLowerCase()]
    const body = Object.keys(operation?.requestBody?.content['application/json'].schema.properties ?? {})
    const names = [...(operation?.parameters ?? []).map(parameter => parameter.name), ...body]
    assert.deepEqual(names.toSorted(), Object.keys(tool.input.properties).toSorted(), tool.name)
  }
})

test('refusals refer to one Problem schema, and all references lead somewhere', async t => {
  const { app } = await startService(t)
  const { body } = await app.inject({ url: '/openapi.json', headers: bearer('admin') })
  const references = new Set([...body.matchAll(/"\$ref":"([^"]+)"/g)].map(match => match[1]))
  assert.deepEqual([...references], ['#/components/schemas/Problem'])
  assert.ok('Problem' in (JSON.parse(body) as OpenApi).components.schemas)
})

test('problems are described under the media type in which they are sent', async t => {
  const { app } = await startService(t)
  const { body } = await app.inject({ url: '/openapi.json', headers: bearer('admin') })
  const { paths } = JSON.parse(body) as OpenApi
  for (const operation of Object.values(paths).flatMap(path => Object.values(path))) {
    const { content } = operation.responses['default'] as { content: object }
    assert.deepEqual(Object.keys(content), ['application/problem+json'], operation.operationId)
  }
})

test('a reader sees the operations it may use and no others', async t => {
  const { app } = await startService(t)
  const { body } = await app.inject({ url: '/openapi.json', headers: bearer('viewer') })
  const shown = Object.values((JSON.parse(body) as OpenApi).paths).flatMap(path => Object.values(path))
  const allowed = app.tools.tools
    .filter(tool => tool.risk === 'read' && tool.toolset !== 'audit')
    .map(tool => tool.name)
  assert.deepEqual(shown.map(({ operationId }) => operationId).toSorted(), allowed.toSorted())
})
