import { abortReason, remainingMs, setRemaining } from '../abort.ts'

/** Callers who ask the same at the same time share one answer. Belongs to one vCenter and one credential. */
export interface Flights {
  /**
   * Joins the work under way for `key`, or starts it. All who share it get its result (the same object: read it,
   * never change it) or its error. Who leaves is rejected at once with the reason of its own signal; the signal of the
   * work aborts when the last one has left.
   */
  share<T>(key: string, work: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T>
  /**
   * From now on nobody joins what is under way, because it may have read the state before a write. Those who wait for
   * it keep it.
   */
  renew(): void
  /** How many callers have joined the work of another one so far. */
  coalesced(): number
  /** How much work may be joined right now. */
  underWay(): number
}

interface Flight {
  /** Whose signals; a caller without one never leaves. */
  waiters: Set<{ signal: AbortSignal | undefined }>
  controller: AbortController
  result: Promise<unknown>
}

export function createFlights(): Flights {
  const flights = new Map<string, Flight>()
  let joined = 0

  function start(key: string, work: (signal: AbortSignal) => Promise<unknown>): Flight {
    const controller = new AbortController()
    const waiters: Flight['waiters'] = new Set()
    // the one with the most time left decides what is worth waiting for
    setRemaining(controller.signal, () =>
      Math.max(0, ...[...waiters].map(({ signal }) => remainingMs(signal)))
    )
    const flight: Flight = { waiters, controller, result: Promise.resolve() }
    flights.set(key, flight)
    flight.result = settle(work, controller.signal).finally(() => forget(key, flight))
    return flight
  }

  /** Only this one: after `renew` the key may belong to another flight. */
  function forget(key: string, flight: Flight): void {
    if (flights.get(key) === flight) flights.delete(key)
  }

  function share<T>(
    key: string,
    work: (signal: AbortSignal) => Promise<T>,
    signal?: AbortSignal
  ): Promise<T> {
    if (signal?.aborted) return Promise.reject(abortReason(signal))
    const current = flights.get(key)
    if (current) joined += 1
    const flight = current ?? start(key, work)
    return wait<T>(flight, signal, () => {
      if (flight.waiters.size > 0) return
      forget(key, flight)
      flight.controller.abort(abortReason(signal))
    })
  }

  return { share, renew: () => flights.clear(), coalesced: () => joined, underWay: () => flights.size }
}

function wait<T>(flight: Flight, signal: AbortSignal | undefined, onLeft: () => void): Promise<T> {
  const waiter = { signal }
  flight.waiters.add(waiter)
  return new Promise<T>((resolve, reject) => {
    signal?.addEventListener('abort', onAbort)
    // who shares a key shares the type of its answer
    flight.result.then(result => resolve(result as T), reject).finally(stop)

    function onAbort(): void {
      stop()
      reject(abortReason(signal))
      onLeft()
    }
    function stop(): void {
      flight.waiters.delete(waiter)
      signal?.removeEventListener('abort', onAbort)
    }
  })
}

/** Work that throws before its first pause fails like any other. */
async function settle<T>(work: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
  return work(signal)
}
