import type { Timers } from './timers.ts'

/** vCenter's own tasks: queued, running with progress, then success or error. */

export interface TaskFault {
  typeName: string
  message: string
  fields: Record<string, unknown>
}

export interface Task {
  id: string
  /** The method, such as `CreateSnapshot_Task`. */
  name: string
  descriptionId: string
  entity: { type: string; id: string; name: string }
  user: string
  cancelable: boolean
  cancelled: boolean
  state: 'queued' | 'running' | 'success' | 'error'
  queueTime: number
  startTime: number | undefined
  completeTime: number | undefined
  /** The managed object the task made. */
  result: { type: string; id: string } | undefined
  error: TaskFault | undefined
  /** Resolves when the task has ended, either way. */
  ended: Promise<void>
}

/** What came of a task's work; `wait` asks to be called again: the task goes on running. */
export type Effect = { result?: Task['result']; error?: TaskFault; wait?: boolean }

export interface NewTask extends Pick<Task, 'name' | 'descriptionId' | 'entity' | 'user' | 'cancelable'> {
  /** Happens at the end, all at once; a fault returned instead of a result is the task's error. */
  effect: () => Effect
  /** Happens as soon as the task was cancelled. */
  cancelled?: () => void
}

export interface Tasks {
  start(task: NewTask): Task
  find(id: string): Task | undefined
  /** The unfinished task of an object: an object does one thing at a time. */
  busyWith(entity: string): Task | undefined
  /** Whole percent, while running. */
  progressOf(task: Task): number | undefined
  /** Ends a task that is not finished with `RequestCanceled`. */
  cancel(task: Task): void
  /** The last hundred, newest last. */
  recent(): Task[]
  /** Every task that can still be read, oldest first. */
  all(): Task[]
  /** Whoever waits for the end of a task waits no longer. */
  close(): void
}

export interface TaskRules {
  clock: () => number
  timers: Timers
  taskMs: number
  /** How long a task can be read once it has ended. */
  keptMs: number
  onStart?: (task: Task) => void
  onEnd?: (task: Task) => void
}

/** Besides `keptMs`, only so many tasks are kept. */
const mostKept = 1000

export function createTasks(rules: TaskRules): Tasks {
  const { clock, timers, taskMs, keptMs } = rules
  const tasks = new Map<string, Task>()
  const busy = new Map<string, Task>()
  const running = new Map<string, { since: number; given: NewTask; finish: () => void }>()
  let last = 100

  function start(given: NewTask): Task {
    last += 1
    const { promise, resolve } = Promise.withResolvers<void>()
    const { name, descriptionId, entity, user, cancelable } = given
    const task: Task = {
      name,
      descriptionId,
      entity,
      user,
      cancelable,
      id: `task-${last}`,
      cancelled: false,
      state: 'queued',
      queueTime: clock(),
      startTime: undefined,
      completeTime: undefined,
      result: undefined,
      error: undefined,
      ended: promise
    }
    tasks.set(task.id, task)
    busy.set(task.entity.id, task)
    dropOldest()
    rules.onStart?.(task)

    function run(): void {
      task.state = 'running'
      task.startTime = clock()
      running.set(task.id, { since: performance.now(), given, finish: resolve })
      timers.after(task.id, taskMs * 0.8, finish)
    }

    function finish(): void {
      const { result, error, wait } = given.effect()
      if (wait) {
        timers.after(task.id, Math.max(5, taskMs * 0.2), finish)
        return
      }
      task.result = result
      end(task, error)
    }

    running.set(task.id, { since: performance.now(), given, finish: resolve })
    timers.after(task.id, taskMs * 0.2, run)
    return task
  }

  function end(task: Task, error: TaskFault | undefined): void {
    task.error = error
    task.state = error ? 'error' : 'success'
    task.completeTime = clock()
    if (busy.get(task.entity.id) === task) busy.delete(task.entity.id)
    rules.onEnd?.(task)
    running.get(task.id)?.finish()
    running.delete(task.id)
  }

  function find(id: string): Task | undefined {
    const task = tasks.get(id)
    if (task && isOver(task)) tasks.delete(id)
    return tasks.get(id)
  }

  function isOver({ completeTime }: Task): boolean {
    return completeTime !== undefined && clock() - completeTime > keptMs
  }

  function all(): Task[] {
    return [...tasks.values()].filter(task => !isOver(task))
  }

  function cancel(task: Task): void {
    timers.forget(task.id)
    task.cancelled = true
    running.get(task.id)?.given.cancelled?.()
    end(task, { typeName: 'RequestCanceled', message: 'The task was canceled by a user.', fields: {} })
  }

  function progressOf(task: Task): number | undefined {
    const since = running.get(task.id)?.since
    if (task.state !== 'running' || since === undefined) return undefined
    return Math.min(99, Math.floor(((performance.now() - since) / (taskMs * 0.8)) * 100))
  }

  function dropOldest(): void {
    for (const task of tasks.values()) {
      const ended = task.completeTime !== undefined
      if (tasks.size <= mostKept && !isOver(task)) return
      if (ended) tasks.delete(task.id)
    }
  }

  function close(): void {
    for (const entry of running.values()) entry.finish()
    running.clear()
  }

  return {
    start,
    find,
    busyWith: entity => busy.get(entity),
    progressOf,
    cancel,
    recent: () => all().slice(-100),
    all,
    close
  }
}
