import { isLoopback } from '../networks.ts'

/** Whether what goes to a URL cannot be read on the way: https, or http that does not leave this machine. */
export function isSecureUrl({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname))
}
