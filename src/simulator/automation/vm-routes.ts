import {
  createScsiAdapter,
  deleteScsiAdapter,
  getScsiAdapter,
  listScsiAdapters,
  nvmeAdapters,
  sataAdapters,
  updateScsiAdapter
} from './adapters.ts'
import {
  getBoot,
  getBootDevices,
  getHardware,
  setBootDevices,
  updateBoot,
  updateHardware,
  upgradeHardware
} from './boot.ts'
import {
  connectCdromAction,
  createCdrom,
  deleteCdrom,
  disconnectCdromAction,
  getCdrom,
  listCdroms,
  updateCdrom
} from './cdroms.ts'
import { createTicket } from './console.ts'
import { listNone } from './devices.ts'
import { createDisk, deleteDisk, getDisk, listDisks, updateDisk } from './disks.ts'
import { getGuestPower, rebootGuestAction, shutdownGuestAction, standbyGuestAction } from './guest-power.ts'
import {
  getGuestFilesystems,
  getGuestIdentity,
  getGuestNetworking,
  listGuestInterfaces,
  listGuestRoutes
} from './guest.ts'
import { getCpu, getMemory, updateCpu, updateMemory } from './hardware.ts'
import {
  connectNicAction,
  createNic,
  deleteNic,
  disconnectNicAction,
  getNic,
  listNics,
  updateNic
} from './nics.ts'
import type { Operation } from './operation.ts'
import { getVmPolicy, updateVmPolicy } from './policies.ts'
import { both, segment, type RouteRow } from './spelling.ts'
import {
  connectInstaller,
  disconnectInstaller,
  getInstaller,
  getTools,
  updateTools,
  upgradeTools
} from './tools.ts'
import { cloneVm, instantCloneVm } from './vm-clone.ts'
import { createVm } from './vm-create.ts'
import { getPower, resetVm, startVm, stopVm, suspendVm } from './vm-power.ts'
import { registerVm, unregisterVm } from './vm-register.ts'
import { relocateVm } from './vm-relocate.ts'
import { deleteVm, getVm, listVms } from './vm.ts'

