import { createAlarms, type Alarms } from './alarms/states.ts'
import { createEventLog, type EventLog } from './events/log.ts'
import { createRecorder } from './events/recorder.ts'
import { seedEvents } from './events/seed.ts'
import { subjectOf } from './events/subject.ts'
import { createVapiTasks, type VapiTasks } from './automation/vapi-tasks.ts'
import { buildInventory, type Inventory } from './inventory/index.ts'
import { seedLibraries, type Libraries } from './libraries.ts'
import { createFiles, type Files } from './machine/files.ts'
import { createNewIds, type NewIds } from './machine/ids.ts'
import type { Settings } from './options.ts'
import { createSessions, type Sessions } from './sessions.ts'
import { seedTags, type Tags } from './tags.ts'
import { createTasks, type Tasks } from './tasks.ts'
import { createTimers, type Timers } from './timers.ts'

/** Everything the simulated vCenter knows; both faces work on the same. */
export interface State {
  settings: Settings
  inventory: Inventory
  /** What lies on the datastores without belonging to a machine of the inventory. */
  files: Files
  ids: NewIds
  tags: Tags
  libraries: Libraries
  sessions: Sessions
  timers: Timers
  tasks: Tasks
  events: EventLog
  alarms: Alarms
  vapiTasks: VapiTasks
  now: () => number
  /** When the simulator was started, milliseconds since 1970. */
  started: number
}

export function createState(settings: Settings): State {
  const { clock } = settings
  const now = clock()
  const inventory = buildInventory({ ...settings, now })
  const events = createEventLog(clock)
  const recorder = createRecorder(inventory, events)
  const alarms = createAlarms(inventory, clock, ({ alarm, entity, status }, before) => {
    events.record({
      type: 'AlarmStatusChangedEvent',
      user: '',
      category: status === 'red' ? 'error' : status === 'yellow' ? 'warning' : 'info',
      message: `Alarm '${alarm.name}' on ${entity.name} changed from ${before} to ${status}`,
      subject: subjectOf(inventory, entity.id),
      fields: { alarmId: alarm.id, from: before, to: status }
    })
  })
  const timers = createTimers()
  seedEvents(events, inventory, alarms, { seed: settings.seed, now, user: settings.user })
  return {
    settings,
    inventory,
    files: createFiles(),
    ids: createNewIds(inventory, settings.seed),
    tags: seedTags(inventory, settings.seed),
    libraries: seedLibraries(inventory, settings.seed, now),
    sessions: createSessions({
      clock,
      idleMs: settings.sessionIdleMs,
      lifetimeMs: settings.sessionLifetimeMs,
      most: settings.maxSessions,
      unified: settings.unified,
      onOpen: recorder.loggedIn,
      onClose: recorder.loggedOut
    }),
    timers,
    tasks: createTasks({
      clock,
      timers,
      taskMs: settings.taskMs,
      keptMs: settings.taskKeptMs,
      onStart: recorder.taskStarted,
      onEnd: task => {
        recorder.taskEnded(task)
        const entity = inventory.find(task.entity.id)
        // An alarm that a task sets off is noticed, and recorded, at once.
        if (entity) alarms.of(entity)
      }
    }),
    events,
    alarms,
    vapiTasks: createVapiTasks(),
    now: clock,
    started: now
  }
}
