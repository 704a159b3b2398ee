import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Message } from './processes/messages.ts'

/** What a child has used since it was started. */
export interface Usage {
  cpuMs: number
  rssBytes: number
  /** The most it ever had. */
  peakBytes: number
}

/** A server in a process of its own. */
export interface Child {
  /** What it tells once it listens. Throws when it ends before. */
  ready(): Promise<unknown>
  usage(): Promise<Usage>
  /** Simulator only: requests since the last question. */
  requests(): Promise<number>
  /** Milliseconds: the longest delay of the event loop since the last question; the first one starts to measure. */
  loop(): Promise<number>
  stop(): Promise<void>
}

const probe = new URL('processes/probe.mjs', import.meta.url)
/** What children write goes to stderr, because stdout is for the figures. */
const quiet = ['ignore', 2, 2] as const
const running = new Set<ChildProcess>()

/** However this process ends, its children end with it. */
export function endChildrenAtExit(): void {
  process.once('exit', () => {
    for (const child of running) child.kill('SIGKILL')
  })
  process.once('SIGINT', () => process.exit(130))
  process.once('SIGTERM', () => process.exit(143))
}

/** Starts `node <args>` with these variables and no others, and with the probe that answers for its usage. */
export function startProbed(args: readonly string[], env: Record<string, string> = {}): Child {
  const child = start(['--import', probe.href, ...args], env, [...quiet, 'ipc'])

  function ask<Answer>(question: Message['question']): Promise<Answer> {
    const answer = answerTo<Answer>(child, question)
    child.send({ question } satisfies Message)
    return answer
  }

  const ready = answerTo(child, 'ready')
  // a server that is never asked for it must not end the bench
  ready.catch(() => undefined)
  return {
    ready: () => ready,
    usage: () => ask<Usage>('usage'),
    requests: () => ask<number>('requests'),
    loop: () => ask<number>('loop'),
    stop: () => stop(child)
  }
}

/** Starts `node <args>` as it is. */
export function startPlain(args: readonly string[], env: Record<string, string>): ChildProcess {
  return start(args, env, [...quiet])
}

function start(args: readonly string[], env: Record<string, string>, stdio: StdioOptions): ChildProcess {
  // Windows cannot open a socket without SystemRoot
  const variables = { SystemRoot: process.env['SystemRoot'], ...env }
  const child = spawn(process.execPath, args, { env: variables, stdio })
  running.add(child)
  child.once('exit', () => running.delete(child))
  return child
}

export async function stopAll(): Promise<void> {
  await Promise.all([...running].map(stop))
}

/** Nothing of a child is worth a polite end. */
export async function stop(child: ChildProcess): Promise<void> {
  if (!running.has(child)) return
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

function answerTo<Answer>(child: ChildProcess, question: Message['question']): Promise<Answer> {
  return new Promise((resolve, reject) => {
    function onMessage(message: Message): void {
      if (message.question !== question) return
      child.off('message', onMessage).off('exit', onExit)
      resolve(message.answer as Answer)
    }
    function onExit(code: number | null, signal: string | null): void {
      reject(
        new Error(`A server of the bench ended (${signal ?? code}): ${child.spawnargs.slice(1).join(' ')}`)
      )
    }
    child.on('message', onMessage).once('exit', onExit)
  })
}
