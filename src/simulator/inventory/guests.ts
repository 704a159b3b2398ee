import { systems } from './cast.ts'
import type { GuestSystem } from './types.ts'

/** How the names of the guest systems begin that vCenter knows; there are some 200, more with each release. */
const families =
  /^(DOS|WIN|FREEBSD|REDHAT|RHEL|CENTOS|ORACLE_LINUX|SUSE|SLES|NLD|OPENSUSE|MANDR|TURBO_LINUX|UBUNTU|DEBIAN|ASIANUX|MIRACLELINUX|PARDUS|FEDORA|COREOS|VMWARE_PHOTON|AMAZONLINUX|ROCKYLINUX|ALMALINUX|CRXPOD|CRXSYS|OTHER|GENERIC_LINUX|SOLARIS|DARWIN|ECOMSTATION|OS2|NETWARE|OPENSERVER|UNIXWARE|SJDS|VMKERNEL|OES|LINUX_MINT|KYLINLINUX|FUSIONOS|PROLINUX)(_|\d|$)/

/**
 * A guest system by its name in the Automation API, such as `RHEL_9_64`. Those of the inventory are known in
 * full; of the others the VIM API's name is derived from this one. Undefined for a name of no family.
 */
export function systemNamed(name: string): GuestSystem | undefined {
  const known = Object.values(systems).find(system => system.name === name)
  if (known) return known
  if (!families.test(name) && !name.startsWith('WINDOWS_')) return undefined
  return {
    name,
    guestId: guestIdOf(name),
    fullName: name
      .split('_')
      .map(word => word[0] + word.slice(1).toLowerCase())
      .join(' '),
    family: name.startsWith('WIN') ? 'WINDOWS' : 'LINUX'
  }
}

/** The same by its name in the VIM API, such as `rhel9_64Guest`; undefined where no other name leads to it. */
export function systemWithGuestId(guestId: string): GuestSystem | undefined {
  const known = Object.values(systems).find(system => system.guestId === guestId)
  if (known) return known
  const words = guestId
    .replace(/Guest(64)?$/, '$1')
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/([a-z])(\d)/gi, '$1_$2')
  const derived = systemNamed(words.toUpperCase())
  return derived?.guestId === guestId ? derived : undefined
}

/** `OTHER_64` is out of line; in other names a number follows another one, and two Linuxes, after `_`. */
function guestIdOf(name: string): string {
  if (name === 'OTHER_64') return 'otherGuest64'
  let id = ''
  for (const word of name.toLowerCase().split('_')) {
    if (/^\d/.test(word)) id += /(\d|rockylinux|almalinux)$/.test(id) ? `_${word}` : word
    else id += id === '' ? word : word[0]?.toUpperCase() + word.slice(1)
  }
  return `${id}Guest`
}
