import type { TSchema } from '@sinclair/typebox'
import type { Entry } from '../operation.ts'
import { choice, filled, flag, list, mapOf, optional, shape, text, whole } from '../shape.ts'
import { guestOs } from './devices.ts'

/** VM templates in libraries: https://developer.broadcom.com/xapis/vsphere-automation-api/latest/vcenter/vm-template/ */
const all = '/api/vcenter/vm-template/library-items'
const one = `${all}/{template_library_item}`

function storageSpec(policies: string): TSchema {
  return optional({
    datastore: filled,
    storage_policy: shape({ type: choice(policies), 'policy?': filled })
  })
}

// the description has the first only; govc, which is used with the real thing, sends the second
const createStorage = storageSpec('USE_SPECIFIED_POLICY USE_SOURCE_POLICY')
const deployStorage = storageSpec('USE_SPECIFIED_POLICY USE_SOURCE_POLICY')
const storage = shape({ datastore: filled, 'storage_policy?': filled })
const placement = optional({ folder: filled, resource_pool: filled, host: filled, cluster: filled })

const hardware = optional({
  nics: mapOf(optional({ network: filled })),
  disks_to_remove: list(filled),
  disks_to_update: mapOf(shape({ capacity: whole })),
  cpu_update: optional({ num_cpus: whole, num_cores_per_socket: whole }),
  memory_update: optional({ memory: whole })
})

export const templateEntries: Entry[] = [
  {
    name: 'vm template get',
    api: `GET ${one}`,
    result: shape({
      guest_OS: guestOs,
      cpu: shape({ count: whole, cores_per_socket: whole }),
      memory: shape({ size_MiB: whole }),
      vm_home_storage: storage,
      disks: mapOf(shape({ 'capacity?': whole, disk_storage: storage })),
      nics: mapOf(
        shape({
          backing_type: choice('STANDARD_PORTGROUP HOST_DEVICE DISTRIBUTED_PORTGROUP OPAQUE_NETWORK'),
          mac_type: choice('MANUAL GENERATED ASSIGNED'),
          'network?': filled
        })
      ),
      vm_template: filled
    }),
    errors: ['NOT_FOUND', 500]
  },
  {
    name: 'vm template create',
    api: `POST ${all}`,
    body: shape({
      source_vm: filled,
      name: filled,
      'description?': text,
      library: filled,
      'vm_home_storage?': createStorage,
      'disk_storage?': createStorage,
      'disk_storage_overrides?': mapOf(createStorage),
      'placement?': placement
    }),
    result: filled,
    ok: 201,
    errors: [400, 'NOT_FOUND', 500]
  },
  {
    name: 'vm template deploy',
    api: `POST ${one}?action=deploy`,
    body: shape({
      name: filled,
      'description?': text,
      'vm_home_storage?': deployStorage,
      'disk_storage?': deployStorage,
      'disk_storage_overrides?': mapOf(deployStorage),
      'placement?': placement,
      'powered_on?': flag,
      'guest_customization?': optional({ name: filled }),
      'hardware_customization?': hardware
    }),
    result: filled,
    errors: [400, 'NOT_FOUND', 500]
  }
]
