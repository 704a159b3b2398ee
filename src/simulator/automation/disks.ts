import { addDisk, detachDisk, swapDiskFile } from '../machine/disks.ts'
import { deviceOf, reconfigured } from './devices.ts'
import { invalidArgument } from './errors.ts'
import { withBody, type Operation } from './operation.ts'
import { diskFields, diskWish, vmdkBacking } from './specs.ts'
import { describeDisk } from './vm-info.ts'
import { vmOf } from './vm.ts'

/** https://developer.broadcom.com/xapis/vsphere-automation-api/latest/vcenter/vm/hardware/disk/ */

export const listDisks: Operation = {
  ok: 200,
  run: call => vmOf(call).disks.map(disk => ({ disk: disk.key }))
}

export const getDisk: Operation = {
  ok: 200,
  run: call => describeDisk(deviceOf(call, vmOf(call).disks, 'disk', 'disk'))
}

export const createDisk: Operation = withBody({
  ok: 201,
  wrapper: 'spec',
  fields: diskFields,
  run: async call => {
    const vm = vmOf(call)
    const wish = diskWish(call.body)
    const policy = call.body.new_vmdk?.storage_policy?.policy
    return reconfigured(call, vm, () => {
      const { key } = addDisk(call.state, vm, wish)
      if (policy !== undefined) {
        call.state.inventory.change(vm, { storagePolicies: { ...vm.storagePolicies, [key]: policy } })
      }
      return key
    })
  }
})

/** Only the file behind it can be changed: there is no growing here. */
export const updateDisk: Operation = withBody({
  ok: 204,
  wrapper: 'spec',
  fields: { backing: vmdkBacking },
  run: async call => {
    const vm = vmOf(call)
    const disk = deviceOf(call, vm.disks, 'disk', 'disk')
    const { backing } = call.body
    if (backing && backing.vmdk_file === undefined) throw invalidArgument('backing.vmdk_file', null)
    const file = backing?.vmdk_file
    await reconfigured(call, vm, () => {
      if (file !== undefined) swapDiskFile(call.state, vm, disk, file)
    })
  }
})

/** Detaches it: the file stays. */
export const deleteDisk: Operation = {
  ok: 204,
  run: async call => {
    const vm = vmOf(call)
    const disk = deviceOf(call, vm.disks, 'disk', 'disk')
    await reconfigured(call, vm, () => detachDisk(call.state, vm, disk))
  }
}
