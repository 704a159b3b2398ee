import { lookup } from 'node:dns/promises'
import { connect, isIP } from 'node:net'
import { originOf } from '../vcenter/address.ts'
import type { Finding } from './finding.ts'
import { codeOf, inTime, wordsOf } from './in-time.ts'

/** Where a vCenter is, as sockets want it. */
export interface Place {
  host: string
  port: number
}

export function placeOf(address: string): Place {
  const { hostname, port } = new URL(originOf(address))
  return { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? 443 : Number(port) }
}

/** Whether the name is known and the port takes connections. */
export async function checkReach({ host, port }: Place, limitMs: number): Promise<Finding> {
  try {
    return await inTime(limitMs, async signal => {
      const addresses = isIP(host) ? [host] : (await lookup(host, { all: true })).map(each => each.address)
      const { address, ms } = await connectTo(host, port, signal)
      const where = isIP(host) ? host : `${host} is ${addresses.join(', ')}`
      const message = `${where}; port ${port} takes connections, in ${ms} ms`
      return { check: 'reach', status: 'ok', message, data: { addresses, address, port, connect_ms: ms } }
    })
  } catch (error) {
    const { message, remedy } = reasonOf(error, host, port)
    return { check: 'reach', status: 'fail', message, remedy }
  }
}

function connectTo(
  host: string,
  port: number,
  signal: AbortSignal
): Promise<{ address: string; ms: number }> {
  const start = performance.now()
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, signal })
    socket.once('error', reject)
    socket.once('connect', () => {
      resolve({ address: socket.remoteAddress ?? host, ms: Math.ceil(performance.now() - start) })
      socket.destroy()
    })
  })
}

function reasonOf(error: unknown, host: string, port: number): { message: string; remedy: string } {
  switch (codeOf(error)) {
    case 'ENOTFOUND':
      return {
        message: `the name ${host} is not known`,
        remedy: 'Correct the host name, or the name server that this machine asks.'
      }
    case 'EAI_AGAIN':
      return {
        message: `the name ${host} could not be looked up`,
        remedy: 'See that this machine reaches its name server.'
      }
    case 'ECONNREFUSED':
      return {
        message: `nothing listens on port ${port} of ${host}`,
        remedy: 'Correct host and port, and see that vCenter runs.'
      }
    default:
      return {
        message: `no connection to port ${port} of ${host}: ${codeOf(error) ?? wordsOf(error)}`,
        remedy: 'See that route and firewalls let this machine through to vCenter.'
      }
  }
}
