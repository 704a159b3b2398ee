import type { Library, LibraryItem } from '../libraries.ts'
import { destroyMachine } from '../machine/remove.ts'
import { libraryOf } from './content.ts'
import { invalidArgument, message, notFound, vapiError, type VapiError } from './errors.ts'
import { param, withBody, type Call, type Operation } from './operation.ts'

/** Single items: https://developer.broadcom.com/xapis/vsphere-automation-api/latest/content/library/item/ */

export const getItem: Operation = {
  ok: 200,
  run: call => describeItem(itemOf(call, param(call, 'library_item_id')))
}

/** Name, description and type can be changed; of the other fields of an item the server keeps its own. */
export const updateItem: Operation = withBody({
  ok: 204,
  wrapper: 'update_spec',
  fields: {
    id: 'text',
    library_id: 'text',
    content_version: 'text',
    creation_time: 'text',
    description: 'text',
    last_modified_time: 'text',
    last_sync_time: 'text',
    metadata_version: 'text',
    name: 'text',
    cached: 'boolean',
    size: 'integer',
    type: 'text',
    version: 'text',
    source_id: 'text',
    security_compliance: 'boolean',
    certificate_verification_info: {
      fields: {
        'status!': {
          oneOf: [
            'NOT_AVAILABLE',
            'VERIFIED',
            'INTERNAL',
            'VERIFICATION_FAILURE',
            'VERIFICATION_IN_PROGRESS',
            'UNTRUSTED'
          ]
        },
        cert_chain: { list: 'text' }
      }
    }
  },
  run: call => {
    const item = itemOf(call, param(call, 'library_item_id'))
    const library = localLibraryOf(call, item)
    const { name = item.name, description = item.description, version, type } = call.body
    if (version !== undefined && version !== String(item.version)) throw invalidArgument('version', version)
    if (name === '' || name.length > 80) throw invalidArgument('name', name)
    if (description.length > 2000) throw invalidArgument('description', description)
    if ([...library.items.values()].some(other => other !== item && other.name === name)) {
      throw nameTaken(name)
    }
    if (type !== undefined && type !== item.type) throw invalidArgument('type', type)
    Object.assign(item, { name, description, version: item.version + 1, modified: call.state.now() })
  }
})

/** The files go with it, and the template of a template item too. */
export const deleteItem: Operation = {
  ok: 204,
  run: call => {
    const item = itemOf(call, param(call, 'library_item_id'))
    localLibraryOf(call, item).items.delete(item.id)
    const template = call.state.inventory.vms.get(item.template ?? '')
    if (template) destroyMachine(call.state, template)
  }
}

export function itemOf(call: Pick<Call, 'state'>, id: string): LibraryItem {
  const item = call.state.libraries.item(id)
  if (!item) throw notFound('library item', id)
  return item
}

/** What is in a subscribed library belongs to its publisher. */
function localLibraryOf(call: Pick<Call, 'state'>, item: LibraryItem): Library {
  const library = libraryOf(call, item.library)
  if (library.type === 'LOCAL') return library
  const text = 'Items of a subscribed library cannot be changed.'
  throw vapiError('INVALID_ELEMENT_TYPE', message('com.vmware.vdcs.cls-main.not_local', text))
}

export function nameTaken(name: string): VapiError {
  const text = `The name '${name}' already exists.`
  return vapiError('ALREADY_EXISTS', message('com.vmware.vdcs.cls-main.already_exists', text, name))
}

function describeItem(item: LibraryItem) {
  const created = new Date(item.created).toISOString()
  return {
    id: item.id,
    library_id: item.library,
    name: item.name,
    description: item.description,
    type: item.type,
    size: item.size,
    cached: true,
    version: String(item.version),
    content_version: '2',
    metadata_version: '1',
    creation_time: created,
    last_modified_time: new Date(item.modified).toISOString(),
    security_compliance: true
  }
}
