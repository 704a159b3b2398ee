import { type Static, Type } from '@sinclair/typebox'
import { createEntryCheck } from './entry-check.ts'
import { apiModes, backoffRange, retriesRange, timeoutRange } from './variables/ranges.ts'

/**
 * One vCenter of VCENTERS_FILE. Types, the words of mistakes and the table in docs/several-vcenters.md come from this schema;
 * `description` is the cell of the table and the remedy of a mistake.
 */
export const vcenterEntrySchema = Type.Object(
  {
    name: Type.String({
      pattern: '^[A-Za-z0-9][A-Za-z0-9.:_\\[\\]-]{0,254}$',
      description:
        'What callers pass as `hostname` and the audit records; need not be a host name. Letters, digits and `. : _ - [ ]`; upper and lower case are the same. Required.'
    }),
    host: Type.String({
      minLength: 1,
      maxLength: 255,
      description: 'Host name or address, without `https://`, port and path. Callers never see it. Required.'
    }),
    port: Type.Optional(Type.Integer({ default: 443, minimum: 1, maximum: 65_535, description: 'Port.' })),
    user: Type.String({ minLength: 1, description: 'Service account. Required.' }),
    password: Type.Optional(
      Type.String({ minLength: 1, description: 'Its password. This or `passwordFile` is required.' })
    ),
    passwordFile: Type.Optional(
      Type.String({
        minLength: 1,
        description: 'File that holds the password and nothing else; relative to VCENTERS_FILE.'
      })
    ),
    caFile: Type.Optional(
      Type.String({
        minLength: 1,
        description:
          "PEM file with the CA of this vCenter's certificate, trusted besides the public ones; relative to VCENTERS_FILE."
      })
    ),
    ca: Type.Optional(Type.String({ minLength: 1, description: 'The same as PEM text.' })),
    fingerprint256: Type.Optional(
      Type.String({
        pattern: '^[0-9A-Fa-f]{2}(:?[0-9A-Fa-f]{2}){31}$',
        description:
          "SHA-256 fingerprint of this vCenter's own certificate, 32 pairs of hexadecimal digits with or without colons: only this certificate is trusted. Without `ca` and `caFile` who signed it and for which name is not asked."
      })
    ),
    insecure: Type.Optional(
      Type.Boolean({ default: false, description: 'Accept any certificate. For a laboratory.' })
    ),
    apiMode: Type.Optional(
      Type.Unsafe<(typeof apiModes)[number]>({
        type: 'string',
        enum: [...apiModes],
        description: 'Dialect of the Automation API, `api` or `rest`. Unset: VSPHERE_API_MODE.'
      })
    ),
    timeoutS: Type.Optional(
      Type.Number({
        ...timeoutRange,
        description: 'Seconds until a read is given up. Unset: VCENTER_TIMEOUT_S.'
      })
    ),
    retries: Type.Optional(
      Type.Integer({
        ...retriesRange,
        description: 'How often a read is tried again. Unset: VCENTER_RETRIES.'
      })
    ),
    backoffS: Type.Optional(
      Type.Number({
        ...backoffRange,
        description: 'Seconds before the first repetition. Unset: VCENTER_BACKOFF.'
      })
    )
  },
  { additionalProperties: false }
)

export type VcenterEntry = Static<typeof vcenterEntrySchema>

export const vcenterEntryCheck = createEntryCheck(vcenterEntrySchema)
