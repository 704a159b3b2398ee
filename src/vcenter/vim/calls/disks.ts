import { type Static, Type } from '@sinclair/typebox'
import { guardOf } from '../../guards.ts'
import { vimMethods } from '../methods/index.ts'
import { readObjects } from '../property-collector.ts'
import { refusal } from '../refusal.ts'
import type { Vim } from '../vim-api.ts'
import { startTask } from '../invocations.ts'
import type { VimCaller } from '../vim-caller.ts'

/** All of its other fields are kept: vCenter wants the device back as it was, but for what changes. */
const virtualDisk = Type.Object({
  _typeName: Type.Literal('VirtualDisk'),
  key: Type.Integer(),
  capacityInKB: Type.Integer(),
  capacityInBytes: Type.Optional(Type.Integer())
})
type VirtualDisk = Static<typeof virtualDisk>
const isVirtualDisk = guardOf(virtualDisk)

interface Growth {
  vm: string
  disk: string
  capacityBytes: number
}

/** Within one session: what is compared is what is changed, and `changeVersion` has vCenter refuse anything else. */
export function growDisk(vim: VimCaller, growth: Growth): Promise<string> {
  const object = { type: 'VirtualMachine', value: growth.vm }
  return vim.starting(vimMethods.growDisk, object, async within => {
    const { disk, changeVersion } = await readDisk(within, growth)
    const capacityInKB = Math.ceil(growth.capacityBytes / 1024)
    const capacityInBytes = capacityInKB * 1024
    const current = disk.capacityInBytes ?? disk.capacityInKB * 1024
    if (capacityInBytes <= current) {
      const message = `Disk '${growth.disk}' has ${current} bytes already: disks grow, and never shrink.`
      throw refusal(within, vimMethods.growDisk, growth.vm, { errorType: 'InvalidArgument', message })
    }
    const edited = { ...disk, capacityInKB, capacityInBytes }
    return startTask(within, vimMethods.growDisk, growth.vm, {
      spec: {
        _typeName: 'VirtualMachineConfigSpec',
        ...(typeof changeVersion === 'string' && changeVersion !== '' && { changeVersion }),
        deviceChange: [{ _typeName: 'VirtualDeviceConfigSpec', operation: 'edit', device: edited }]
      }
    })
  })
}

async function readDisk(vim: Vim, growth: Growth): Promise<{ disk: VirtualDisk; changeVersion: unknown }> {
  const paths = ['config.hardware.device', 'config.changeVersion']
  const [vm] = await readObjects(vim, 'VirtualMachine', [growth.vm], paths)
  if (!vm) throw missing(vim, growth, 'There is no such VM.')
  const devices = vm.properties['config.hardware.device']
  const disks = Array.isArray(devices) ? devices.filter(isVirtualDisk) : []
  const disk = disks.find(({ key }) => String(key) === growth.disk)
  if (disk) return { disk, changeVersion: vm.properties['config.changeVersion'] }
  const keys = disks.map(({ key }) => key).join(', ')
  throw missing(vim, growth, `It has no disk '${growth.disk}', its disks are: ${keys}.`)
}

function missing(vim: Vim, { vm }: Growth, message: string): Error {
  return refusal(vim, vimMethods.growDisk, vm, { errorType: 'ManagedObjectNotFound', message })
}
