import type { BootDevice, VirtualMachine } from '../inventory/index.ts'
import { reconfigured } from './devices.ts'
import { invalidArgument, message, vapiError } from './errors.ts'
import { hardwareVersion } from './guest-systems.ts'
import { refuseWhenBusy } from './jobs.ts'
import { withBody, type Operation } from './operation.ts'
import { bootDeviceTypes, bootFields, bootSettings } from './specs.ts'
import { describeBoot, describeHardware } from './vm-info.ts'
import { notAllowed, vmOf } from './vm.ts'

/** Virtual hardware version and boot: https://developer.broadcom.com/xapis/vsphere-automation-api/latest/ */

export const getHardware: Operation = { ok: 200, run: call => describeHardware(vmOf(call)) }

/** A planned upgrade: a version goes with a policy other than NEVER. */
export const updateHardware: Operation = withBody({
  ok: 204,
  wrapper: 'spec',
  fields: {
    upgrade_policy: { oneOf: ['NEVER', 'AFTER_CLEAN_SHUTDOWN', 'ALWAYS'] },
    upgrade_version: 'constant'
  },
  run: async call => {
    const vm = vmOf(call)
    const { upgrade_policy: policy = vm.upgrade.policy, upgrade_version: name } = call.body
    const release = call.state.settings.apiRelease
    const wanted = name === undefined ? undefined : hardwareVersion(name, release)
    if (wanted !== undefined && policy === 'NEVER') throw invalidArgument('upgrade_version', name)
    if (wanted !== undefined && wanted <= vm.hardwareVersion) throw alreadyThere(vm)
    const never = policy === 'NEVER'
    const version = never ? undefined : (wanted ?? vm.upgrade.version ?? newestFor(release))
    await reconfigured(call, vm, () => {
      vm.upgrade = { policy, version, status: never ? 'NONE' : 'PENDING' }
    })
  }
})

/** At once, for a machine that is off. */
export const upgradeHardware: Operation = withBody({
  ok: 204,
  fields: { version: 'constant' },
  run: async call => {
    const vm = vmOf(call)
    refuseWhenBusy(call, vm)
    const release = call.state.settings.apiRelease
    const { version: name } = call.body
    const version = name === undefined ? newestFor(release) : hardwareVersion(name, release)
    if (version <= vm.hardwareVersion) throw alreadyThere(vm)
    if (vm.powerState !== 'POWERED_OFF') {
      throw notAllowed('hardware.upgrade.power_state', 'The VM is not powered off.')
    }
    await reconfigured(call, vm, () => {
      vm.hardwareVersion = version
      vm.upgrade = { policy: 'NEVER', version: undefined, status: 'SUCCESS' }
    })
  }
})

export const getBoot: Operation = { ok: 200, run: call => describeBoot(vmOf(call)) }

/** What is not given stays. Settings count at the next boot, so they may change while the machine is on. */
export const updateBoot: Operation = withBody({
  ok: 204,
  wrapper: 'spec',
  fields: bootFields,
  run: async call => {
    const vm = vmOf(call)
    const firmware = call.body.type ?? vm.firmware
    const settings = bootSettings(call.body)
    const isBios = firmware === 'BIOS'
    if (isBios && settings.efiLegacyBoot !== undefined) throw invalidArgument('efi_legacy_boot', 'BIOS')
    if (isBios && settings.networkProtocol !== undefined) throw invalidArgument('network_protocol', 'BIOS')
    await reconfigured(call, vm, () => {
      vm.firmware = firmware
      vm.boot = { ...vm.boot, ...settings }
    })
  }
})

export const getBootDevices: Operation = { ok: 200, run: call => vmOf(call).bootDevices }

/** The whole order, in place of the one before; empty means the firmware's own. */
export const setBootDevices: Operation = withBody({
  ok: 204,
  fields: {
    'devices!': {
      list: { fields: { 'type!': { oneOf: bootDeviceTypes }, nic: 'text', disks: { list: 'text' } } }
    }
  },
  run: async call => {
    const vm = vmOf(call)
    const { devices } = call.body
    for (const device of devices) checkBootDevice(vm, device)
    await reconfigured(call, vm, () => {
      vm.bootDevices = devices
    })
  }
})

/** `nic` goes with ETHERNET, `disks` with DISK; both must be there then, and exist. */
function checkBootDevice(vm: VirtualMachine, { type, nic, disks }: BootDevice): void {
  if ((nic !== undefined) !== (type === 'ETHERNET')) throw invalidArgument('devices.nic', nic)
  if ((disks !== undefined) !== (type === 'DISK')) throw invalidArgument('devices.disks', disks)
  if (nic !== undefined && !vm.nics.some(({ key }) => key === nic)) throw invalidArgument('devices.nic', nic)
  for (const disk of disks ?? []) {
    if (!vm.disks.some(({ key }) => key === disk)) throw invalidArgument('devices.disks', disk)
  }
}

function newestFor(release: string): number {
  return Number.parseInt(release, 10) >= 9 ? 22 : 21
}

function alreadyThere(vm: VirtualMachine) {
  const text = `The VM already has hardware version ${vm.hardwareVersion}.`
  return vapiError('ALREADY_IN_DESIRED_STATE', message('com.vmware.api.vcenter.vm.hardware.version', text))
}
