import type { ToolDefinition } from '../tools/define-tool.ts'

/** The roles of an installation that configures none: each may do what the one before it may, and more. */
export function defaultRoles(tools: readonly ToolDefinition[]): Record<string, string[]> {
  const read = tools.filter(tool => tool.risk === 'read').map(tool => tool.name)
  const everyday = tools
    .filter(tool => tool.toolset === 'power' || tool.toolset === 'snapshots')
    .map(tool => tool.name)
  return { read, ops: [...new Set([...read, ...everyday])], admin: ['*'] }
}
