import type { PastCall } from './past-call.ts'

/** Which calls are looked for; what is unset lets all through. */
export interface CallQuery {
  principal?: string | undefined
  tool?: string | undefined
  /** Only what changes something: any risk above read. */
  changesOnly?: boolean | undefined
  outcome?: string | undefined
  code?: string | undefined
  vcenter?: string | undefined
  /** What an argument names: a whole value, or the end of an inventory path. Case makes no difference. */
  object?: string | undefined
  /** Milliseconds since 1970: from then on, */
  since?: number | undefined
  /** and before then. */
  until?: number | undefined
  /** So many are answered, and those of the same millisecond as the last: `until` its time then leads on. */
  limit: number
}

/** Times included. */
export function createCallFilter(query: CallQuery): (call: PastCall) => boolean {
  const { since = -Infinity, until = Infinity, changesOnly = false } = query
  const object = query.object?.toLowerCase()
  return call =>
    call.at >= since &&
    call.at < until &&
    isWanted(query.principal, call.principal) &&
    isWanted(query.tool, call.tool) &&
    isWanted(query.outcome, call.outcome) &&
    isWanted(query.code, call.code) &&
    isWanted(query.vcenter?.toLowerCase(), call.vcenter?.toLowerCase()) &&
    (!changesOnly || isChange(call)) &&
    (object === undefined || names(call.arguments, object))
}

function isWanted(wanted: string | undefined, value: string | undefined): boolean {
  return wanted === undefined || wanted === value
}

/** A tool that does not exist has no risk; one of a later version may have a risk that is not known here. */
function isChange({ risk }: PastCall): boolean {
  return risk !== undefined && risk !== 'read'
}

/** Arguments of our own records are no deeper; foreign ones must not exhaust the stack. */
const deepest = 32

function names(value: unknown, object: string, depth = 0): boolean {
  if (typeof value === 'string') {
    const text = value.toLowerCase()
    return text === object || text.endsWith(`/${object}`)
  }
  if (typeof value !== 'object' || value === null || depth > deepest) return false
  return Object.values(value).some(each => names(each, object, depth + 1))
}
