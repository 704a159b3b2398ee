import { setTimeout as sleep } from 'node:timers/promises'
import { at, type Bench, type Reply } from '../simulator/helper.ts'
import type { Awaited, Keeping, Kept, Request } from './requests.ts'

interface Written {
  keep?: Kept
  awaits?: Awaited
}

/** Sends what plays ask for, one after the other, and keeps of the answers what later plays need. */
export interface Player {
  kept: Keeping
  ask: (request: Request, headers: Record<string, string>, written: Written) => Promise<Asked>
}

export interface Asked {
  reply: Reply
  /** Whether the answer came to say what was awaited of it. */
  held: boolean
}

/** As long as an awaited answer may take. */
const mostMs = 2000

export function createPlayer(bench: Bench, unwrap: (json: unknown) => unknown): Player {
  const kept: Keeping = new Map()

  async function ask(
    { method, path, body }: Request,
    headers: Record<string, string>,
    { keep = {}, awaits }: Written
  ): Promise<Asked> {
    const holds = (of: Reply) => !awaits || at(unwrap(of.json), ...awaits.at) === awaits.is
    const end = performance.now() + mostMs
    let reply = await bench.call(method, path, { body, headers })
    while (!holds(reply) && reply.status === 200 && performance.now() < end) {
      await sleep(10)
      reply = await bench.call(method, path, { body, headers })
    }
    for (const [name, way] of Object.entries(keep)) {
      const value = at(unwrap(reply.json), ...way)
      if (typeof value === 'string' || typeof value === 'number') kept.set(name, value)
      else kept.delete(name)
    }
    return { reply, held: holds(reply) }
  }

  return { kept, ask }
}
