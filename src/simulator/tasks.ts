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

export interface NewTask extends Pick<Task, 'name' | 'descriptionId' | 'entity' | 'user' | 'cancelable'> {
  /** Happens at the end, all at once; a fault returned instead of a result is the task's error. */
  effect: () => { result?: Task['result']; error?: TaskFault }
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
  /** Newest last. */
  recent(): Task[]
  /** Runs `action` later, unless the simulator is closed or `key` was scheduled or cleared again. */
  later(key: string, action: () => void): void
  forget(key: string): void
  close(): void
}

/** Finished tasks stay readable for some minutes only on a vCenter; here it is the last thousand. */
const mostKept = 1000

export function createTasks(clock: () => number, taskMs: number): Tasks {
  const tasks = new Map<string, Task>()
  const busy = new Map<string, Task>()
  const timers = new Map<string, NodeJS.Timeout>()
  const running = new Map<string, { since: number; finish: () => void }>()
  let last = 100

  function schedule(key: string, delay: number, action: () => void): void {
    forget(key)
    timers.set(
      key,
      setTimeout(() => {
        timers.delete(key)
        action()
      }, delay)
    )
  }

  function forget(key: string): void {
    clearTimeout(timers.get(key))
    timers.delete(key)
  }

  function start(given: NewTask): Task {
    last += 1
    const { promise, resolve } = Promise.withResolvers<void>()
    const { effect, ...fixed } = given
    const task: Task = {
      ...fixed,
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

    function run(): void {
      task.state = 'running'
      task.startTime = clock()
      running.set(task.id, { since: performance.now(), finish: resolve })
      schedule(task.id, taskMs * 0.8, finish)
    }

    function finish(): void {
      const { result, error } = effect()
      task.result = result
      end(task, error)
    }

    running.set(task.id, { since: performance.now(), finish: resolve })
    schedule(task.id, taskMs * 0.2, run)
    return task
  }

  function end(task: Task, error: TaskFault | undefined): void {
    task.error = error
    task.state = error ? 'error' : 'success'
    task.completeTime = clock()
    if (busy.get(task.entity.id) === task) busy.delete(task.entity.id)
    running.get(task.id)?.finish()
    running.delete(task.id)
  }

  function cancel(task: Task): void {
    forget(task.id)
    task.cancelled = true
    end(task, { typeName: 'RequestCanceled', message: 'The task was canceled by a user.', fields: {} })
  }

  function progressOf(task: Task): number | undefined {
    const since = running.get(task.id)?.since
    if (task.state !== 'running' || since === undefined) return undefined
    return Math.min(99, Math.floor(((performance.now() - since) / (taskMs * 0.8)) * 100))
  }

  function dropOldest(): void {
    for (const task of tasks.values()) {
      if (tasks.size <= mostKept) return
      if (task.completeTime !== undefined) tasks.delete(task.id)
    }
  }

  function close(): void {
    for (const key of timers.keys()) forget(key)
    for (const entry of running.values()) entry.finish()
    running.clear()
  }

  return {
    start,
    find: id => tasks.get(id),
    busyWith: entity => busy.get(entity),
    progressOf,
    cancel,
    recent: () => [...tasks.values()].slice(-100),
    later: (key, action) => schedule(key, taskMs, action),
    forget,
    close
  }
}
