/**
 * A name as the VIM API wants it in its parameters, and as it answers it: with slash, backslash and percent sign
 * escaped. So are the segments of inventory paths.
 *
 * @see https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/ (ManagedEntity, `name`)
 */
export function escapeName(name: string): string {
  return name.replaceAll(/[%/\\]/g, escapeCharacter)
}

/** The name as people and the Automation API know it. */
export function unescapeName(name: string): string {
  return name.replaceAll(/%(?:2f|5c|25)/gi, code => decodeURIComponent(code))
}

/** Whether vCenter means the name that was asked for: it may answer the characters %, / and \ escaped. */
export function isNamed(answered: string, asked: string): boolean {
  return answered === asked || unescapeName(answered) === asked
}

/** The names of an inventory path, escaped; whoever writes one may know a name either way. */
export function segmentsOf(path: string): string[] {
  return path
    .split('/')
    .filter(segment => segment !== '')
    .map(segment => escapeName(unescapeName(segment)))
}

function escapeCharacter(character: string): string {
  return `%${character.charCodeAt(0).toString(16)}`
}
