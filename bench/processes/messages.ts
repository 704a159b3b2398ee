/** Between the bench and its children. `ready` is the only answer that comes without its question. */
export interface Message {
  question: 'ready' | 'usage' | 'requests' | 'loop'
  answer?: unknown
}

/** Where a server of the bench can be reached, sent when it listens. */
export interface Listening {
  origin: string
}

/** The simulator also says how to log in, and opens one session for the bare proxy. */
export interface SimulatorListening extends Listening {
  host: string
  user: string
  password: string
  caFile: string
  sessionId: string
}

/** Tells the bench something, in a child. */
export function tell(message: Message): void {
  process.send?.(message)
}
