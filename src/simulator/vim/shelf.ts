import { randomUUID } from 'node:crypto'
import type { Session } from '../sessions.ts'

/** Objects that clients make: they belong to the session that made them, and go with it. */
export interface Shelf<T> {
  /** Ids hold brackets, which have to be percent-encoded in a path. */
  add(session: Session, object: T): string
  find(session: Session | undefined, id: string): T | undefined
  remove(session: Session, id: string): void
  ids(session: Session): string[]
}

export function createShelf<T>(): Shelf<T> {
  const bySession = new WeakMap<Session, Map<string, T>>()

  function objectsOf(session: Session): Map<string, T> {
    let objects = bySession.get(session)
    if (!objects) bySession.set(session, (objects = new Map()))
    return objects
  }

  return {
    add: (session, object) => {
      const id = `session[${session.key}]52${randomUUID().slice(2)}`
      objectsOf(session).set(id, object)
      return id
    },
    find: (session, id) => session && objectsOf(session).get(id),
    remove: (session, id) => void objectsOf(session).delete(id),
    ids: session => [...objectsOf(session).keys()]
  }
}
