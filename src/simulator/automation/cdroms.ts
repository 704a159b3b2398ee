import type { Cdrom, VirtualMachine } from '../inventory/index.ts'
import { addCdrom, changeCdrom, connectCdrom, removeCdrom } from '../machine/cdroms.ts'
import { connecting, deviceOf, reconfigured } from './devices.ts'
import { withBody, type Call, type Operation } from './operation.ts'
import { cdromChanges, cdromFields, cdromWish } from './specs.ts'
import { describeCdrom } from './vm-info.ts'
import { vmOf } from './vm.ts'

/** https://developer.broadcom.com/xapis/vsphere-automation-api/latest/vcenter/vm/hardware/cdrom/ */

export const listCdroms: Operation = {
  ok: 200,
  run: call => vmOf(call).cdroms.map(cdrom => ({ cdrom: cdrom.key }))
}

export const getCdrom: Operation = {
  ok: 200,
  run: call => {
    const vm = vmOf(call)
    return describeCdrom(vm, cdromOf(call, vm))
  }
}

export const createCdrom: Operation = withBody({
  ok: 201,
  wrapper: 'spec',
  fields: cdromFields,
  run: async call => {
    const vm = vmOf(call)
    const wish = cdromWish(call.body)
    return reconfigured(call, vm, () => addCdrom(call.state, vm, wish).key)
  }
})

export const updateCdrom: Operation = withBody({
  ok: 204,
  wrapper: 'spec',
  fields: cdromChanges,
  run: async call => {
    const vm = vmOf(call)
    const cdrom = cdromOf(call, vm)
    const wish = cdromWish(call.body)
    await reconfigured(call, vm, () => changeCdrom(call.state, vm, cdrom, wish))
  }
})

export const deleteCdrom: Operation = {
  ok: 204,
  run: async call => {
    const vm = vmOf(call)
    const cdrom = cdromOf(call, vm)
    await reconfigured(call, vm, () => removeCdrom(call.state, vm, cdrom))
  }
}

export const connectCdromAction = connecting(true, cdromOf, (call, vm, cdrom) =>
  connectCdrom(call.state, vm, cdrom, true)
)
export const disconnectCdromAction = connecting(false, cdromOf, (call, vm, cdrom) =>
  connectCdrom(call.state, vm, cdrom, false)
)

function cdromOf(call: Pick<Call, 'params'>, vm: VirtualMachine): Cdrom {
  return deviceOf(call, vm.cdroms, 'cdrom', 'CD-ROM device')
}
