import { writeFileSync } from 'node:fs'
import { type AddressInfo, type Socket, createServer } from 'node:net'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type { VcenterEntry } from '../src/config/vcenter-entry.ts'
import { type Simulator, type SimulatorOptions, startSimulator } from '../src/simulator/index.ts'
import { watched } from './contract/watch.ts'
import { temporaryDirectory } from './helper.ts'

/** A simulated vCenter that ends with the test; as an entry it has the given name, and trusts its CA. */
export async function startNamed(t: TestContext, name: string, options: SimulatorOptions = {}) {
  const simulator = await startSimulator(watched(t, { taskMs: 40, ...options }))
  t.after(() => simulator.close())
  return { simulator, entry: entryOf(name, simulator) }
}

export function entryOf(name: string, { port, user, password, caPem }: Simulator): VcenterEntry {
  return { name, host: '127.0.0.1', port, user, password, ca: caPem, backoffS: 0.01 }
}

/** Writes VCENTERS_FILE and answers its path. */
export function vcentersFile(t: TestContext, entries: readonly VcenterEntry[]): string {
  const path = join(temporaryDirectory(t), 'vcenters.json')
  writeFileSync(path, JSON.stringify(entries), { mode: 0o600 })
  return path
}

/** Takes connections and never says a word on them. */
export async function startSilent(t: TestContext) {
  const sockets = new Set<Socket>()
  let connections = 0
  const server = createServer(socket => {
    connections++
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return {
    port,
    host: `127.0.0.1:${port}`,
    /** How many were ever made. */
    get connections() {
      return connections
    }
  }
}
