import { systems } from '../inventory/cast.ts'
import type { GuestSystem } from '../inventory/index.ts'
import { invalidArgument } from './errors.ts'

/** How the names of the guest systems begin that vCenter knows; there are some 200, more with each release. */
const families =
  /^(DOS|WIN|FREEBSD|REDHAT|RHEL|CENTOS|ORACLE_LINUX|SUSE|SLES|NLD|OPENSUSE|MANDR|TURBO_LINUX|UBUNTU|DEBIAN|ASIANUX|MIRACLELINUX|PARDUS|FEDORA|COREOS|VMWARE_PHOTON|AMAZONLINUX|ROCKYLINUX|ALMALINUX|CRXPOD|CRXSYS|OTHER|GENERIC_LINUX|SOLARIS|DARWIN|ECOMSTATION|OS2|NETWARE|OPENSERVER|UNIXWARE|SJDS|VMKERNEL|OES|LINUX_MINT|KYLINLINUX|FUSIONOS|PROLINUX)(_|\d|$)/

/**
 * A guest system by its name in the Automation API. Those of the inventory are known in full; of the others the
 * VIM API's name is derived from this one.
 *
 * @throws INVALID_ARGUMENT for a name of no family
 */
export function guestSystem(name: string): GuestSystem {
  const known = Object.values(systems).find(system => system.name === name)
  if (known) return known
  if (!families.test(name) && !name.startsWith('WINDOWS_')) throw invalidArgument('guest_OS', name)
  const [first = '', ...others] = name.toLowerCase().split('_')
  const words = others.map(word => (/^\d/.test(word) ? `_${word}` : word[0]?.toUpperCase() + word.slice(1)))
  return {
    name,
    guestId: `${first}${words.join('')}Guest`,
    fullName: name
      .split('_')
      .map(word => word[0] + word.slice(1).toLowerCase())
      .join(' '),
    family: name.startsWith('WIN') ? 'WINDOWS' : 'LINUX'
  }
}

/** `VMX_21` as a number. 22 came with 9.0. @throws INVALID_ARGUMENT for a version vCenter does not know */
export function hardwareVersion(name: string, apiRelease: string): number {
  const number = Number(/^VMX_(\d\d)$/.exec(name)?.[1])
  const newest = Number.parseInt(apiRelease, 10) >= 9 ? 22 : 21
  const known = number >= 3 && number <= newest && number !== 5
  if (!known) throw invalidArgument('hardware_version', name)
  return number
}

export function hardwareVersionName(number: number): string {
  return `VMX_${String(number).padStart(2, '0')}`
}
