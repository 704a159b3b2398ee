import { startPlain, stop } from './children.ts'
import type { SimulatorListening } from './processes/messages.ts'
import { freePort, gatewayArgs, gatewayEnv, untilLive } from './servers.ts'
import { type Spread, spreadOf } from './statistics.ts'

export interface StartUp {
  /** Milliseconds from the start of the process to its first answer. */
  vcenterUp: Spread
  vcenterDown: Spread
}

/** Starts the gateway several times, by turns with a vCenter that answers and with one that is not there. */
export async function measureStartUp(
  vcenter: SimulatorListening,
  directory: string,
  times: number
): Promise<StartUp> {
  const up: number[] = []
  const down: number[] = []
  for (let count = 0; count < times; count += 1) {
    up.push(await startOnce(vcenter, directory))
    down.push(await startOnce({ ...vcenter, host: `127.0.0.1:${await freePort()}` }, directory))
  }
  return { vcenterUp: spreadOf(up), vcenterDown: spreadOf(down) }
}

/** Without the probe: nothing but what production starts. */
async function startOnce(vcenter: SimulatorListening, directory: string): Promise<number> {
  const port = await freePort()
  const env = gatewayEnv(vcenter, directory, port)
  const startedAt = performance.now()
  const child = startPlain(gatewayArgs, env)
  try {
    await untilLive(`http://127.0.0.1:${port}`)
    return performance.now() - startedAt
  } finally {
    await stop(child)
  }
}
