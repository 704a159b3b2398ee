import type { Folder, Host } from '../inventory/index.ts'
import { addHost, removeHost } from '../places/hosts.ts'
import { invalidArgument, message, notFound, vapiError } from './errors.ts'
import { finishJob, startJob } from './jobs.ts'
import { param, withBody, type Call, type Operation } from './operation.ts'

/** https://developer.broadcom.com/xapis/vsphere-automation-api/latest/vcenter/host/ */

/** `folder` "is currently required". Whatever the host's name and credentials: it is there and lets one in. */
export const createHost: Operation = withBody({
  ok: 201,
  wrapper: 'spec',
  fields: {
    'hostname!': 'text',
    port: 'integer',
    'user_name!': 'text',
    'password!': 'text',
    folder: 'text',
    'thumbprint_verification!': { oneOf: ['NONE', 'THUMBPRINT'] },
    thumbprint: 'text',
    force_add: 'boolean'
  },
  run: async call => {
    const { hostname, folder: id, port = 443, thumbprint } = call.body
    if (hostname === '') throw invalidArgument('hostname', hostname)
    if (port < 1 || port > 65_535) throw invalidArgument('port', port)
    if ((call.body.thumbprint_verification === 'THUMBPRINT') !== (thumbprint !== undefined)) {
      throw invalidArgument('thumbprint', thumbprint)
    }
    const folder = folderOf(call, id)
    const host = await finishJob(
      startJob(call, {
        name: 'AddStandaloneHost_Task',
        descriptionId: 'Folder.addStandaloneHost',
        entity: { type: 'Folder', id: folder.id, name: folder.name },
        made: made => ({ type: 'ComputeResource', id: made.parent }),
        effect: () => addHost(call.state, folder, hostname)
      })
    )
    return host.id
  }
})

/** A standalone host only: RESOURCE_IN_USE for one in a cluster. */
export const deleteHost: Operation = {
  ok: 204,
  run: async call => {
    const host = hostOf(call)
    await finishJob(
      startJob(call, {
        name: 'Destroy_Task',
        descriptionId: 'ComputeResource.destroy',
        entity: { type: 'HostSystem', id: host.id, name: host.name },
        effect: () => removeHost(call.state, host)
      })
    )
  }
}

export const connectHost = connecting('CONNECTED', 'ReconnectHost_Task', 'HostSystem.reconnect')
export const disconnectHost = connecting('DISCONNECTED', 'DisconnectHost_Task', 'HostSystem.disconnect')

function connecting(wanted: 'CONNECTED' | 'DISCONNECTED', name: string, descriptionId: string): Operation {
  return {
    ok: 204,
    run: async call => {
      const host = hostOf(call)
      if (host.connectionState === wanted) {
        const words = wanted.toLowerCase()
        const text = `The host is already ${words}.`
        throw vapiError(
          'ALREADY_IN_DESIRED_STATE',
          message(`com.vmware.api.vcenter.host.already_${words}`, text)
        )
      }
      // That this is ERROR, the one documented type for what else goes wrong, is inferred.
      if (wanted === 'CONNECTED' && host.connectionState === 'NOT_RESPONDING') {
        const text = 'Unable to communicate with the remote host.'
        throw vapiError('ERROR', message('vmsg.NoHost.summary', text, host.name))
      }
      const entity = { type: 'HostSystem', id: host.id, name: host.name }
      const effect = (): void => {
        host.connectionState = wanted
      }
      await finishJob(startJob(call, { name, descriptionId, entity, effect }))
    }
  }
}

function hostOf(call: Pick<Call, 'params' | 'state'>): Host {
  const id = param(call, 'host')
  const host = call.state.inventory.hosts.get(id)
  if (!host) throw notFound('host', id)
  return host
}

function folderOf(call: Pick<Call, 'state'>, id: string | undefined): Folder {
  if (id === undefined) throw invalidArgument('folder', null)
  const folder = call.state.inventory.folders.get(id)
  if (!folder) throw notFound('folder', id)
  return folder
}
