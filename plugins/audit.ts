import fp from 'fastify-plugin'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { auditRecord } from '../src/audit/record.ts'
import type { AuditReader } from '../src/audit/reader.ts'
import type { AuditSink } from '../src/audit/sink.ts'
import type { Outcome } from '../src/calls/outcome.ts'
import type { ToolCall } from '../src/calls/tool-call.ts'
import { problem } from '../src/errors.ts'

export interface AuditOptions {
  sink: AuditSink
  /** Hears of every record too: where there is no file it knows them from here. */
  reader: AuditReader
}

/**
 * One record a call, written when it is settled, whatever settled it. While records cannot be written, calls that
 * change something are refused: what nobody can prove must not be done.
 */
async function audit(app: FastifyInstance, { sink, reader }: AuditOptions) {
  function writeRecord(call: ToolCall, outcome: Outcome): void {
    const record = auditRecord(call, outcome)
    reader.remember(record)
    try {
      sink.write(record)
    } catch (error) {
      // the record is not lost: it goes where somebody looks
      app.log.error({ err: error, record }, 'the audit record could not be written')
    }
  }

  app.addHook('preHandler', function openRecords(request: FastifyRequest, _reply: FastifyReply, done) {
    for (const call of request.toolCalls) {
      call.onSettled(writeRecord)
      if (sink.failure && call.tool?.risk !== 'read') {
        const hint = 'Reads still work. The operator of this service should look at its log.'
        call.settle({
          kind: 'denied',
          problem: problem('audit_unavailable', 'The audit cannot be written, so nothing is changed.', {
            hint,
            nextTool: call.name
          })
        })
      }
    }
    done()
  })

  app.addHook('onClose', async function closeFiles() {
    sink.close()
    await reader.close()
  })
}

export default fp(audit, { name: 'audit', fastify: '5.x', dependencies: ['tool-calls'] })
