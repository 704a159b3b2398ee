import swagger from '@fastify/swagger'
import { Type } from '@sinclair/typebox'
import fp from 'fastify-plugin'
import type { FastifyInstance } from 'fastify'
import { catalogue } from '../src/errors.ts'
import { planSchema, stringEnum } from '../src/tools/schemas.ts'

const problemSchema = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String({ description: 'One sentence: what went wrong, with which object.' }),
    code: stringEnum(Object.keys(catalogue)),
    hint: Type.Optional(Type.String({ description: 'What to do about it.' })),
    retryable: Type.Boolean({ description: 'The same call may succeed later.' }),
    next_tool: Type.Optional(
      Type.String({ description: 'the operation to go on with, of those you may call' })
    ),
    retry_after_s: Type.Optional(Type.Integer()),
    details: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    vcenter: Type.Optional(Type.Object({ status: Type.Integer(), error_type: Type.Optional(Type.String()) })),
    plan: Type.Optional(planSchema),
    request_id: Type.String()
  },
  { $id: 'Problem', title: 'Problem', description: 'application/problem+json, RFC 9457' }
)

export interface OpenApiOptions {
  title: string
  version: string
}

/** Collects the schemas of all routes registered after it into one OpenAPI document. */
async function openApi(app: FastifyInstance, { title, version }: OpenApiOptions) {
  app.addSchema(problemSchema)
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title, version, description: 'vCenter operations; the same tools are served over MCP.' },
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
      security: [{ bearer: [] }]
    },
    // the schema by its own name, not `def-0`
    refResolver: {
      buildLocalReference: (json, _base, _fragment, index) =>
        typeof json['$id'] === 'string' ? json['$id'] : `schema-${index}`
    }
  })
}

export default fp(openApi, { name: 'openapi', fastify: '5.x' })
