import type { Config } from '../config.ts'
import type { ToolDefinition } from '../tools/define-tool.ts'
import { toolDefinitions } from '../tools/index.ts'

/** The tools of this deployment; all of them when the configuration cannot be used as a whole. */
export function enabledTools(config: Config | undefined): readonly ToolDefinition[] {
  return config?.tools ?? toolDefinitions
}
