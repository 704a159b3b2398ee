import { closest } from 'fastest-levenshtein'
import type { ToolDefinition } from '../tools/define-tool.ts'
import { toolDefinitions } from '../tools/index.ts'
import { listIn } from './environment.ts'
import type { Environment } from './schema.ts'

/** The tools of this deployment: those of TOOLSETS and the common ones, and with READ_ONLY only those that change nothing. */
export function toolsOf(environment: Environment, mistakes: string[]): readonly ToolDefinition[] {
  const all = [...new Set(toolDefinitions.map<string>(tool => tool.toolset))]
  const wanted = listIn(environment.TOOLSETS)
  for (const each of wanted.filter(name => !all.includes(name))) {
    mistakes.push(`TOOLSETS: '${each}' is no toolset. Did you mean '${closest(each, all)}'?`)
  }
  const tools = toolDefinitions.filter(
    tool =>
      (wanted.length === 0 || wanted.includes(tool.toolset) || tool.toolset === 'common') &&
      (!environment.READ_ONLY || tool.risk === 'read')
  )
  if (tools.every(tool => tool.toolset === 'common')) {
    mistakes.push('TOOLSETS: together with READ_ONLY leaves no tool. Add a toolset that reads.')
  }
  return tools
}
