/**
 * What requests about places, tags and tasks carry, in the words of the Automation API.
 *
 * @see https://developer.broadcom.com/xapis/vsphere-automation-api/latest/
 */

export interface ObjectId {
  /** Such as `VirtualMachine`. */
  type: string
  id: string
}

export interface DatacenterSpec {
  name: string
  folder?: string
}

export interface HostSpec {
  hostname: string
  port?: number
  user_name: string
  password: string
  folder?: string
  thumbprint_verification: 'NONE' | 'THUMBPRINT'
  thumbprint?: string
  force_add?: boolean
}

/** MHz for CPU, MiB for memory; a limit of -1 is none. */
export interface Allocation {
  reservation?: number
  expandable_reservation?: boolean
  limit?: number
  shares?: { level: 'LOW' | 'NORMAL' | 'HIGH' | 'CUSTOM'; shares?: number }
}

export interface ResourcePoolChange {
  name?: string
  cpu_allocation?: Allocation
  memory_allocation?: Allocation
}

export interface ResourcePoolSpec extends ResourcePoolChange {
  name: string
  parent: string
}

export interface CategorySpec {
  name: string
  description: string
  cardinality: 'SINGLE' | 'MULTIPLE'
  /** Empty: every type. */
  associable_types: string[]
}

export type CategoryChange = Partial<CategorySpec>

export interface TagSpec {
  name: string
  description: string
  category_id: string
}

export type TagChange = Partial<Pick<TagSpec, 'name' | 'description'>>

/** At most 1000 tasks are answered; a filter is required. */
export interface TaskList {
  filter_spec: {
    tasks?: string[]
    services?: string[]
    operations?: string[]
    status?: string[]
    users?: string[]
  }
  result_spec?: { return_all?: boolean; exclude_result?: boolean }
}
