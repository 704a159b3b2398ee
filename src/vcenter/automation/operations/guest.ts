import { Type } from '@sinclair/typebox'
import { parameters, spec, type Operation } from '../operation.ts'

const read = { effect: 'read', privileges: ['System.Read'] } as const

const dnsValues = Type.Object({ host_name: Type.String(), domain_name: Type.String() })
const dns = Type.Object({
  ip_addresses: Type.Array(Type.String()),
  search_domains: Type.Array(Type.String())
})

export const guestIdentity = Type.Object({
  name: Type.String(),
  family: Type.String(),
  full_name: Type.Object({ default_message: Type.String() }),
  host_name: Type.String(),
  ip_address: Type.Optional(Type.String())
})

const guestInterface = Type.Object({
  mac_address: Type.Optional(Type.String()),
  nic: Type.Optional(Type.String()),
  dns_values: Type.Optional(dnsValues),
  dns: Type.Optional(dns),
  wins_servers: Type.Optional(Type.Array(Type.String())),
  ip: Type.Optional(
    Type.Object({
      ip_addresses: Type.Array(
        Type.Object({
          ip_address: Type.String(),
          prefix_length: Type.Number(),
          origin: Type.Optional(Type.String()),
          state: Type.String()
        })
      ),
      dhcp: Type.Optional(Type.Object({ ipv4_enabled: Type.Boolean(), ipv6_enabled: Type.Boolean() }))
    })
  )
})

/** Bytes. */
const filesystem = Type.Object({
  capacity: Type.Number(),
  free_space: Type.Number(),
  filesystem: Type.Optional(Type.String()),
  mappings: Type.Optional(Type.Array(Type.Object({ disk: Type.String() })))
})

/**
 * What VMware Tools knows of the guest system, Tools themselves, and the console.
 *
 * @see https://developer.broadcom.com/xapis/vsphere-automation-api/latest/vcenter/vm/guest/
 */
export const guestOperations = {
  getGuestIdentity: {
    ...read,
    does: 'get guest identity of VM {vm}',
    api: 'GET /api/vcenter/vm/{vm}/guest/identity',
    rest: 'GET /rest/vcenter/vm/{vm}/guest/identity',
    answer: guestIdentity
  },
  getGuestNetworking: {
    ...read,
    does: 'get guest networking of VM {vm}',
    api: 'GET /api/vcenter/vm/{vm}/guest/networking',
    rest: 'GET /rest/vcenter/vm/{vm}/guest/networking',
    answer: Type.Object({ dns_values: Type.Optional(dnsValues), dns: Type.Optional(dns) })
  },
  listGuestInterfaces: {
    ...read,
    does: 'list guest interfaces of VM {vm}',
    api: 'GET /api/vcenter/vm/{vm}/guest/networking/interfaces',
    rest: 'GET /rest/vcenter/vm/{vm}/guest/networking/interfaces',
    answer: Type.Array(guestInterface)
  },
  listGuestRoutes: {
    ...read,
    does: 'list guest routes of VM {vm}',
    api: 'GET /api/vcenter/vm/{vm}/guest/networking/routes',
    rest: 'GET /rest/vcenter/vm/{vm}/guest/networking/routes',
    answer: Type.Array(
      Type.Object({
        network: Type.String(),
        prefix_length: Type.Number(),
        gateway_address: Type.Optional(Type.String()),
        interface_index: Type.Optional(Type.Number())
      })
    )
  },
  listGuestFilesystems: {
    ...read,
    does: 'list guest filesystems of VM {vm}',
    api: 'GET /api/vcenter/vm/{vm}/guest/local-filesystem',
    rest: 'GET /rest/vcenter/vm/{vm}/guest/local-filesystem',
    answer: Type.Record(Type.String(), filesystem),
    maps: ['']
  },
  getTools: {
    ...read,
    does: 'get VMware Tools of VM {vm}',
    api: 'GET /api/vcenter/vm/{vm}/tools',
    rest: 'GET /rest/vcenter/vm/{vm}/tools',
    answer: Type.Object({
      auto_update_supported: Type.Boolean(),
      version_number: Type.Optional(Type.Number()),
      version: Type.Optional(Type.String()),
      upgrade_policy: Type.String(),
      version_status: Type.Optional(Type.String()),
      install_type: Type.Optional(Type.String()),
      run_state: Type.String()
    }),
    privileges: ['System.Read']
  },
  updateTools: {
    does: 'update VMware Tools policy of VM {vm}',
    effect: 'write',
    api: 'PATCH /api/vcenter/vm/{vm}/tools',
    rest: 'PATCH /rest/vcenter/vm/{vm}/tools',
    body: spec<{ upgrade_policy?: string }>(),
    privileges: ['VirtualMachine.Config.Settings']
  },
  upgradeTools: {
    does: 'upgrade VMware Tools of VM {vm}',
    effect: 'write',
    api: 'POST /api/vcenter/vm/{vm}/tools?action=upgrade',
    rest: 'POST /rest/vcenter/vm/{vm}/tools?action=upgrade',
    body: parameters<{ command_line_options?: string }>(),
    privileges: ['VirtualMachine.Interact.ToolsInstall']
  },
  getToolsInstaller: {
    ...read,
    does: 'get VMware Tools installer of VM {vm}',
    api: 'GET /api/vcenter/vm/{vm}/tools/installer',
    rest: 'GET /rest/vcenter/vm/{vm}/tools/installer',
    answer: Type.Object({ is_connected: Type.Boolean() }),
    privileges: ['System.Read']
  },
  connectToolsInstaller: {
    does: 'connect VMware Tools installer of VM {vm}',
    effect: 'write',
    api: 'POST /api/vcenter/vm/{vm}/tools/installer?action=connect',
    rest: 'POST /rest/vcenter/vm/{vm}/tools/installer?action=connect',
    privileges: ['VirtualMachine.Interact.ToolsInstall']
  },
  disconnectToolsInstaller: {
    does: 'disconnect VMware Tools installer of VM {vm}',
    effect: 'write',
    api: 'POST /api/vcenter/vm/{vm}/tools/installer?action=disconnect',
    rest: 'POST /rest/vcenter/vm/{vm}/tools/installer?action=disconnect',
    privileges: ['VirtualMachine.Interact.ToolsInstall']
  },
  createConsoleTicket: {
    does: 'create console ticket of VM {vm}',
    effect: 'write',
    api: 'POST /api/vcenter/vm/{vm}/console/tickets',
    rest: 'POST /rest/vcenter/vm/{vm}/console/tickets',
    body: spec<{ type: 'VMRC' | 'WEBMKS' }>(),
    answer: Type.Object({ ticket: Type.String() }),
    privileges: ['VirtualMachine.Interact.ConsoleInteract']
  }
} as const satisfies Record<string, Operation>
