import type { Entity, Inventory } from '../inventory/index.ts'
import { contentOf } from '../inventory/content.ts'
import { alarmDefinitions, type AlarmDefinition, type Status } from './definitions.ts'

/** How an alarm stands on one object. */
export interface AlarmStatus {
  alarm: AlarmDefinition
  entity: Entity
  status: Status
  /** Since when. */
  time: number
  acknowledged: { user: string; time: number } | undefined
}

/** Alarms are worked out from the inventory whenever somebody asks; only changes are remembered. */
export interface Alarms {
  definitions: readonly AlarmDefinition[]
  /** Every alarm that watches the object. */
  of(entity: Entity): AlarmStatus[]
  /** Alarms that are yellow or red on the object and on all below it, by default everywhere. */
  triggeredBelow(entity?: Entity): AlarmStatus[]
  /** False when the alarm is not triggered on that object. */
  acknowledge(alarm: string, entity: Entity, user: string): boolean
  /** The worst status of the object's own alarms, green without any. */
  worstOf(entity: Entity): Status
}

interface Memory {
  status: Status
  time: number
  acknowledged: AlarmStatus['acknowledged']
}

const oneHour = 60 * 60 * 1000

/** `onChange` hears of changes when they are noticed; what is so at the start has been so for some hours. */
export function createAlarms(
  inventory: Inventory,
  clock: () => number,
  onChange: (status: AlarmStatus, before: Status) => void
): Alarms {
  const started = clock()
  /** By alarm and object, for what is not green, or was not. */
  const memories = new Map<string, Memory>()
  let seeded = false

  function look(alarm: AlarmDefinition, entity: Entity): AlarmStatus {
    const key = `${alarm.id}.${entity.id}`
    const status = alarm.statusOf(inventory, entity)
    const known = memories.get(key)
    if (known?.status === status) return { alarm, entity, ...known }
    const calm = status === 'green' || status === 'gray'
    const memory: Memory = {
      status,
      time: seeded ? clock() : started - 2 * oneHour,
      acknowledged: undefined
    }
    if (!known && calm) return { alarm, entity, ...memory, time: started }
    memories.set(key, memory)
    const found = { alarm, entity, ...memory }
    if (seeded) onChange(found, known?.status ?? 'green')
    return found
  }

  function of(entity: Entity): AlarmStatus[] {
    return alarmDefinitions.filter(alarm => alarm.type === entity.kind).map(alarm => look(alarm, entity))
  }

  function triggeredBelow(entity?: Entity): AlarmStatus[] {
    const top = entity ?? inventory.find(inventory.rootFolder)
    if (!top) return []
    const found = [top, ...contentOf(inventory, top, true)].flatMap(of).filter(isTriggered)
    seeded = true
    return found
  }

  function acknowledge(alarm: string, entity: Entity, user: string): boolean {
    const status = of(entity).find(candidate => candidate.alarm.id === alarm)
    const memory = memories.get(`${alarm}.${entity.id}`)
    if (!status || !memory || !isTriggered(status)) return false
    memory.acknowledged = { user, time: clock() }
    return true
  }

  function worstOf(entity: Entity): Status {
    let worst: Status = 'green'
    for (const { status } of of(entity)) {
      if (status === 'red') return 'red'
      if (status === 'yellow') worst = 'yellow'
    }
    return worst
  }

  return { definitions: alarmDefinitions, of, triggeredBelow, acknowledge, worstOf }
}

function isTriggered({ status }: AlarmStatus): boolean {
  return status === 'yellow' || status === 'red'
}
