import type { Placement } from './vm-specs.ts'

/**
 * What requests about content libraries carry, in the words of the Automation API. Sizes are bytes, or MiB where it
 * is said.
 *
 * @see https://developer.broadcom.com/xapis/vsphere-automation-api/latest/content/
 */

export interface LibraryFilter {
  name?: string
  type?: 'LOCAL' | 'SUBSCRIBED'
}

export interface ItemFilter {
  name?: string
  library_id?: string
  source_id?: string
  type?: string
  cached?: boolean
}

export interface DeploymentTarget {
  resource_pool_id: string
  host_id?: string
  folder_id?: string
}

export interface OvfDeployment {
  target: DeploymentTarget
  deployment_spec: {
    name?: string
    annotation?: string
    accept_all_EULA: boolean
    network_mappings?: Record<string, string>
    storage_mappings?: Record<string, { type: string; datastore_id?: string; storage_profile_id?: string }>
    storage_provisioning?: 'thin' | 'thick' | 'eagerZeroedThick'
    storage_profile_id?: string
    locale?: string
    flags?: string[]
    default_datastore_id?: string
  }
}

interface ItemStorage {
  datastore?: string
  storage_policy?: { type: string; policy?: string }
}

export interface TemplateItemSpec {
  source_vm: string
  name: string
  description?: string
  library: string
  vm_home_storage?: ItemStorage
  disk_storage?: ItemStorage
  disk_storage_overrides?: Record<string, ItemStorage>
  placement?: Omit<Placement, 'datastore'>
}

/** `memory` in MiB. */
export interface TemplateDeployment extends Omit<TemplateItemSpec, 'source_vm' | 'library'> {
  powered_on?: boolean
  guest_customization?: { name?: string }
  hardware_customization?: {
    nics?: Record<string, { network?: string }>
    disks_to_remove?: string[]
    disks_to_update?: Record<string, { capacity: number }>
    cpu_update?: { num_cpus?: number; num_cores_per_socket?: number }
    memory_update?: { memory?: number }
  }
}
