import type { LostWrite } from './recent-tasks.ts'

/** What this service has started itself, so that the task of one caller is not taken for the lost one of another. */
export interface StartedTasks {
  /** From just before a task is started until `end`, with its id when that is known. */
  begin(write: Pick<LostWrite, 'object' | 'method'>): { end(id?: string): void }
  /** Nobody else is starting a task of the same kind on the same object: what is found is not about to be theirs. */
  isAlone(write: Pick<LostWrite, 'object' | 'method'>): boolean
  isKnown(id: string): boolean
}

/** vCenter itself forgets tasks after some minutes. */
const mostKnown = 1_000

/** Belongs to one vCenter. */
export function createStartedTasks(): StartedTasks {
  /** Oldest first. */
  const known = new Set<string>()
  const underWay = new Map<string, number>()

  function begin(write: Pick<LostWrite, 'object' | 'method'>) {
    const key = keyOf(write)
    underWay.set(key, (underWay.get(key) ?? 0) + 1)

    function end(id?: string): void {
      const left = (underWay.get(key) ?? 1) - 1
      if (left > 0) underWay.set(key, left)
      else underWay.delete(key)
      if (id !== undefined) note(id)
    }

    return { end }
  }

  function note(id: string): void {
    known.add(id)
    const [oldest] = known
    if (known.size > mostKnown && oldest !== undefined) known.delete(oldest)
  }

  return {
    begin,
    isAlone: write => (underWay.get(keyOf(write)) ?? 0) <= 1,
    isKnown: id => known.has(id)
  }
}

function keyOf({ object, method }: Pick<LostWrite, 'object' | 'method'>): string {
  return `${object.type} ${object.value} ${method}`
}
