import { createVapiTasks, type VapiTasks } from './automation/vapi-tasks.ts'
import { buildInventory, type Inventory } from './inventory/index.ts'
import { seedLibraries, type Libraries } from './libraries.ts'
import { createFiles, type Files } from './machine/files.ts'
import { createNewIds, type NewIds } from './machine/ids.ts'
import type { Settings } from './options.ts'
import { isAtLeast } from './releases.ts'
import { createSessions, type Sessions } from './sessions.ts'
import { seedTags, type Tags } from './tags.ts'
import { createTasks, type Tasks } from './tasks.ts'

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
  tasks: Tasks
  vapiTasks: VapiTasks
  now: () => number
  /** When the simulator was started, milliseconds since 1970. */
  started: number
}

export function createState(settings: Settings): State {
  const { clock } = settings
  const inventory = buildInventory({ ...settings, now: clock() })
  return {
    settings,
    inventory,
    files: createFiles(),
    ids: createNewIds(inventory, settings.seed),
    tags: seedTags(inventory, settings.seed),
    libraries: seedLibraries(inventory, settings.seed, clock()),
    sessions: createSessions({
      clock,
      idleMs: settings.sessionIdleMs,
      most: settings.maxSessions,
      unified: isAtLeast(settings.apiRelease, '8.0.3.0')
    }),
    tasks: createTasks(clock, settings.taskMs),
    vapiTasks: createVapiTasks(),
    now: clock,
    started: clock()
  }
}
