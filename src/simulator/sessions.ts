import { randomBytes, randomUUID } from 'node:crypto'

/** The two faces of vCenter, which have sessions of their own before 8.0 Update 3. */
export type Face = 'automation' | 'vim'

export interface Session {
  /** The secret that goes into `vmware-api-session-id`. */
  id: string
  /** The public name of the session, as VIM's `UserSession.key`. */
  key: string
  user: string
  face: Face
  created: number
  lastAccessed: number
  calls: number
  remoteAddress: string
  userAgent: string
}

/** Live sessions. A session ends by logout, when it was not used for the idle time, or at the end of its life. */
export interface Sessions {
  /** Undefined when there are as many sessions as allowed. */
  open(face: Face, user: string, remoteAddress: string, userAgent: string): Session | undefined
  /** The live session of that id, if it is good for that face; using it starts its idle time anew. */
  use(id: string | undefined, face: Face): Session | undefined
  close(session: Session): void
  closeAll(): void
  /** How many are live. */
  count(face?: Face): number
  /** The live ones that a face knows, oldest first; asking does not count as using them. */
  list(face?: Face): Session[]
  /** Whether it is still live; asking does not count as using it. */
  isLive(session: Session): boolean
}

interface SessionRules {
  clock: () => number
  idleMs: number
  /** Since login, however much it is used: "unconditional or absolute session expiration time". */
  lifetimeMs: number
  most: number
  /**
   * One session for both faces, as from 8.0 Update 3: "Unified Management and Automation Session" in the
   * vSphere Web Services SDK programming guide at https://techdocs.broadcom.com/.
   */
  unified: boolean
  onOpen?: (session: Session) => void
  onClose?: (session: Session) => void
}

export function createSessions(rules: SessionRules): Sessions {
  const live = new Map<string, Session>()

  function sweep(): void {
    for (const session of live.values()) if (isOver(session)) close(session)
  }

  function isOver({ created, lastAccessed }: Session): boolean {
    const now = rules.clock()
    return now - lastAccessed > rules.idleMs || now - created > rules.lifetimeMs
  }

  function close(session: Session): void {
    if (live.delete(session.id)) rules.onClose?.(session)
  }

  function list(face?: Face): Session[] {
    sweep()
    return [...live.values()].filter(session => face === undefined || session.face === face || rules.unified)
  }

  function count(face?: Face): number {
    sweep()
    if (face === undefined) return live.size
    return [...live.values()].filter(session => session.face === face).length
  }

  function open(face: Face, user: string, remoteAddress: string, userAgent: string): Session | undefined {
    if (count(rules.unified ? undefined : face) >= rules.most) return undefined
    const now = rules.clock()
    const session: Session = {
      // 32 digits from the Automation API, 40 from VI/JSON, as the documented examples show.
      id: randomBytes(face === 'automation' ? 16 : 20).toString('hex'),
      key: `52${randomUUID().slice(2)}`,
      user,
      face,
      created: now,
      lastAccessed: now,
      calls: 0,
      remoteAddress,
      userAgent
    }
    live.set(session.id, session)
    rules.onOpen?.(session)
    return session
  }

  function use(id: string | undefined, face: Face): Session | undefined {
    const session = id === undefined ? undefined : live.get(id)
    if (!session || (session.face !== face && !rules.unified)) return undefined
    if (isOver(session)) {
      close(session)
      return undefined
    }
    session.lastAccessed = rules.clock()
    session.calls += 1
    return session
  }

  return {
    open,
    use,
    close,
    closeAll: () => {
      for (const session of live.values()) close(session)
    },
    count,
    list,
    isLive: session => live.has(session.id) && !isOver(session)
  }
}
