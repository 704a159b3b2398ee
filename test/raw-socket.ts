import { type Socket, connect } from 'node:net'

/** Sends bytes as they are, one character each, and answers what comes back until the connection ends or falls silent. */
export async function sendRaw(address: string, text: string, silentAfterMs = 500): Promise<string> {
  const { hostname, port } = new URL(address)
  const socket: Socket = connect(Number(port), hostname)
  return new Promise(resolve => {
    let received = ''
    const end = () => {
      socket.destroy()
      resolve(received)
    }
    socket.setTimeout(silentAfterMs, end)
    socket.on('connect', () => socket.write(text, 'latin1'))
    socket.on('data', chunk => (received += chunk.toString('latin1')))
    socket.on('error', end)
    socket.on('close', end)
  })
}

/** The statuses of all answers on a connection, in order. */
export function statusesIn(received: string): number[] {
  return [...received.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(match => Number(match[1]))
}
