import type { Config } from '../config.ts'

/** What can be used and should not stay so, one line each. */
export function weakSettingsOf(config: Config): string[] {
  const unverified = config.vcenters.filter(vcenter => vcenter.insecure).map(({ name }) => name)
  return [
    ...(config.access.enforce
      ? []
      : ['AUTH_ENFORCE=false: everybody who reaches this port may call every tool']),
    ...(unverified.length === 0
      ? []
      : [`the certificate is not verified of ${unverified.join(', ')}; trust its CA instead`]),
    ...config.warnings
  ]
}
