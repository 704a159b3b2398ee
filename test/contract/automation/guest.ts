import type { Entry } from '../operation.ts'
import {
  anything,
  choice,
  filled,
  flag,
  list,
  mapOf,
  message,
  optional,
  shape,
  text,
  whole
} from '../shape.ts'
import { guestOs } from './devices.ts'

/** Guest, Tools and console: https://developer.broadcom.com/xapis/vsphere-automation-api/latest/vcenter/vm/ */
const guest = '/api/vcenter/vm/{vm}/guest'
const tools = '/api/vcenter/vm/{vm}/tools'
/** 503 SERVICE_UNAVAILABLE, which every operation may answer, says here that Tools is not running. */
const reading = ['NOT_FOUND', 500]
const changing = [400, 'NOT_FOUND', 500]

const dnsValues = shape({ host_name: text, domain_name: text })
const dns = shape({ ip_addresses: list(text), search_domains: list(text) })
const upgradePolicy = choice('MANUAL UPGRADE_AT_POWER_CYCLE')

const address = shape({
  ip_address: text,
  prefix_length: whole,
  'origin?': choice('OTHER MANUAL DHCP LINKLAYER RANDOM'),
  state: choice('PREFERRED DEPRECATED INVALID INACCESSIBLE UNKNOWN TENTATIVE DUPLICATE')
})

export const guestEntries: Entry[] = [
  {
    name: 'guest identity',
    api: `GET ${guest}/identity`,
    result: shape({
      name: guestOs,
      family: choice('WINDOWS LINUX NETWARE SOLARIS DARWIN OTHER'),
      full_name: message,
      host_name: text,
      'ip_address?': text
    }),
    errors: reading
  },
  {
    name: 'guest networking',
    api: `GET ${guest}/networking`,
    result: shape({ 'dns_values?': dnsValues, 'dns?': dns }),
    errors: reading
  },
  {
    name: 'guest interfaces',
    api: `GET ${guest}/networking/interfaces`,
    result: list(
      shape({
        'dns_values?': dnsValues,
        'mac_address?': text,
        'dns?': dns,
        'ip?': shape({
          ip_addresses: list(address),
          'dhcp?': shape({ ipv4_enabled: flag, ipv6_enabled: flag })
        }),
        'wins_servers?': list(text),
        'nic?': filled
      })
    ),
    errors: reading
  },
  {
    name: 'guest routes',
    api: `GET ${guest}/networking/routes`,
    result: list(
      shape({ network: text, prefix_length: whole, 'gateway_address?': text, 'interface_index?': whole })
    ),
    errors: reading
  },
  {
    name: 'guest filesystems',
    api: `GET ${guest}/local-filesystem`,
    result: mapOf(
      shape({
        capacity: whole,
        free_space: whole,
        'filesystem?': text,
        'mappings?': list(shape({ disk: filled }))
      })
    ),
    errors: reading
  },
  {
    name: 'tools get',
    api: `GET ${tools}`,
    result: shape({
      auto_update_supported: flag,
      'install_attempt_count?': whole,
      'error?': anything,
      'version_number?': whole,
      'version?': text,
      upgrade_policy: upgradePolicy,
      'version_status?': choice(
        'NOT_INSTALLED CURRENT UNMANAGED TOO_OLD_UNSUPPORTED SUPPORTED_OLD SUPPORTED_NEW TOO_NEW BLACKLISTED'
      ),
      'install_type?': choice('UNKNOWN MSI TAR OSP OPEN_VM_TOOLS'),
      run_state: choice('NOT_RUNNING RUNNING EXECUTING_SCRIPTS')
    }),
    errors: reading
  },
  {
    name: 'tools update',
    api: `PATCH ${tools}`,
    body: optional({ upgrade_policy: upgradePolicy }),
    errors: changing
  },
  {
    name: 'tools upgrade',
    api: `POST ${tools}?action=upgrade`,
    body: optional({ command_line_options: text }),
    bodyOptional: true,
    wrap: false,
    errors: changing
  },
  {
    name: 'tools installer get',
    api: `GET ${tools}/installer`,
    result: shape({ is_connected: flag }),
    errors: reading
  },
  { name: 'tools installer connect', api: `POST ${tools}/installer?action=connect`, errors: changing },
  { name: 'tools installer disconnect', api: `POST ${tools}/installer?action=disconnect`, errors: changing },
  {
    name: 'console ticket create',
    api: 'POST /api/vcenter/vm/{vm}/console/tickets',
    body: shape({ type: choice('VMRC WEBMKS') }),
    result: shape({ ticket: filled }),
    ok: 201,
    errors: changing
  }
]
