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
  nullable: ['ip_address'],
  run: call => {
    const vm = guestOf(call)
    return {
      name: vm.system.name,
      family: vm.system.family,
      full_name: message(`vmsg.guestos.${vm.system.guestId}.label`, vm.system.fullName),
      host_name: vm.hostName,
      ...(vm.nics[0]?.address === undefined ? {} : { ip_address: vm.nics[0].address })
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
  nullable: ['dns', 'wins_servers'],
  run: call =>
    guestOf(call).nics.map(nic => ({
      mac_address: nic.mac,
      nic: nic.key,
      ip: {
        ip_addresses: [
          ...(nic.address === undefined
            ? []
            : [{ ip_address: nic.address, prefix_length: 16, origin: 'MANUAL', state: 'PREFERRED' }]),
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

/** The default route and those of the networks, one per address. */
export const listGuestRoutes: Operation = {
  ok: 200,
  nullable: ['gateway_address'],
  run: call => {
    const addresses = guestOf(call).nics.flatMap(({ address }) => address ?? [])
    const [first] = addresses
    return [
      ...(first === undefined
        ? []
        : [
            {
              network: '0.0.0.0',
              prefix_length: 0,
              gateway_address: networkOf(first).replace(/0$/, '1'),
              interface_index: 0
            }
          ]),
      ...addresses.map((address, index) => ({
        network: networkOf(address),
        prefix_length: 16,
        interface_index: index
      }))
    ]
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

/** The network of 16 bits that an address is in. */
function networkOf(address: string): string {
  return address.replace(/\.\d+\.\d+$/, '.0.0')
}

/** The IPv6 address a guest derives from its MAC address (RFC 4291, appendix A). */
function linkLocal(mac: string): string {
  const [a = '', b = '', c = '', d = '', e = '', f = ''] = mac.split(':')
  const first = (Number.parseInt(a, 16) ^ 2).toString(16).padStart(2, '0')
  return `fe80::${first}${b}:${c}ff:fe${d}:${e}${f}`.replaceAll(/:0+(?=[0-9a-f])/g, ':')
}
