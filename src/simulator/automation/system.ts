import { servedReleases } from '../releases.ts'
import { invalidArgument } from './errors.ts'
import { withBody } from './operation.ts'

/**
 * Negotiates the VI/JSON release: the first of the client's, in its order, that this server has, or `""`.
 * Since 8.0.2.0 and without a session.
 * https://developer.broadcom.com/xapis/vsphere-automation-api/latest/api/vcenter/systemactionhello/post/
 */
export const hello = withBody({
  ok: 200,
  anonymous: true,
  since: '8.0.2.0',
  fields: { 'api_releases!': { list: 'text' } },
  run: ({ state, body: { api_releases: wanted } }) => {
    if (wanted.length === 0 || wanted.length > 128 || wanted.some(release => release.length > 64)) {
      throw invalidArgument('api_releases', wanted.slice(0, 3))
    }
    const served = servedReleases(state.settings.apiRelease)
    return { api_release: wanted.find(release => served.includes(release)) ?? '' }
  }
})
