import type { Answer } from '../http.ts'
import { isAtLeast, servedReleases } from '../releases.ts'

/**
 * `/sdk/vimServiceVersions.xml`: which versions the service knows, without a session, on every release.
 * Versions before 8.0.1.0 are named for SOAP's sake.
 */
export function serviceVersions(apiRelease: string): Answer {
  const older = ['8.0.0.1', '7.0.3.0', '7.0.2.0', '7.0.1.0', '7.0.0.0']
  const releases = [...servedReleases(apiRelease).toReversed(), ...older]
  const prior = [...releases.filter(release => !isAtLeast(release, apiRelease)), '6.7.3']
  const namespace = [
    '<namespace><name>urn:vim25</name>',
    `<version>${apiRelease}</version>`,
    `<priorVersions>${prior.map(release => `<version>${release}</version>`).join('')}</priorVersions>`,
    '</namespace>'
  ].join('')
  const head = '<?xml version="1.0" encoding="UTF-8" ?>'
  const text = `${head}\n<namespaces version="1.0">${namespace}</namespaces>\n`
  return { status: 200, text, contentType: 'text/xml' }
}
