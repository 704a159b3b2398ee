import {
  findItems,
  findLibraries,
  getLibrary,
  getLocalLibrary,
  getSubscribedLibrary,
  listItems,
  listLibraries,
  listLocalLibraries,
  listSubscribedLibraries
} from './content.ts'
import { deleteItem, getItem, updateItem } from './library-items.ts'
import { createTemplateItem, deployTemplate, getTemplateItem } from './library-templates.ts'
import { deployOvf, filterOvf } from './ovf.ts'
import { both, com, type RouteRow } from './spelling.ts'

/** Content libraries and what is deployed from them. */
export const contentRoutes: readonly RouteRow[] = [
  com('GET /content/library', listLibraries),
  com('POST /content/library?action=find', findLibraries),
  com('GET /content/library/{library_id}', getLibrary),
  com('GET /content/local-library', listLocalLibraries),
  com('GET /content/local-library/{library_id}', getLocalLibrary),
  com('GET /content/subscribed-library', listSubscribedLibraries),
  com('GET /content/subscribed-library/{library_id}', getSubscribedLibrary),
  com('GET /content/library/item', listItems),
  com('POST /content/library/item?action=find', findItems),
  com('GET /content/library/item/{library_item_id}', getItem),
  com('PATCH /content/library/item/{library_item_id}', updateItem),
  com('DELETE /content/library/item/{library_item_id}', deleteItem),

  com('POST /vcenter/ovf/library-item/{ovf_library_item_id}?action=deploy', deployOvf),
  com('POST /vcenter/ovf/library-item/{ovf_library_item_id}?action=filter', filterOvf),

  both('POST /vcenter/vm-template/library-items', createTemplateItem),
  both('GET /vcenter/vm-template/library-items/{template_library_item}', getTemplateItem),
  both('POST /vcenter/vm-template/library-items/{template_library_item}?action=deploy', deployTemplate)
]
