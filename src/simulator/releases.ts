/**
 * API releases and what depends on them.
 * https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/
 */

/** Releases that VI/JSON paths may name, oldest first. */
const viJsonReleases = ['8.0.1.0', '8.0.2.0', '8.0.3.0', '8.0.3.1', '9.0.0.0', '9.1.0.0', '9.1.1.0']

const buildOfVersion: Record<string, string> = {
  '7.0.3': '18700403',
  '8.0.0': '20519528',
  '8.0.1': '21560480',
  '8.0.2': '22385739',
  '8.0.3': '24022515',
  '9.0.0': '24755230'
}

/** @throws RangeError unless the release is four numbers with dots */
export function parseRelease(release: string): [number, number, number, number] {
  const match = /^(\d{1,4})\.(\d{1,4})\.(\d{1,4})\.(\d{1,4})$/.exec(release)
  if (!match) throw new RangeError(`apiRelease must look like 8.0.3.0, not ${release}`)
  return [Number(match[1]), Number(match[2]), Number(match[3]), Number(match[4])]
}

/** Whether `release` is `other` or newer. */
export function isAtLeast(release: string, other: string): boolean {
  const left = parseRelease(release)
  const right = parseRelease(other)
  for (let index = 0; index < left.length; index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0)
    if (difference !== 0) return difference > 0
  }
  return true
}

/** The VI/JSON releases of a server of release `own`: that and older ones, none before 8.0 Update 1. */
export function servedReleases(own: string): string[] {
  if (!isAtLeast(own, '8.0.1.0')) return []
  const older = viJsonReleases.filter(release => isAtLeast(own, release))
  return older.includes(own) ? older : [...older, own]
}

/** The version as `about.version` shows it, such as `8.0.3`. */
export function versionOf(release: string): string {
  return parseRelease(release).slice(0, 3).join('.')
}

/** A build number that existed for the version, or a made-up one for versions not listed. */
export function buildOf(release: string): string {
  return buildOfVersion[versionOf(release)] ?? '99999999'
}
