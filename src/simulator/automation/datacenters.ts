import { addDatacenter, removeDatacenter } from '../places/datacenters.ts'
import { invalidArgument, notFound } from './errors.ts'
import { param, withBody, type Operation } from './operation.ts'
import { told } from './problems.ts'

/** https://developer.broadcom.com/xapis/vsphere-automation-api/latest/vcenter/datacenter/ */

/** `folder` "is currently required". */
export const createDatacenter: Operation = withBody({
  ok: 201,
  wrapper: 'spec',
  fields: { 'name!': 'text', folder: 'text' },
  run: ({ state, body: { name, folder: id } }) => {
    if (id === undefined) throw invalidArgument('folder', null)
    if (name === '' || name.length > 80) throw invalidArgument('name', name)
    const folder = state.inventory.folders.get(id)
    if (!folder) throw notFound('folder', id)
    return told(() => addDatacenter(state, folder, name)).id
  }
})

/** RESOURCE_IN_USE unless it is empty or `force` is true. */
export const deleteDatacenter: Operation = {
  ok: 204,
  parameters: [{ name: 'force', boolean: true }],
  run: call => {
    const id = param(call, 'datacenter')
    const datacenter = call.state.inventory.datacenters.get(id)
    if (!datacenter) throw notFound('datacenter', id)
    const force = call.query.get('force')?.[0] === 'true'
    told(() => removeDatacenter(call.state, datacenter, force))
  }
}
