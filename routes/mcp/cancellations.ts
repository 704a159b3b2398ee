import type { Exchange } from './exchange.ts'
import { cancelledIn } from './find-calls.ts'

/**
 * Calls that are taken back by a message of their own, which comes in a request of its own. A cancelled call ends as such
 * and is answered: others of its batch, and its stream, end as usual.
 *
 * @see https://modelcontextprotocol.io/specification/2025-11-25/basic/utilities/cancellation
 */
export interface Cancellations {
  /** Cancels what a request of a session says, and watches over the calls in it until they are settled. */
  watch(session: string, exchange: Exchange): NonNullable<Exchange['cancelled']>
}

export function createCancellations(): Cancellations {
  const cancellers = new Map<string, AbortController>()

  return {
    watch(session, { request }) {
      const keyOf = (id: string | number | undefined) => JSON.stringify([session, id])
      for (const id of cancelledIn(request.body))
        cancellers.get(keyOf(id))?.abort(new Error('The client cancelled.'))
      const own = new Map<string, AbortController>()
      for (const call of request.toolCalls) {
        const key = keyOf(call.rpcId)
        const canceller = new AbortController()
        own.set(key, canceller)
        cancellers.set(key, canceller)
        call.onSettled(() => {
          if (cancellers.get(key) === canceller) cancellers.delete(key)
        })
      }
      return id => own.get(keyOf(id))?.signal
    }
  }
}
