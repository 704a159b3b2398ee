import type { ToolDefinition } from '../tools/define-tool.ts'
import type { VcenterClient, VimRelease } from '../vcenter/types.ts'
import { isAtLeast } from '../vcenter/vim/vim-values.ts'
import type { Finding } from './finding.ts'
import { wordsOf } from './in-time.ts'

/** Tools that do nothing without VI/JSON; others only lack fields, or paths and UUIDs as names of VMs. */
const vimOnly = new Set([
  'get_host_details',
  'get_datastore_details',
  'get_resource_utilization_summary',
  'get_vm_performance',
  'list_alarms',
  'list_vm_snapshots',
  'list_snapshots',
  'create_vm_snapshot',
  'delete_vm_snapshot',
  'get_task'
])

const firstWithVim = '8.0.1'

export function toolsWithoutVim(tools: readonly ToolDefinition[]): string[] {
  return tools.map(({ name }) => name).filter(name => vimOnly.has(name))
}

/** Which vCenter it is, and what it lacks. `client`: only where it is logged in. */
export async function checkRelease(
  release: VimRelease | Error | undefined,
  tools: readonly ToolDefinition[],
  client: VcenterClient | undefined
): Promise<Finding> {
  const check = 'release'
  if (release instanceof Error) {
    const remedy = 'See that /sdk/vim25 reaches vCenter, and that its service vpxd runs.'
    return { check, status: 'fail', message: `VI/JSON: ${wordsOf(release)}`, remedy }
  }
  if (release) {
    const { release: api, version, build, fullName } = release
    const data = { version, build, vim_json: api }
    return { check, status: 'ok', message: `${fullName || version}, VI/JSON ${api}`, data }
  }
  const { message, version, build } = await applianceVersion(client)
  const lost = toolsWithoutVim(tools)
  const isHidden = version !== undefined && isAtLeast(version, firstWithVim)
  return {
    check,
    status: 'warn',
    message: `${message}; no VI/JSON`,
    remedy: isHidden
      ? 'This release has VI/JSON: let /sdk/vim25 through whatever stands before vCenter.'
      : 'Upgrade vCenter to 8.0 U1 or later, or do without what needs it.',
    lines: [
      ...(lost.length > 0 ? [`Will not work: ${lost.join(', ')}.`] : []),
      'Verbose lists lack fields, VMs cannot be named by path or UUID, and privileges cannot be checked.'
    ],
    data: { ...(version !== undefined && { version, build }), vim_json: null, unsupported_tools: lost }
  }
}

/** The appliance asks for a role of its own (SystemConfiguration), which a service account need not have. */
async function applianceVersion(client: VcenterClient | undefined) {
  const unknown = {
    message: 'older than 8.0 U1, its version is not told',
    version: undefined,
    build: undefined
  }
  if (!client) return unknown
  try {
    const { product, version, build } = await client.getApplianceVersion()
    return { message: `${product} ${version} build-${build}`, version, build }
  } catch {
    return unknown
  }
}
