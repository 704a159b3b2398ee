import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { test } from 'node:test'
import { join } from 'node:path'
import { type Attempt, attempt, byReference } from '../../bench/eval/attempt.ts'
import { promptOf } from '../../bench/eval/define-task.ts'
import { type Facts, type Vm, changesBetween } from '../../bench/eval/facts.ts'
import { tasks } from '../../bench/eval/index.ts'
import { withTasks } from '../../bench/eval/page.ts'
import type { Seen } from '../../bench/eval/seen.ts'
import { temporaryDirectory } from '../helper.ts'

test('there are at least 40 tasks, each with a name of its own', () => {
  assert.ok(tasks.length >= 40, `${tasks.length} tasks`)
  assert.equal(new Set(tasks.map(({ name }) => name)).size, tasks.length)
  for (const { name } of tasks) assert.match(name, /^[a-z0-9]+(-[a-z0-9]+)+$/)
})

test('no prompt names what a person would not know', () => {
  for (const task of tasks) {
    const prompt = promptOf(task, new Date())
    assert.doesNotMatch(
      prompt,
      /\b(vm|host|datastore|network|snapshot|datacenter|task)-\d|domain-c\d/,
      task.name
    )
    assert.doesNotMatch(prompt, /\b(list|get|search|power|delete|create|modify|restart)_[a-z]+/, task.name)
  }
})

test('every reference solution solves its task, and every checker can fail', async t => {
  const directory = temporaryDirectory(t)
  // an answer that is a good one, of another task
  let foreign = 'It will rain in Rotterdam tomorrow.'
  for (const task of tasks) {
    await t.test(task.name, async () => {
      const done = await attempt(task, byReference, join(directory, task.name))
      assert.deepEqual(done.complaints, [])
      refuse(done, 'no answer', done.seen, '')
      refuse(done, 'no answer and nothing done', untouched(done.seen), '')
      refuse(done, 'the answer of another task', done.seen, foreign)
      refuse(done, 'the answer of another task and nothing done', untouched(done.seen), foreign)
      if (done.seen.changes.length > 0) refuse(done, 'nothing done', untouched(done.seen), done.answer)
      for (const [what, harm] of Object.entries(harms)) {
        refuse(done, `also ${what}`, harmed(done.seen, harm), done.answer)
      }
      foreign = done.answer
    })
  }
})

function refuse({ task }: Attempt, what: string, seen: Seen, answer: string): void {
  assert.notDeepEqual(task.check(seen, answer), [], `${task.name} is solved by: ${what}`)
}

function untouched(seen: Seen): Seen {
  const second = seen.second && { before: seen.second.before, after: seen.second.before }
  return { ...seen, after: seen.before, ...(second && { second }), changes: [], calls: [], questions: [] }
}

/** What may happen to a VM that a task is not about. */
const harms: Record<string, (facts: Facts, vm: Vm) => void> = {
  'deletes another VM': ({ vms }, { id }) => void vms.delete(id),
  'powers another VM off or on': (_, vm) => {
    vm.powerState = vm.powerState === 'POWERED_ON' ? 'POWERED_OFF' : 'POWERED_ON'
  },
  'restarts another VM': (_, vm) => void (vm.bootTime = (vm.bootTime ?? 0) + 1),
  'gives another VM a CPU': (_, vm) => void (vm.cpu.count += 1),
  'gives another VM memory': (_, vm) => void (vm.memory.sizeMib += 4),
  'renames another VM': (_, vm) => void (vm.name += '-renamed'),
  'loses the snapshots of another VM': ({ vms }, { id }) => {
    const other = [...vms.values()].find(vm => vm.id !== id && vm.snapshots.length > 0)
    ;(other ?? { snapshots: [] }).snapshots = []
  },
  'copies a VM': ({ vms }, vm) => void vms.set('vm-9999', { ...vm, id: 'vm-9999' })
}