/** Everything at and below `/vcenter/vm`. */
export const vmRoutes: readonly RouteRow[] = [
  both('GET /vcenter/vm', listVms),
  both('POST /vcenter/vm', createVm),
  both('POST /vcenter/vm?action=clone', cloneVm),
  both('POST /vcenter/vm?action=instant-clone', instantCloneVm),
  both('POST /vcenter/vm?action=register', registerVm),
  both('GET /vcenter/vm/{vm}', getVm),
  both('DELETE /vcenter/vm/{vm}', deleteVm),
  both('POST /vcenter/vm/{vm}?action=relocate', relocateVm),
  both('POST /vcenter/vm/{vm}?action=unregister', unregisterVm),

  both('GET /vcenter/vm/{vm}/power', getPower),
  segment('POST /vcenter/vm/{vm}/power?action=start', startVm),
  segment('POST /vcenter/vm/{vm}/power?action=stop', stopVm),
  segment('POST /vcenter/vm/{vm}/power?action=suspend', suspendVm),
  segment('POST /vcenter/vm/{vm}/power?action=reset', resetVm),

  both('GET /vcenter/vm/{vm}/guest/power', getGuestPower),
  both('POST /vcenter/vm/{vm}/guest/power?action=shutdown', shutdownGuestAction),
  both('POST /vcenter/vm/{vm}/guest/power?action=reboot', rebootGuestAction),
  both('POST /vcenter/vm/{vm}/guest/power?action=standby', standbyGuestAction),
  both('GET /vcenter/vm/{vm}/guest/identity', getGuestIdentity),
  both('GET /vcenter/vm/{vm}/guest/networking', getGuestNetworking),
  both('GET /vcenter/vm/{vm}/guest/networking/interfaces', listGuestInterfaces),
  both('GET /vcenter/vm/{vm}/guest/networking/routes', listGuestRoutes),
  both('GET /vcenter/vm/{vm}/guest/local-filesystem', getGuestFilesystems),

  both('GET /vcenter/vm/{vm}/tools', getTools),
  both('PATCH /vcenter/vm/{vm}/tools', updateTools),
  both('POST /vcenter/vm/{vm}/tools?action=upgrade', upgradeTools),
  both('GET /vcenter/vm/{vm}/tools/installer', getInstaller),
  both('POST /vcenter/vm/{vm}/tools/installer?action=connect', connectInstaller),
  both('POST /vcenter/vm/{vm}/tools/installer?action=disconnect', disconnectInstaller),
  both('POST /vcenter/vm/{vm}/console/tickets', createTicket),
  both('GET /vcenter/vm/{vm}/storage/policy', getVmPolicy),
  both('PATCH /vcenter/vm/{vm}/storage/policy', updateVmPolicy),

  both('GET /vcenter/vm/{vm}/hardware', getHardware),
  both('PATCH /vcenter/vm/{vm}/hardware', updateHardware),
  {
    operation: upgradeHardware,
    api: 'POST /vcenter/vm/{vm}/hardware?action=upgrade',
    rest: 'POST /vcenter/vm/{vm}/hardware/action/upgrade'
  },
  both('GET /vcenter/vm/{vm}/hardware/cpu', getCpu),
  both('PATCH /vcenter/vm/{vm}/hardware/cpu', updateCpu),
  both('GET /vcenter/vm/{vm}/hardware/memory', getMemory),
  both('PATCH /vcenter/vm/{vm}/hardware/memory', updateMemory),
  both('GET /vcenter/vm/{vm}/hardware/boot', getBoot),
  both('PATCH /vcenter/vm/{vm}/hardware/boot', updateBoot),
  both('GET /vcenter/vm/{vm}/hardware/boot/device', getBootDevices),
  both('PUT /vcenter/vm/{vm}/hardware/boot/device', setBootDevices),

  ...device('disk', 'disk', { list: listDisks, get: getDisk, create: createDisk, remove: deleteDisk }),
  both('PATCH /vcenter/vm/{vm}/hardware/disk/{disk}', updateDisk),
  both('GET /vcenter/vm/{vm}/hardware/floppy', listNone),
  both('GET /vcenter/vm/{vm}/hardware/serial', listNone),
  both('GET /vcenter/vm/{vm}/hardware/parallel', listNone),
  ...device('ethernet', 'nic', { list: listNics, get: getNic, create: createNic, remove: deleteNic }),
  both('PATCH /vcenter/vm/{vm}/hardware/ethernet/{nic}', updateNic),
  segment('POST /vcenter/vm/{vm}/hardware/ethernet/{nic}?action=connect', connectNicAction),
  segment('POST /vcenter/vm/{vm}/hardware/ethernet/{nic}?action=disconnect', disconnectNicAction),
  ...device('cdrom', 'cdrom', { list: listCdroms, get: getCdrom, create: createCdrom, remove: deleteCdrom }),
  both('PATCH /vcenter/vm/{vm}/hardware/cdrom/{cdrom}', updateCdrom),
  segment('POST /vcenter/vm/{vm}/hardware/cdrom/{cdrom}?action=connect', connectCdromAction),
  segment('POST /vcenter/vm/{vm}/hardware/cdrom/{cdrom}?action=disconnect', disconnectCdromAction),
  ...device('adapter/scsi', 'adapter', {
    list: listScsiAdapters,
    get: getScsiAdapter,
    create: createScsiAdapter,
    remove: deleteScsiAdapter
  }),
  both('PATCH /vcenter/vm/{vm}/hardware/adapter/scsi/{adapter}', updateScsiAdapter),
  ...device('adapter/sata', 'adapter', sataAdapters),
  ...device('adapter/nvme', 'adapter', nvmeAdapters)
]

/** The four operations that every kind of device has. */
function device(
  kind: string,
  id: string,
  operations: Record<'list' | 'get' | 'create' | 'remove', Operation>
): RouteRow[] {
  const path = `/vcenter/vm/{vm}/hardware/${kind}`
  return [
    both(`GET ${path}`, operations.list),
    both(`POST ${path}`, operations.create),
    both(`GET ${path}/{${id}}`, operations.get),
    both(`DELETE ${path}/{${id}}`, operations.remove)
  ]
}
