import { parseArgs } from 'node:util'
import { join } from 'node:path'
import { runProgram } from '../program.ts'
import { byAgent } from './agent.ts'
import { type Attempt, type Solver, attempt, byReference } from './attempt.ts'
import { type Task, promptOf } from './define-task.ts'
import { type Figures, figuresOf } from './figures.ts'
import { tasks } from './index.ts'
import { pageIsStale, writePage } from './page.ts'
import { terminalReport } from './report.ts'

/** `npm run eval`: tasks that people have, solved over MCP, and what that takes. Exit code 1: one of them is not solved. */

const help = `Usage: npm run eval -- [--task NAME]... [--list] [--verbose] [--write]
       npm run eval -- --agent COMMAND [--timeout SECONDS] [--task NAME]...

  --task NAME        only this task; may be given more than once
  --list             the tasks and what they ask, without running them
  --verbose          also every call and the answer
  --write            also writes the table of docs/evaluation.md
  --agent COMMAND    a shell runs COMMAND for each task instead of its reference solution (docs/evaluation.md)
  --timeout SECONDS  how long COMMAND may take for one task; 300 unless given
`

async function main(directory: string): Promise<void> {
  const options = {
    task: { type: 'string', multiple: true },
    list: { type: 'boolean' },
    verbose: { type: 'boolean' },
    write: { type: 'boolean' },
    agent: { type: 'string' },
    timeout: { type: 'string', default: '300' },
    help: { type: 'boolean' }
  } as const
  const { values } = parseArgs({ options })
  if (values.help) return void process.stdout.write(help)
  const chosen = chosenTasks(values.task)
  if (values.list) return void process.stdout.write(listOf(chosen))
  const { agent } = values
  const limitMs = limitOf(values.timeout)
  const solver = agent === undefined ? byReference : byAgent({ command: agent, limitMs, directory })
  const show = values.verbose ? showAttempt : showNothing
  const figures = await runAll(chosen, solver, directory, show)
  console.log(terminalReport(figures))
  if (figures.some(({ complaints }) => complaints.length > 0)) process.exitCode = 1
  if (agent !== undefined || values.task !== undefined) return
  if (values.write) writePage(figures)
  else if (pageIsStale(figures)) {
    console.error('docs/evaluation.md is not up to date: run `npm run eval -- --write`.')
    process.exitCode = 1
  }
}

async function runAll(
  chosen: readonly Task[],
  solver: Solver,
  directory: string,
  show: (done: Attempt) => void
): Promise<Figures[]> {
  const figures: Figures[] = []
  for (const task of chosen) {
    const done = await attempt(task, solver, join(directory, task.name))
    show(done)
    figures.push(figuresOf(done))
  }
  return figures
}

function chosenTasks(names: readonly string[] | undefined): readonly Task[] {
  if (names === undefined) return tasks
  const unknown = names.filter(name => !tasks.some(task => task.name === name))
  if (unknown.length > 0)
    throw new Error(`There is no task ${unknown.join(', ')}: npm run eval -- --list shows them.`)
  return tasks.filter(({ name }) => names.includes(name))
}

function limitOf(seconds: string): number {
  const limit = Number(seconds)
  if (Number.isFinite(limit) && limit > 0) return limit * 1000
  throw new Error(`--timeout must be a number of seconds, not ${seconds}.`)
}

function listOf(chosen: readonly Task[]): string {
  const now = new Date()
  return chosen.map(task => `${task.name} (${task.role})\n  ${promptOf(task, now)}\n`).join('')
}

function showAttempt({ task, answer, traffic, seen }: Attempt): void {
  console.log(`\n## ${task.name} (${task.role})\n${promptOf(task, seen.now)}`)
  for (const call of traffic.calls) {
    console.log(`\n${call.tool} ${JSON.stringify(call.arguments)}\n${call.text}`)
  }
  for (const question of seen.questions) console.log(`\nAsked: ${question.text}\nReply: ${task.reply}`)
  console.log(`\nAnswer: ${answer}\n`)
}

function showNothing(): void {
  // The table is enough.
}

await runProgram(main)
