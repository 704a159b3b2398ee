/**
 * The forms in which vCenter writes the name of a user: `user@vsphere.local` (UPN) and `VSPHERE.LOCAL\\user`, the
 * PreWindows2000LogonName. Sessions show the second one (inferred: no description says so, every listing of sessions
 * shows it).
 */
export function logonName(user: string): string {
  const cut = user.lastIndexOf('@')
  return cut < 0 ? user : `${user.slice(cut + 1).toUpperCase()}\\${user.slice(0, cut)}`
}

/** Whether a name means the user, in whichever form. */
export function isUser(name: string | undefined, user: string): boolean {
  return name !== undefined && logonName(name).toLowerCase() === logonName(user).toLowerCase()
}
