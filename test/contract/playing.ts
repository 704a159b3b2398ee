import { setTimeout as sleep } from 'node:timers/promises'
import { at, type Bench, type Reply } from '../simulator/helper.ts'
import { filledIn, type Awaited, type Keeping, type Kept, type Request } from './requests.ts'

interface Written {
  keep?: Kept
  awaits?: Awaited
}

/** Sends what plays ask for, one after the other, and keeps of the answers what later plays need. */
export interface Player<Play extends Written> {
  kept: Keeping
  /**
   * A play with its names filled in; undefined when it cannot be sent, because the simulator lacks it or
   * something before it that would have made what it needs.
   */
  ready: (written: Play) => Play | undefined
  ask: (request: Request, headers: Record<string, string>, play: Written) => Promise<Asked>
}

export interface Asked {
  reply: Reply
  /** Whether the answer came to say what was awaited of it. */
  held: boolean
}

/** As long as an awaited answer may take. */
const mostMs = 2000

export function createPlayer<Play extends Written>(
  bench: Bench,
  isLacking: (play: Play) => boolean,
  unwrap: (json: unknown) => unknown
): Player<Play> {
  const kept: Keeping = new Map()
  const withheld = new Set<string>()

  function ready(written: Play): Play | undefined {
    const words = JSON.stringify(written)
    const needs = [...withheld].some(name => new RegExp(`\\$${name}\\b`).test(words))
    if (!needs && !isLacking(written)) return filledIn(written, kept)
    for (const name of Object.keys(written.keep ?? {})) {
      kept.delete(name)
      withheld.add(name)
    }
    return undefined
  }

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
      withheld.delete(name)
      if (typeof value === 'string' || typeof value === 'number') kept.set(name, value)
      else kept.delete(name)
    }
    return { reply, held: holds(reply) }
  }

  return { kept, ready, ask }
}