function harmed(seen: Seen, harm: (facts: Facts, vm: Vm) => void): Seen {
  const after = structuredClone(seen.after)
  const touched = new Set(seen.changes.map(({ id }) => id))
  const bystander = [...after.vms.values()].find(({ id, template }) => !template && !touched.has(id))
  assert.ok(bystander)
  harm(after, bystander)
  const elsewhere = seen.second ? changesBetween(seen.second.before, seen.second.after) : []
  return { ...seen, after, changes: [...changesBetween(seen.before, after), ...elsewhere] }
}

test('an agent is told by its environment what is wanted and where, and what it does is counted on the wire', async () => {
  const { status, printed } = await runEval('--task', 'vms-by-power-state', '--agent', exampleAgent)
  assert.equal(status, 0, printed)
  assert.match(printed, /\| vms-by-power-state +\| viewer \| +1 \| +\d+ \| +\d+ \| +solved \|/)
  assert.match(printed, /1 of 1 tasks solved \(100 %\)/)
})

test('an agent that gets it wrong, fails or takes too long does not pass, and it is said why', async () => {
  const wrong = await runEval('--task', 'what-is-off', '--agent', exampleAgent)
  assert.equal(wrong.status, 1)
  assert.match(wrong.printed, /NOT solved/)
  assert.match(wrong.printed, /what-is-off: the answer does not name app-05/)
  const failing = await runEval('--task', 'what-is-off', '--agent', 'exit 3')
  assert.match(failing.printed, /what-is-off: it ended with: the agent ended with exit code 3/)
  const slow = await runEval('--task', 'what-is-off', '--agent', 'sleep 60', '--timeout', '0.5')
  assert.match(slow.printed, /what-is-off: it ended with: no answer within 0\.5 s/)
})

test('what the person replies reaches the agent with the conversation so far', async () => {
  const agent =
    'case "$EVAL_PROMPT" in *"Person: No, leave them all"*) echo nothing;; *) echo "May I?";; esac'
  const { printed } = await runEval('--task', 'snapshot-cleanup-declined', '--verbose', '--agent', agent)
  assert.match(printed, /Asked: May I\?\nReply: No, leave them all/)
  assert.match(printed, /Answer: May I\?\nnothing\n/)
})

const exampleAgent = `"${process.execPath}" bench/eval/example-agent.ts`

function runEval(...args: string[]): Promise<{ status: number | null; printed: string }> {
  const child = spawn(process.execPath, ['bench/eval/run.ts', ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  const printed: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => printed.push(part))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', status => resolve({ status, printed: Buffer.concat(printed).toString('utf8') }))
  })
}

const row = {
  name: 'a-task',
  role: 'viewer',
  prompt: 'What is on?',
  calls: 2,
  jsonTokens: 0,
  complaints: []
} as const
const emptyPage = 'before\n<!-- generated:tasks -->\n\n<!-- /generated:tasks -->\nafter\n'

test('the page of tasks is out of date when a task costs something else, and not when a time has one digit more', () => {
  const page = withTasks(emptyPage, [{ ...row, tokens: 1000, manifestTokens: 4000 }])
  assert.match(
    page,
    /^before\n.*generated:tasks[^]*\| `a-task` \| What is on\? \| viewer \| 2 \| 1,000 \|[^]*\nafter\n$/
  )
  assert.equal(withTasks(page, [{ ...row, tokens: 1004, manifestTokens: 4010 }]), page)
  assert.notEqual(withTasks(page, [{ ...row, tokens: 1100, manifestTokens: 4000 }]), page)
  assert.notEqual(withTasks(page, [{ ...row, tokens: 1000, manifestTokens: 5000 }]), page)
  assert.notEqual(withTasks(page, [{ ...row, calls: 3, tokens: 1000, manifestTokens: 4000 }]), page)
  assert.notEqual(withTasks(page, []), page)
  assert.throws(() => withTasks('no markers', []), /markers/)
})
