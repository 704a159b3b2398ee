import { connect } from './client.ts'
import type { Task } from './define-task.ts'
import type { Traffic } from './meter.ts'
import type { Question, Seen } from './seen.ts'
import { type World, startWorld } from './world.ts'

/** Puts a question to the person of a task. */
export type AskPerson = (question: string) => Promise<string>

/** Solves a task in a world, by calls over MCP alone, and answers what the person is told. */
export type Solver = (task: Task, world: World, ask: AskPerson) => Promise<string>

export interface Attempt {
  task: Task
  answer: string
  /** What is wrong with it; empty when the task is solved. */
  complaints: string[]
  seen: Seen
  traffic: Traffic
}

/** What is said to whoever asks although nobody was there to be asked. */
const nobody = 'I cannot be asked now.'

/** One task in a world of its own. Whatever ends the solver early is a complaint, not an exception. */
export async function attempt(task: Task, solve: Solver, directory: string): Promise<Attempt> {
  const world = await startWorld(task, directory)
  try {
    const questions: Question[] = []
    const ask: AskPerson = async text => {
      await world.settle()
      questions.push({ text, changes: world.changes() })
      return task.reply ?? nobody
    }
    let answer = ''
    const complaints: string[] = []
    try {
      answer = await solve(task, world, ask)
    } catch (error) {
      complaints.push(`it ended with: ${error instanceof Error ? error.message : String(error)}`)
    }
    await world.settle()
    const seen = seenIn(world, questions)
    return {
      task,
      answer,
      complaints: [...complaints, ...task.check(seen, answer)],
      seen,
      traffic: world.traffic
    }
  } finally {
    await world.close()
  }
}

/** The solution that comes with the task. */
export const byReference: Solver = async (task, { url, token }, ask) => {
  const client = await connect(url, token)
  try {
    return await task.solve(client.call, ask)
  } finally {
    await client.close()
  }
}

function seenIn(world: World, questions: Question[]): Seen {
  const [before, secondBefore] = world.before
  const [after, secondAfter] = world.facts()
  if (!before || !after) throw new Error('there is no vCenter')
  return {
    before,
    after,
    ...(secondBefore && secondAfter && { second: { before: secondBefore, after: secondAfter } }),
    changes: world.changes(),
    questions,
    calls: world.traffic.calls,
    records: world.records(),
    now: world.now
  }
}
