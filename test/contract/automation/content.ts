import { Type } from '@sinclair/typebox'
import type { Entry } from '../operation.ts'
import {
  anything,
  choice,
  filled,
  flag,
  list,
  mapOf,
  message,
  moment,
  optional,
  shape,
  text,
  whole
} from '../shape.ts'

/** Libraries and OVF: https://developer.broadcom.com/xapis/vsphere-automation-api/latest/content/ */
const libraryType = choice('LOCAL SUBSCRIBED')
const authentication = choice('BASIC NONE')

const library = optional({
  id: filled,
  creation_time: moment,
  description: text,
  last_modified_time: moment,
  last_sync_time: moment,
  name: text,
  storage_backings: list(
    optional({ type: choice('DATASTORE OTHER'), datastore_id: text, storage_uri: text })
  ),
  type: libraryType,
  optimization_info: optional({ optimize_remote_publishing: flag }),
  version: text,
  publish_info: optional({
    authentication_method: authentication,
    published: flag,
    publish_url: text,
    user_name: text,
    password: text,
    current_password: text,
    persist_json_enabled: flag
  }),
  subscription_info: optional({
    authentication_method: authentication,
    automatic_sync_enabled: flag,
    on_demand: flag,
    password: text,
    ssl_thumbprint: text,
    subscription_url: text,
    user_name: text,
    source_info: optional({ source_library: text, subscription: text })
  }),
  server_guid: text,
  security_policy_id: text,
  unset_security_policy_id: flag
})

const item = optional({
  id: filled,
  library_id: filled,
  content_version: text,
  creation_time: moment,
  description: text,
  last_modified_time: moment,
  last_sync_time: moment,
  metadata_version: text,
  name: text,
  cached: flag,
  size: whole,
  type: text,
  version: text,
  source_id: text,
  security_compliance: flag,
  certificate_verification_info: shape({
    status: choice('NOT_AVAILABLE VERIFIED INTERNAL VERIFICATION_FAILURE VERIFICATION_IN_PROGRESS UNTRUSTED'),
    'cert_chain?': list(text)
  })
})

const target = shape({ resource_pool_id: filled, 'host_id?': filled, 'folder_id?': filled })
const provisioning = choice('thin thick eagerZeroedThick')

const deploymentSpec = shape({
  'name?': filled,
  'annotation?': text,
  accept_all_EULA: flag,
  'network_mappings?': mapOf(filled),
  'storage_mappings?': mapOf(
    shape({
      type: choice('DATASTORE STORAGE_PROFILE'),
      'datastore_id?': filled,
      'storage_profile_id?': filled,
      'provisioning?': provisioning
    })
  ),
  'storage_provisioning?': provisioning,
  'storage_profile_id?': filled,
  'locale?': text,
  'flags?': list(text),
  'additional_parameters?': list(Type.Object({}, { additionalProperties: true })),
  'default_datastore_id?': filled
})

const problem = shape({
  category: choice('VALIDATION INPUT SERVER'),
  'issues?': list(shape({ category: text, file: text, line_number: whole, column_number: whole, message })),
  'name?': text,
  'value?': text,
  'message?': message,
  'error?': anything
})

const deployed = shape({
  succeeded: flag,
  'resource_id?': shape({ type: filled, id: filled }),
  'error?': shape({
    errors: list(problem),
    warnings: list(problem),
    information: list(shape({ messages: list(message) }))
  })
})

export const contentEntries: Entry[] = [
  { name: 'library list', api: 'GET /api/content/library', result: list(filled) },
  {
    name: 'library find',
    api: 'POST /api/content/library?action=find',
    body: optional({ name: text, type: libraryType }),
    result: list(filled),
    errors: [400]
  },
  {
    name: 'library get',
    api: 'GET /api/content/library/{library_id}',
    result: library,
    errors: ['NOT_FOUND']
  },
  ...['local', 'subscribed'].flatMap((kind): Entry[] => [
    { name: `${kind} library list`, api: `GET /api/content/${kind}-library`, result: list(filled) },
    {
      name: `${kind} library get`,
      api: `GET /api/content/${kind}-library/{library_id}`,
      result: library,
      errors: [400, 'NOT_FOUND']
    }
  ]),
  {
    name: 'library item list',
    api: 'GET /api/content/library/item',
    query: { 'library_id!': filled },
    result: list(filled),
    errors: ['NOT_FOUND']
  },
  {
    name: 'library item find',
    api: 'POST /api/content/library/item?action=find',
    body: optional({ name: text, library_id: filled, source_id: text, type: text, cached: flag }),
    result: list(filled),
    errors: [400]
  },
  {
    name: 'library item get',
    api: 'GET /api/content/library/item/{library_item_id}',
    result: item,
    errors: ['NOT_FOUND']
  },
  {
    name: 'library item update',
    api: 'PATCH /api/content/library/item/{library_item_id}',
    body: item,
    wrap: 'update_spec',
    errors: [400, 'NOT_FOUND']
  },
  {
    name: 'library item delete',
    api: 'DELETE /api/content/library/item/{library_item_id}',
    errors: [400, 'NOT_FOUND']
  },
  {
    name: 'ovf deploy',
    api: 'POST /api/vcenter/ovf/library-item/{ovf_library_item_id}?action=deploy',
    query: { client_token: filled },
    restQuery: {},
    body: shape({ target, deployment_spec: deploymentSpec }),
    restBody: shape({ 'client_token?': filled, target, deployment_spec: deploymentSpec }),
    // 200 says only that the deployment was tried: `succeeded` tells how it ended.
    result: deployed,
    errors: [400, 'NOT_FOUND', 500]
  },
  {
    name: 'ovf filter',
    api: 'POST /api/vcenter/ovf/library-item/{ovf_library_item_id}?action=filter',
    body: shape({ target }),
    wrap: false,
    result: shape({
      'name?': text,
      'annotation?': text,
      EULAs: list(text),
      'networks?': list(text),
      'storage_groups?': list(text),
      'additional_params?': list(Type.Object({}, { additionalProperties: true }))
    }),
    errors: [400, 'NOT_FOUND', 500]
  }
]
