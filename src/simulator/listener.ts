import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A listening server that can go away for a while. */
export interface Listener {
  port: number
  /** Ends all connections and accepts none for so many milliseconds. */
  refuse(forMs: number): void
  /** Accepts connections again, if it does not. */
  accept(): void
  close(): Promise<void>
}

/** How soon it is tried again when somebody else took the port meanwhile. */
const againMs = 100

/** @throws the system's error when the port cannot be had */
export async function listen(server: Server, port: number, host: string): Promise<Listener> {
  server.listen(port, host)
  await once(server, 'listening')
  const address = server.address() as AddressInfo
  let timer: NodeJS.Timeout | undefined
  let isClosed = false

  function stop(): void {
    clearTimeout(timer)
    if (server.listening) server.close()
    server.closeAllConnections()
  }

  function refuse(forMs: number): void {
    stop()
    timer = setTimeout(accept, forMs)
  }

  function accept(): void {
    clearTimeout(timer)
    if (!server.listening && !isClosed) server.listen(address.port, host)
  }

  function onError(): void {
    if (!isClosed) timer = setTimeout(accept, againMs)
  }

  async function close(): Promise<void> {
    isClosed = true
    const closed = server.listening ? once(server, 'close') : undefined
    stop()
    await closed
  }

  server.on('error', onError)
  return { port: address.port, refuse, accept, close }
}
