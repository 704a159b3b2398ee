import type { VirtualMachine } from '../inventory/index.ts'
import { currentTools } from '../inventory/standard-devices.ts'
import { message, vapiError } from './errors.ts'
import { toolsAnswer, toolsNotRunning } from './guest.ts'
import { refuseWhenBusy, startJob } from './jobs.ts'
import { withBody, type Call, type Operation } from './operation.ts'
import { notAllowed, vmOf } from './vm.ts'

/** https://developer.broadcom.com/xapis/vsphere-automation-api/latest/vcenter/vm/tools/ */

export const getTools: Operation = {
  ok: 200,
  nullable: ['install_attempt_count', 'error', 'version_number', 'version', 'install_type'],
  run: call => {
    const vm = vmOf(call)
    const policy = vm.toolsUpgradePolicy
    if (!vm.tools) {
      return {
        auto_update_supported: false,
        upgrade_policy: policy,
        version_status: 'NOT_INSTALLED',
        run_state: 'NOT_RUNNING'
      }
    }
    const open = vm.system.family === 'LINUX'
    return {
      auto_update_supported: !open,
      install_attempt_count: 0,
      version_number: vm.toolsVersion,
      version: String(vm.toolsVersion),
      upgrade_policy: policy,
      // open-vm-tools are kept by the guest's own package manager.
      version_status: open ? 'UNMANAGED' : isOld(vm) ? 'SUPPORTED_OLD' : 'CURRENT',
      install_type: open ? 'OPEN_VM_TOOLS' : 'MSI',
      run_state: toolsAnswer(vm) ? 'RUNNING' : 'NOT_RUNNING'
    }
  }
}

export const updateTools: Operation = withBody({
  ok: 204,
  wrapper: 'spec',
  fields: { upgrade_policy: { oneOf: ['MANUAL', 'UPGRADE_AT_POWER_CYCLE'] } },
  run: call => {
    const vm = vmOf(call)
    vm.toolsUpgradePolicy = call.body.upgrade_policy ?? vm.toolsUpgradePolicy
  }
})

/**
 * Starts only: `version_status` tells when it is done. Which error Tools give that the guest manages itself is
 * inferred.
 */
export const upgradeTools: Operation = withBody({
  ok: 204,
  fields: { command_line_options: 'text' },
  run: call => {
    const vm = vmOf(call)
    refuseWhenBusy(call, vm)
    if (vm.powerState !== 'POWERED_ON') throw notAllowed('tools.not_powered_on', 'The VM is not powered on.')
    if (!toolsAnswer(vm)) throw toolsNotRunning()
    if (vm.system.family === 'LINUX') {
      const text = 'VMware Tools are managed by the guest.'
      throw vapiError('UNSUPPORTED', message('com.vmware.api.vcenter.vm.tools.unmanaged', text))
    }
    if (!isOld(vm)) throw alreadyThere('VMware Tools are current.')
    startJob(call, {
      name: 'UpgradeTools_Task',
      descriptionId: 'VirtualMachine.upgradeTools',
      entity: { type: 'VirtualMachine', id: vm.id, name: vm.name },
      effect: () => {
        vm.toolsVersion = currentTools
      }
    })
  }
})

export const getInstaller: Operation = {
  ok: 200,
  run: call => ({ is_connected: vmOf(call).toolsInstallerMounted })
}

export const connectInstaller = installer(true)
export const disconnectInstaller = installer(false)

/** A running guest is needed to put the disc into; ids and texts are inferred. */
function installer(connected: boolean): Operation {
  return {
    ok: 204,
    run: (call: Call) => {
      const vm = vmOf(call)
      if (vm.powerState !== 'POWERED_ON')
        throw notAllowed('tools.not_powered_on', 'The VM is not powered on.')
      if (vm.toolsInstallerMounted === connected) {
        throw alreadyThere(`The installer is already ${connected ? 'connected' : 'disconnected'}.`)
      }
      vm.toolsInstallerMounted = connected
    }
  }
}

function isOld(vm: VirtualMachine): boolean {
  return vm.toolsVersion < currentTools
}

function alreadyThere(text: string) {
  return vapiError('ALREADY_IN_DESIRED_STATE', message('com.vmware.api.vcenter.vm.tools.already', text))
}
