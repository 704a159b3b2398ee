import { BlockList, isIP } from 'node:net'

/** Addresses that a CIDR (`10.2.0.0/16`, `2001:db8::/32`) or a single address names. */
export interface Networks {
  has(address: string): boolean
}

/** @throws `Error` for what `isNetwork` refuses */
export function createNetworks(cidrs: readonly string[]): Networks {
  // one for each family: ::/0 in a common list would hold IPv4 as well
  const lists = { ipv4: new BlockList(), ipv6: new BlockList() }
  for (const cidr of cidrs) {
    const network = networkIn(cidr)
    if (!network) throw new Error(`'${cidr}' is no network.`)
    lists[network.family].addSubnet(network.address, network.prefix, network.family)
  }
  return {
    has(given) {
      const address = plainAddress(given)
      const version = isIP(address)
      const family = version === 4 ? 'ipv4' : 'ipv6'
      return version !== 0 && lists[family].check(address, family)
    }
  }
}

export function isNetwork(cidr: string): boolean {
  return networkIn(cidr) !== undefined
}

/** A socket that takes both families shows IPv4 as `::ffff:10.1.2.3`. */
export function plainAddress(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  return mapped ?? address
}

/** Of a `hostname` of `URL`, which has written every spelling of an address in its usual form. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
}

/**
 * What is held responsible for failed log-ins: an IPv4 address, or the /64 of an IPv6 address. Whoever has one IPv6
 * address has the 2^64 of its network as well.
 */
export function originNetwork(given: string): string {
  const address = plainAddress(given)
  if (isIP(address) !== 6) return address
  const [head = '', tail = ''] = address.replace(/%.*/, '').split('::')
  const front = head.split(':').filter(part => part !== '')
  const back = tail.split(':').filter(part => part !== '')
  const groups = [...front, ...Array<string>(8 - front.length - back.length).fill('0'), ...back]
  return `${groups
    .slice(0, 4)
    .map(group => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}

function networkIn(cidr: string): { address: string; prefix: number; family: 'ipv4' | 'ipv6' } | undefined {
  const [address = '', prefix, ...others] = cidr.split('/')
  const version = isIP(address)
  // an IPv4 network written as IPv6 has been taken for the whole internet before: it must be written as what it is
  if (version === 0 || others.length > 0 || address.includes('%') || /^::ffff:/i.test(address))
    return undefined
  const most = version === 4 ? 32 : 128
  const bits = prefix === undefined ? most : /^\d{1,3}$/.test(prefix) ? Number(prefix) : -1
  if (bits < 0 || bits > most) return undefined
  return { address, prefix: bits, family: version === 4 ? 'ipv4' : 'ipv6' }
}
