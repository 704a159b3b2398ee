/** A dialect and a release: whatever vCenter stands behind it, the gateway must say and do the same. */
export interface VcenterKind {
  name: string
  mode: 'api' | 'rest'
  release: string
}

/** Sessions of its own for VI/JSON and no `hello`; one session for all; absent values that are `null`. */
const releases = ['8.0.1.0', '8.0.3.0', '9.0.0.0'] as const

/** Every dialect with every kind of release that has VI/JSON. */
export const vcenterKinds: readonly VcenterKind[] = releases.flatMap(release =>
  (['api', 'rest'] as const).map(mode => ({ name: `${mode} on ${release}`, mode, release }))
)

/** The default of the gateway against the default of the simulator. */
export const usualVcenter = vcenterKinds.find(
  each => each.mode === 'api' && each.release === '8.0.3.0'
) as VcenterKind
