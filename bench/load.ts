import { setTimeout as sleep } from 'node:timers/promises'
import { Pool } from 'undici'
import type { Case } from './cases.ts'

/** A server that does not answer ends the bench. */
const answerTimeoutMs = 10_000

export interface Measurement {
  requests: number
  /** CPU time of the server process, all its threads. */
  cpuMs: number
  /** Share of one core that the server had: near 1, it was the bottleneck. */
  busy: number
}

/** Keeps one case under load: first to warm up, then measured. Throws at the first wrong answer. */
export async function measure(measured: Case, warmUpMs: number, measureMs: number): Promise<Measurement> {
  const load = startLoad(measured)
  try {
    await load.during(sleep(warmUpMs))
    const before = await load.during(measured.server.usage())
    const countBefore = load.count()
    const startedAt = performance.now()
    await load.during(sleep(measureMs))
    const after = await load.during(measured.server.usage())
    const cpuMs = after.cpuMs - before.cpuMs
    return { requests: load.count() - countBefore, cpuMs, busy: cpuMs / (performance.now() - startedAt) }
  } finally {
    await load.stop()
  }
}

/** Sends a case so many times. Throws at the first wrong answer. */
export function send(tried: Case, times: number): Promise<void> {
  return startLoad(tried, times).end()
}

function startLoad(current: Case, atMost = Number.POSITIVE_INFINITY) {
  const pool = new Pool(current.origin, {
    connections: current.senders,
    pipelining: 1,
    headersTimeout: answerTimeoutMs,
    bodyTimeout: answerTimeoutMs
  })
  const { method, path, headers, body = null } = current
  let left = atMost
  let answered = 0
  let right: string | undefined

  async function keepSending(): Promise<void> {
    while (left > 0) {
      left -= 1
      const answer = await pool.request({ method, path, headers, body })
      const text = await answer.body.text()
      if (answer.statusCode !== 200 || text !== right) check(answer.statusCode, text)
      answered += 1
    }
  }

  /** Answers do not differ, so only one that does is looked at closely. */
  function check(status: number, text: string): void {
    if (status !== 200 || current.itemsIn(text) !== current.items) {
      throw new Error(`${current.title}: a wrong answer (${status}): ${text.slice(0, 300)}`)
    }
    right = text
  }

  const senders = Promise.all(Array.from({ length: current.senders }, keepSending))
  // it is awaited by whoever stops the load; until then a failure must not count as unhandled
  senders.catch(() => undefined)

  return {
    count: () => answered,
    /** Waits, unless a sender fails first. */
    during: <Value>(work: Promise<Value>): Promise<Value> => Promise.race([work, senders.then(() => work)]),
    stop: (): Promise<void> => {
      left = 0
      return end()
    },
    end
  }

  /** Waits for what is on its way. */
  async function end(): Promise<void> {
    try {
      await senders
    } finally {
      await pool.destroy()
    }
  }
}
