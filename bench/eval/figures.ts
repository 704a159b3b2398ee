import type { Attempt } from './attempt.ts'
import { type Role, type Task, promptOf } from './define-task.ts'
import type { Traffic } from './meter.ts'

/** What an attempt took of whoever made it. */
export interface Figures {
  name: string
  role: Role
  prompt: string
  calls: number
  /** Arguments and the texts of answers. */
  tokens: number
  /** The same where a client shows its model the JSON of an answer instead. */
  jsonTokens: number
  /** Of all descriptors that were listed. */
  manifestTokens: number
  complaints: readonly string[]
}

/** Dates in prompts are of some day, so that the page about them is the same every day. */
const someDay = new Date('2026-11-22T12:00:00Z')

export function figuresOf({ task, complaints, traffic }: Attempt): Figures {
  return { ...describe(task), ...costOf(traffic), complaints }
}

export function describe(task: Task): Pick<Figures, 'name' | 'role' | 'prompt'> {
  return { name: task.name, role: task.role, prompt: promptOf(task, someDay) }
}

/** A token is four characters: rough, and the same for every model. */
export function costOf({ calls, tools, otherCharacters }: Traffic) {
  const asked = sum(calls.map(call => JSON.stringify(call.arguments).length)) + otherCharacters
  const texts = sum(calls.map(({ text }) => text.length))
  // a refusal has its text only
  const structured = sum(calls.map(call => (call.structured || call.text).length))
  return {
    calls: calls.length,
    tokens: Math.round((asked + texts) / 4),
    jsonTokens: Math.round((asked + structured) / 4),
    manifestTokens: Math.round(sum([...tools.values()].map(({ length }) => length)) / 4)
  }
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
