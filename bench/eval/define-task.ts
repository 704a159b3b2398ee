import type { Contention, Fault, FaultMatch, Inventory, SimulatorOptions } from '../../src/simulator/index.ts'
import type { Reply } from './replies.ts'
import type { Seen } from './seen.ts'
import type { PastRecord } from './past-records.ts'

export type Role = 'viewer' | 'operator' | 'admin'

/** Calls a tool over MCP. Throws `Refusal` where the tool refuses or fails. */
export type Call = (tool: string, args?: Record<string, unknown>) => Promise<Reply>

/** Asks the person who gave the task, and hears what they say. */
export type Ask = (question: string) => Promise<string>

/** A vCenter and the past of the service before anybody is asked anything. */
export interface Stage {
  inventory: Inventory
  /** That of the second vCenter, where the task has two. */
  second: Inventory
  /** Lets requests to the first vCenter go wrong. */
  fail: (match: FaultMatch, fault: Fault) => void
  /** Makes a host or a datastore of the first vCenter too small for what is on it. */
  contend: (contention: Contention) => void
  /** Writes into the audit what somebody did earlier. */
  record: (...records: PastRecord[]) => void
  now: Date
}

/** Something that people want of an agent with this service, and how it is seen whether they got it. */
export interface Task {
  /** Words with dashes; unique. */
  name: string
  /** What a person would type, and no more than they would know. */
  prompt: string | ((now: Date) => string)
  /** What they say when they are asked; without it nobody answers. */
  reply?: string
  role: Role
  /** Two vCenters, `main` and `dr`, instead of one. */
  twoVcenters?: boolean
  simulator?: SimulatorOptions
  /** Variables of the service, over the usual ones. */
  env?: Record<string, string>
  prepare?: (stage: Stage) => void
  /** The reference solution: it knows what the tools say, and nothing else. Answers what the person is told. */
  solve: (call: Call, ask: Ask) => Promise<string>
  /** What is wrong with an answer and with what became of the vCenter, one line each; nothing when all is well. */
  check: (seen: Seen, answer: string) => string[]
}

export function defineTask(task: Task): Task {
  return task
}

export function promptOf({ prompt }: Task, now: Date): string {
  return typeof prompt === 'string' ? prompt : prompt(now)
}
