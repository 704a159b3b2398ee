/** Whether a connection can be made for this name; a configuration asks before `createVcenterPool` would throw. */
export function isVcenterName(name: string): boolean {
  return urlOf(name) !== undefined
}

/** @throws `Error` when the name is not a host */
export function originOf(name: string): string {
  const url = urlOf(name)
  if (url === undefined) throw new Error(`'${name}' is not a host or host:port`)
  return url.origin
}

/** The name must be a host and nothing else: a path, a user or another protocol would be another address. */
function urlOf(name: string): URL | undefined {
  const url = URL.parse(`https://${name}`)
  return url && url.href === `${url.origin}/` && !/[/?#@\\\s]/.test(name) ? url : undefined
}
