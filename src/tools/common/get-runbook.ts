import { Type } from '@sinclair/typebox'
import { CodedError } from '../../errors.ts'
import { renderRunbook, runbooks } from '../../runbooks/index.ts'
import { defineTool } from '../define-tool.ts'
import { ownLines, stringEnum } from '../schemas.ts'

function about(what: string) {
  return Type.Optional(Type.String({ minLength: 1, maxLength: 1024, description: what }))
}

/** What the prompts of MCP offer, for clients that show their models tools only. */
export const getRunbook = defineTool({
  name: 'get_runbook',
  title: 'Get a runbook',
  toolset: 'common',
  description:
    'Numbered steps for a whole task: which tools to call in which order, what to look at, what to ask the person ' +
    'before a change, what to report. Get it before you begin such a task, then follow it.',
  risk: 'read',
  idempotent: true,
  rest: 'GET /runbooks/:runbook',
  vcenter: 'none',
  privileges: [],
  input: Type.Object({
    runbook: stringEnum(
      runbooks.map(({ name }) => name),
      { description: 'Which task.' }
    ),
    vm: about('Id or name; slow_vm and vm_handover need it.'),
    host: about('Id or name; host_evacuation needs it.'),
    cluster: about('Id or name, for capacity_review.'),
    datastore: about('Id or name, for capacity_review.')
  }),
  output: Type.Object({ name: Type.String(), title: Type.String(), text: Type.String(ownLines) }),
  async run({ runbook: name, ...given }, context) {
    const runbook = runbooks.find(each => each.name === name)
    if (!runbook) throw new CodedError('not_found', 'There is no runbook of that name.')
    return renderRunbook(runbook, given, tool => context.mayUse(tool))
  }
})
