import type { Config } from '../config.ts'
import type { ToolDefinition } from '../tools/define-tool.ts'
import { toolDefinitions } from '../tools/index.ts'

/** The tools that the service offers. `undefined`: the configuration cannot be used as a whole. */
export function enabledTools(_config: Config | undefined): readonly ToolDefinition[] {
  return toolDefinitions
}
