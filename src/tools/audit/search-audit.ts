import { type Static, Type } from '@sinclair/typebox'
import type { View } from '../../audit/history.ts'
import type { PastCall } from '../../audit/past-call.ts'
import type { CallsFound } from '../../audit/reader.ts'
import { defineTool } from '../define-tool.ts'
import { listOf, stringEnum } from '../schemas.ts'
import { momentOf } from './moment.ts'
import { shownArguments } from './shown-arguments.ts'

const row = Type.Object({
  time: Type.String(),
  principal: Type.String(),
  role: Type.Optional(Type.String()),
  tool: Type.String(),
  risk: Type.Optional(Type.String()),
  vcenter: Type.Optional(Type.String()),
  arguments: Type.String(),
  outcome: Type.Optional(Type.String()),
  code: Type.Optional(Type.String()),
  task: Type.Optional(Type.String()),
  duration_ms: Type.Optional(Type.Number()),
  id: Type.Optional(Type.String())
})

const outcome = stringEnum(['ok', 'failed', 'denied', 'needs_confirmation', 'running', 'unknown'], {
  description: 'ok: really done.'
})

function exactly(description: string) {
  return Type.Optional(Type.String({ minLength: 1, maxLength: 256, description }))
}

function moment(description: string) {
  return Type.Optional(Type.String({ minLength: 1, maxLength: 40, description }))
}

const input = Type.Object({
  principal: exactly('Who called.'),
  tool: exactly('Its name.'),
  changes_only: Type.Optional(Type.Boolean({ default: true, description: 'Without reads.' })),
  outcome: Type.Optional(outcome),
  object: exactly('A VM, as the caller named it.'),
  vcenter: exactly('Its name.'),
  since: moment('24h, 7d, or ISO 8601.'),
  until: moment('Before then.'),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, description: '25' }))
})

const { next_cursor: _, ...envelope } = listOf(row).properties

export const searchAudit = defineTool({
  name: 'search_audit',
  title: 'Search the audit',
  toolset: 'audit',
  description:
    'Calls of this service, newest first: who called which tool with which arguments, and how it ended. Use it for ' +
    'what somebody changed, who touched a VM, what was refused. It knows nothing of changes made past this service.',
  risk: 'read',
  idempotent: true,
  rest: 'GET /audit',
  vcenter: 'none',
  privileges: [],
  input,
  output: Type.Object({
    ...envelope,
    total: Type.Integer(),
    complete_since: Type.Optional(Type.String({ description: 'from then on none is missing' })),
    skipped_lines: Type.Optional(Type.Integer())
  }),
  async run({ since, until, changes_only, limit = 25, ...others }, { calls, signal }) {
    const now = Date.now()
    const found = await calls.search(
      {
        ...others,
        changesOnly: changes_only,
        since: since === undefined ? undefined : momentOf('since', since, now),
        until: until === undefined ? undefined : momentOf('until', until, now),
        limit
      },
      signal
    )
    const hints = hintsOf(found, calls.view, { changes_only, object: others.object })
    return {
      items: found.calls.map(toRow),
      returned: found.calls.length,
      total: found.total,
      ...(found.completeSince !== undefined && { complete_since: found.completeSince }),
      ...(found.skipped > 0 && { skipped_lines: found.skipped }),
      ...(hints.length > 0 && { hint: hints.join(' ') })
    }
  }
})

function toRow({ at: _at, arguments: given, ...call }: PastCall): Static<typeof row> {
  const { time, principal, role, tool, risk, vcenter, ...rest } = call
  return {
    time,
    principal,
    ...(role !== undefined && { role }),
    tool,
    ...(risk !== undefined && { risk }),
    ...(vcenter !== undefined && { vcenter }),
    arguments: shownArguments(given),
    ...rest
  }
}

const viewHints: Readonly<Record<View, string>> = {
  all: '',
  'its vcenters': 'Only calls to vCenters that your role and token are for are shown.',
  own: 'Your role is limited to some objects, so only your own calls are shown.'
}

function hintsOf(
  { calls, total, isWhole, completeSince, source }: CallsFound,
  view: View,
  { changes_only, object }: { changes_only: boolean | undefined; object: string | undefined }
): string[] {
  const last = calls.at(-1)?.time
  return [
    viewHints[view],
    source === 'memory'
      ? 'There is no audit file to read: only what this process remembers was searched.'
      : '',
    total > calls.length && last !== undefined
      ? `${total - calls.length} ${isWhole ? '' : 'or more '}earlier: pass until: ${last}, or narrow the search.`
      : '',
    !isWhole && total === calls.length ? `Not all was searched: pass until: ${completeSince} to go on.` : '',
    total === 0 && changes_only ? 'Reads are left out: changes_only: false shows them.' : '',
    total === 0 && object !== undefined
      ? 'A caller may have named the VM by id, name, path or UUID: try the others.'
      : ''
  ].filter(hint => hint !== '')
}
