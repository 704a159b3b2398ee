/** The severities of RFC 5424, from the least on. https://modelcontextprotocol.io/specification/2025-11-25/server/utilities/logging#log-levels */
const levels = ['debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency'] as const

export type MessageLevel = (typeof levels)[number]

export function isMessageLevel(value: unknown): value is MessageLevel {
  return levels.some(level => level === value)
}

export function isAsSevere(level: MessageLevel, least: MessageLevel): boolean {
  return levels.indexOf(level) >= levels.indexOf(least)
}
