import { problem } from '../../src/errors.ts'
import { runbooks } from '../../src/runbooks/index.ts'
import { getRunbook } from '../../src/tools/common/get-runbook.ts'
import type { Exchange } from './exchange.ts'
import { Refusal, dataOf } from './refusal.ts'
import { type McpCall, callOf, runCall } from './tool-handlers.ts'

/** The tool that brings a runbook to clients without prompts: getting a prompt is a call of it. */
export const runbookTool = getRunbook.name

/** @see https://modelcontextprotocol.io/specification/2025-11-25/server/prompts */
export function listPrompts({ request, services }: Exchange) {
  if (!services.mayUse(request.principal, runbookTool)) return []
  return runbooks.map(({ name, title, description, arguments: own }) => ({
    name,
    title,
    description,
    arguments: own.map(({ name: argument, description: meaning, required }) => ({
      name: argument,
      description: meaning,
      required
    }))
  }))
}

/** @throws `Refusal` when there is no such prompt, or its arguments are not those it takes */
export async function getPrompt(exchange: Exchange, name: string, call: McpCall) {
  const runbook = runbooks.find(each => each.name === name)
  const outcome = runbook && callOf(exchange, call.rpcId) && (await runCall(exchange, call))
  if (!outcome) throw new Refusal(noSuchPrompt())
  const { text } = dataOf(outcome)
  const content = { type: 'text' as const, text: String(text) }
  return { description: runbook.description, messages: [{ role: 'user' as const, content }] }
}

function noSuchPrompt() {
  const hint = `There are: ${runbooks.map(({ name }) => name).join(', ')}.`
  return problem('invalid_argument', 'There is no prompt of that name.', { hint })
}
