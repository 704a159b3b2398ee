import { isObject } from '../objects.ts'

/** A call as a line of the audit tells of it. What other versions say less is absent, what they say more is left out. */
export interface PastCall {
  time: string
  /** The same in milliseconds since 1970. */
  at: number
  principal: string
  tool: string
  id?: string
  role?: string
  risk?: string
  vcenter?: string
  outcome?: string
  code?: string
  task?: string
  duration_ms?: number
  /** Without the values that the audit masks. */
  arguments: Record<string, unknown>
}

const texts = ['id', 'role', 'risk', 'vcenter', 'outcome', 'code', 'task'] as const

/** `undefined` for what is no record: a line that was cut, or one of somebody else. */
export function pastCallIn(line: string): PastCall | undefined {
  const record = parsed(line)
  if (record?.['log'] !== 'audit') return undefined
  const { time, principal, tool, duration_ms, arguments: given } = record
  if (typeof time !== 'string' || typeof principal !== 'string' || typeof tool !== 'string') return undefined
  const at = Date.parse(time)
  if (Number.isNaN(at)) return undefined
  const call: PastCall = { time, at, principal, tool, arguments: isObject(given) ? given : {} }
  for (const name of texts) {
    const value = record[name]
    if (typeof value === 'string') call[name] = value
  }
  if (typeof duration_ms === 'number') call.duration_ms = duration_ms
  return call
}

function parsed(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined
  try {
    const value: unknown = JSON.parse(line)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}
