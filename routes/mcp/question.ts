import type { Consent } from '../../src/calls/confirmation.ts'
import { isObject } from '../../src/objects.ts'
import type { Plan } from '../../src/calls/outcome.ts'
import { quoted } from '../../src/text.ts'

/** The key of the question among the input requests of an answer. */
export const questionKey = 'confirm'

/** A plan as a form that a client shows to its person. `https://modelcontextprotocol.io/specification/2025-11-25/client/elicitation` */
export function questionFor(plan: Plan) {
  return {
    message: [plan.summary, ...plan.changes.map(sentenceOf), ...plan.warnings, 'Do this?'].join('\n'),
    requestedSchema: {
      type: 'object' as const,
      properties: {
        [questionKey]: {
          type: 'boolean' as const,
          title: 'Yes, do this'
        }
      },
      required: [questionKey]
    }
  }
}

/** Only an accepted form with a yes in it is consent; a closed form is as good as a no. */
export function consentIn({ action, content }: { action: string; content?: object | undefined }): Consent {
  const answer = (content as Record<string, unknown> | undefined)?.[questionKey]
  return action === 'accept' && answer === true ? 'given' : 'declined'
}

/** Whether a client can show a form: before there were kinds of elicitation, an empty object said so. */
export function canShowForms(capabilities: { elicitation?: unknown } | undefined): boolean {
  const { elicitation } = capabilities ?? {}
  return isObject(elicitation) && (Object.keys(elicitation).length === 0 || 'form' in elicitation)
}

function sentenceOf({ what, from, to }: Plan['changes'][number]): string {
  const parts = [from === undefined ? '' : ` from ${shown(from)}`, to === undefined ? '' : ` to ${shown(to)}`]
  return `- ${what}${parts.join('')}`
}

function shown(value: string | number | boolean): string {
  return typeof value === 'string' ? quoted(value) : String(value)
}
