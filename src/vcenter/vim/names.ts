/**
 * Names of the inventory as the VIM API writes them: a slash, a backslash and a percent sign are escaped, in what it
 * answers, in the names it takes and in the segments of inventory paths.
 *
 * @see https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/ (ManagedEntity, `name`)
 */

export function escapeName(name: string): string {
  return name.replaceAll(/[%/\\]/g, escapeCharacter)
}

export function unescapeName(name: string): string {
  return name.replaceAll(/%(2f|5c|25)/gi, (_match, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16))
  )
}

function escapeCharacter(character: string): string {
  return `%${character.charCodeAt(0).toString(16)}`
}
