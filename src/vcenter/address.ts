/** Whether a connection can be made to this address; a configuration asks before `createVcenterPool` would throw. */
export function isAddress(address: string): boolean {
  return urlOf(address) !== undefined
}

/** @throws `Error` when it is not `host` or `host:port` */
export function originOf(address: string): string {
  const url = urlOf(address)
  if (url === undefined) throw new Error(`'${address}' is not a host or host:port`)
  return url.origin
}

/** A host and nothing else: with a path, a user or another protocol it would mean another place. */
function urlOf(address: string): URL | undefined {
  const url = URL.parse(`https://${address}`)
  return url && url.href === `${url.origin}/` && !/[/?#@\\\s]/.test(address) ? url : undefined
}
