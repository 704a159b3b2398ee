import type { VirtualMachine } from '../inventory/index.ts'
import { message, vapiError, type VapiError } from './errors.ts'
import type { Call, Operation } from './operation.ts'
import { vmOf } from './vm.ts'

/**
 * What VMware Tools reports from inside the guest.
 * https://developer.broadcom.com/xapis/vsphere-automation-api/latest/vcenter/vm/guest/
 */

const domain = 'corp.example'

export const getGuestIdentity: Operation = {
  ok: 200,
  run: call => {
    const vm = guestOf(call)
    return {
      name: vm.system.name,
      family: vm.system.family,
      full_name: message(`vmsg.guestos.${vm.system.guestId}.label`, vm.system.fullName),
      host_name: vm.hostName,
      ...(vm.nics[0] ? { ip_address: vm.nics[0].address } : {})
    }
  }
}

export const getGuestNetworking: Operation = {
  ok: 200,
  run: call => ({
    dns_values: { host_name: guestOf(call).hostName.split('.')[0], domain_name: domain },
    dns: { ip_addresses: ['10.20.0.2', '10.20.0.3'], search_domains: [domain] }
  })
}

export const listGuestInterfaces: Operation = {
  ok: 200,
  run: call =>
    guestOf(call).nics.map(nic => ({
      mac_address: nic.mac,
      nic: nic.key,
      ip: {
        ip_addresses: [
          { ip_address: nic.address, prefix_length: 16, origin: 'MANUAL', state: 'PREFERRED' },
          { ip_address: linkLocal(nic.mac), prefix_length: 64, origin: 'LINKLAYER', state: 'PREFERRED' }
        ],
        dhcp: { ipv4_enabled: false, ipv6_enabled: false }
      }
    }))
}

/** Keyed by mount point or drive. */
export const getGuestFilesystems: Operation = {
  ok: 200,
  maps: [''],
  run: call => {
    const vm = guestOf(call)
    const windows = vm.system.family === 'WINDOWS'
    const mounts = windows ? ['C:\\', 'D:\\', 'E:\\'] : ['/', '/var/lib/data', '/backup']
    return Object.fromEntries(
      vm.disks.map((disk, index) => [
        mounts[index] ?? `/data/${index}`,
        {
          capacity: disk.capacity,
          free_space: disk.capacity - Math.min(disk.committed, Math.floor(disk.capacity * 0.9)),
          filesystem: windows ? 'NTFS' : 'ext4',
          mappings: [{ disk: disk.key }]
        }
      ])
    )
  }
}

/** Answers whether or not Tools is running. */
export const getTools: Operation = {
  ok: 200,
  run: call => {
    const vm = vmOf(call)
    if (!vm.tools) {
      return {
        auto_update_supported: false,
        upgrade_policy: 'MANUAL',
        version_status: 'NOT_INSTALLED',
        run_state: 'NOT_RUNNING'
      }
    }
    const open = vm.system.family === 'LINUX'
    return {
      auto_update_supported: !open,
      install_attempt_count: 0,
      version_number: 12_389,
      version: '12389',
      upgrade_policy: 'MANUAL',
      // open-vm-tools are kept by the guest's own package manager.
      version_status: open ? 'UNMANAGED' : 'CURRENT',
      install_type: open ? 'OPEN_VM_TOOLS' : 'MSI',
      run_state: toolsAnswer(vm) ? 'RUNNING' : 'NOT_RUNNING'
    }
  }
}

/** The documented 503; its id and text are inferred. */
export function toolsNotRunning(): VapiError {
  return vapiError(
    'SERVICE_UNAVAILABLE',
    message('com.vmware.api.vcenter.vm.guest.tools_not_running', 'VMware Tools is not running.')
  )
}

/** Tools answer until the guest is down. */
export function toolsAnswer(vm: VirtualMachine): boolean {
  return vm.guestState === 'running' || vm.guestState === 'shuttingDown'
}

/** The machine, if its guest can be asked. */
function guestOf(call: Call): VirtualMachine {
  const vm = vmOf(call)
  if (!toolsAnswer(vm)) throw toolsNotRunning()
  return vm
}

/** The IPv6 address a guest derives from its MAC address (RFC 4291, appendix A). */
function linkLocal(mac: string): string {
  const [a = '', b = '', c = '', d = '', e = '', f = ''] = mac.split(':')
  const first = (Number.parseInt(a, 16) ^ 2).toString(16).padStart(2, '0')
  return `fe80::${first}${b}:${c}ff:fe${d}:${e}${f}`.replaceAll(/:0+(?=[0-9a-f])/g, ':')
}
