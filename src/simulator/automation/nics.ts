import type { Nic, VirtualMachine } from '../inventory/index.ts'
import { addNic, changeNic, connectNic, removeNic } from '../machine/nics.ts'
import { connecting, deviceOf, reconfigured } from './devices.ts'
import { withBody, type Call, type Operation } from './operation.ts'
import { nicChanges, nicFields, nicWish } from './specs.ts'
import { describeNic } from './nic-info.ts'
import { vmOf } from './vm.ts'

/** https://developer.broadcom.com/xapis/vsphere-automation-api/latest/vcenter/vm/hardware/ethernet/ */

export const listNics: Operation = {
  ok: 200,
  run: call => vmOf(call).nics.map(nic => ({ nic: nic.key }))
}

export const getNic: Operation = {
  ok: 200,
  run: call => {
    const vm = vmOf(call)
    return describeNic(call.state, vm, nicOf(call, vm))
  }
}

export const createNic: Operation = withBody({
  ok: 201,
  wrapper: 'spec',
  fields: nicFields,
  run: async call => {
    const vm = vmOf(call)
    const wish = nicWish(call.state, call.body)
    return reconfigured(call, vm, () => addNic(call.state, vm, wish).key)
  }
})

export const updateNic: Operation = withBody({
  ok: 204,
  wrapper: 'spec',
  fields: nicChanges,
  run: async call => {
    const vm = vmOf(call)
    const nic = nicOf(call, vm)
    const wish = nicWish(call.state, { ...call.body, type: nic.type })
    await reconfigured(call, vm, () => changeNic(call.state, vm, nic, wish))
  }
})

export const deleteNic: Operation = {
  ok: 204,
  run: async call => {
    const vm = vmOf(call)
    const nic = nicOf(call, vm)
    await reconfigured(call, vm, () => removeNic(call.state, vm, nic))
  }
}

export const connectNicAction = connecting(true, nicOf, (call, vm, nic) =>
  connectNic(call.state, vm, nic, true)
)
export const disconnectNicAction = connecting(false, nicOf, (call, vm, nic) =>
  connectNic(call.state, vm, nic, false)
)

function nicOf(call: Pick<Call, 'params'>, vm: VirtualMachine): Nic {
  return deviceOf(call, vm.nics, 'nic', 'ethernet adapter')
}
