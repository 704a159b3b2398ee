/**
 * What tools answer, as far as the reference solutions read it. Which tool fills which field is in docs/tools.md; whoever
 * calls one knows it, so nothing here is optional but what the same tool may leave out.
 */
export interface Reply {
  id: string
  name: string
  changed: boolean
  items: Row[]
  groups: { value: string; count: number; name?: string }[]
  total: number
  result_id?: string
  next_cursor?: string
  power_state: string
  guest_os: string
  cpu: { count: number; hot_add_enabled: boolean }
  memory: { size_mib: number; hot_add_enabled: boolean }
  disks: { capacity_bytes: number }[]
  nics: { network: string; network_name?: string }[]
  guest: { tools_running: boolean; ip_address?: string }
  placement: { host: string; datastores: string[] }
  snapshot_count: number
  snapshot: { id: string; name: string }
  annotation?: string
  clusters: { id: string; name: string; vms: Counts; hosts: Counts; memory_mib: Share; cpu_mhz: Share }[]
  task: { id: string; state: string }
  state: string
  total_bytes: number
  free_bytes: number
  largest: Tenant[]
  snapshots: Part
  powered_off_vms: Part
  templates: Part
  findings: string[]
  cpu_mhz_allocation?: { limit?: number }
  measures: { cpu_usage_mhz: { average: number } }
  host: { name: string; cpu_used_percent: number }
  most_cpu: { name: string; cpu_mhz: number }[]
}

interface Tenant {
  id: string
  name: string
  power_state: string
  is_template: boolean
  bytes: number
  snapshot_bytes: number
}

interface Part {
  bytes: number
}

export interface Row {
  id: string
  name: string
  power_state: string
  cpu_count: number
  memory_mib: number
  host: string
  connection_state: string
  in_maintenance_mode: boolean
  memory_used_mib: number
  used_percent: number
  capacity_bytes: number
  free_bytes: number
  description: string
  created: string
  vm: string
  vm_name: string
  size_bytes: number
  object_name: string
  parent_id?: string
  is_current: boolean
  time: string
  principal: string
  tool: string
  arguments: string
  outcome: string
  code?: string
}

interface Counts {
  total: number
  powered_on: number
  connected: number
}

interface Share {
  used: number
  total: number
}

/** Why a tool did not do what it was called for, in the words of the service. */
export interface Problem {
  code: string
  message: string
  hint?: string
  retryable?: boolean
  details?: { candidates?: { id: string; name: string; path?: string }[] }
  plan?: { summary: string; changes: { what: string }[]; warnings: string[] }
}

export class Refusal extends Error {
  readonly problem: Problem

  constructor(tool: string, problem: Problem) {
    super(`${tool}: ${problem.code}: ${problem.message}`)
    this.name = 'Refusal'
    this.problem = problem
  }
}

/** Waits for a call that must be refused, and gives its problem. */
export async function refusalOf(call: Promise<unknown>): Promise<Problem> {
  try {
    await call
  } catch (error) {
    if (error instanceof Refusal) return error.problem
    throw error
  }
  throw new Error('The call was expected to be refused.')
}
