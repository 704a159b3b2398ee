import { Type } from '@sinclair/typebox'
import { apiModes, backoffRange, retriesRange, timeoutRange } from './ranges.ts'

/** vCenters, and how patient the service is with them. */
export const vcenterVariables = {
  VCENTER_HOST: Type.Optional(
    Type.String({
      group: 'vCenter',
      description:
        'vCenter to talk to: host name or address, with `:port` unless 443. Required unless VCENTERS_FILE is set.',
      examples: ['vcenter.example.com']
    })
  ),
  VCENTER_USER: Type.Optional(
    Type.String({
      group: 'vCenter',
      description: 'Service account. Required with VCENTER_HOST.',
      examples: ['svc-mcp@vsphere.local']
    })
  ),
  VCENTER_PASSWORD: Type.Optional(
    Type.String({
      group: 'vCenter',
      secret: true,
      description: 'Its password. Required with VCENTER_HOST.',
      examples: ['change-me']
    })
  ),
  ALLOWED_VCENTER_HOSTS: Type.Optional(
    Type.String({
      group: 'vCenter',
      description:
        'VCENTER_HOST and further vCenters with the same account, separated by commas. Unset: only VCENTER_HOST. No host that is not configured is ever contacted.',
      examples: ['vcenter.example.com,vcenter-dr.example.com']
    })
  ),
  VCENTERS_FILE: Type.Optional(
    Type.String({
      group: 'vCenter',
      description:
        'JSON file with vCenters that have accounts and certificates of their own, instead of VCENTER_HOST or besides it: see docs/several-vcenters.md.',
      examples: ['/etc/vsphere-mcp-pro/vcenters.json']
    })
  ),
  VSPHERE_API_MODE: Type.Unsafe<(typeof apiModes)[number]>({
    type: 'string',
    group: 'vCenter',
    default: 'api',
    enum: [...apiModes],
    description: 'Dialect of the Automation API: `api` (vCenter 7.0 U2 and later) or the older `rest`.'
  }),
  INSECURE: Type.Boolean({
    group: 'vCenter',
    default: false,
    description: 'Accept any certificate of VCENTER_HOST. For a laboratory; use VCENTER_CA_BUNDLE instead.'
  }),
  VCENTER_CA_BUNDLE: Type.Optional(
    Type.String({
      group: 'vCenter',
      description: "PEM file with the CA of VCENTER_HOST's certificate, trusted besides the public ones.",
      examples: ['/etc/ssl/vcenter-ca.pem']
    })
  ),
  VCENTER_TIMEOUT_S: Type.Number({
    group: 'vCenter',
    default: 20,
    ...timeoutRange,
    description: 'Seconds until a read of vCenter is given up; a change has six times as long, at least 120.'
  }),
  VCENTER_RETRIES: Type.Integer({
    group: 'vCenter',
    default: 3,
    ...retriesRange,
    description:
      'How often a read is tried again. A change is repeated only when it surely was not carried out.'
  }),
  VCENTER_BACKOFF: Type.Number({
    group: 'vCenter',
    default: 0.5,
    ...backoffRange,
    description: 'Seconds before the first repetition; doubled each time, with jitter.'
  })
}
