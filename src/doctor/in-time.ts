import { unlessAborted, withDeadline } from '../abort.ts'

/**
 * No check holds up the doctor, however its work takes the signal.
 *
 * @throws the error of the work, or one that says how long was waited
 */
export async function inTime<T>(limitMs: number, use: (signal: AbortSignal) => Promise<T>): Promise<T> {
  try {
    return await withDeadline(limitMs, undefined, signal => unlessAborted(use(signal), signal))
  } catch (error) {
    if (!isTimeout(error)) throw error
    throw new Error(`nothing within ${limitMs / 1000} s`, { cause: error })
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'TimeoutError'
}

/** The code of a system's or TLS's error, the sentence of any other. */
export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

export function codeOf(error: unknown): string | undefined {
  const { code } = error as { code?: unknown }
  return typeof code === 'string' ? code : undefined
}
