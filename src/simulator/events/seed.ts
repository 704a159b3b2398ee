import type { Alarms } from '../alarms/states.ts'
import type { Inventory, VirtualMachine } from '../inventory/index.ts'
import { createRandom } from '../random.ts'
import type { EventLog, NewEvent } from './log.ts'
import { emptySpec } from './of-tasks.ts'
import { subjectOf } from './subject.ts'

const oneHour = 60 * 60 * 1000

/** So many machines have a past; a log that remembers 50,000 of them helps nobody. */
const mostMachines = 60

/** A past that fits the inventory: the same seed gives the same. */
export function seedEvents(
  log: EventLog,
  inventory: Inventory,
  alarms: Alarms,
  plan: { seed: number; now: number; user: string }
): void {
  const { now, user } = plan
  const random = createRandom(plan.seed ^ 0x00e7_e475)
  const past: { time: number; event: NewEvent }[] = []

  function happened(time: number, id: string, event: Omit<NewEvent, 'subject' | 'user'>, by = user): void {
    past.push({ time, event: { ...event, user: by, subject: subjectOf(inventory, id) } })
  }

  for (let hours = 1; hours <= 72; hours += random.integer(2, 7)) {
    const time = now - hours * oneHour - random.integer(0, oneHour)
    const message = `User ${user}@10.20.0.50 logged in as Mozilla/5.0`
    const fields = { ipAddress: '10.20.0.50', userAgent: 'Mozilla/5.0', locale: 'en', sessionId: '' }
    happened(time, '', { type: 'UserLoginSessionEvent', category: 'info', message, fields })
  }
  for (const vm of [...inventory.vms.values()].slice(0, mostMachines)) {
    for (const { time, type, message } of lifeOf(vm, now)) {
      const fields = type === 'VmReconfiguredEvent' ? { configSpec: emptySpec } : {}
      happened(time, vm.id, { type, category: 'info', message, fields })
    }
  }
  for (const host of inventory.hosts.values()) {
    const time = now - random.integer(1, 40) * oneHour
    if (host.inMaintenanceMode) {
      const message = `Host ${host.name} has entered maintenance mode`
      happened(time, host.id, { type: 'EnteredMaintenanceModeEvent', category: 'info', message })
    }
    if (host.connectionState !== 'CONNECTED') {
      const message = `Disconnected from ${host.name}`
      const fields = { reason: 'sslThumbprintVerifyFailed' }
      happened(time, host.id, { type: 'HostDisconnectedEvent', category: 'warning', message, fields })
    }
  }
  for (const { alarm, entity, status, time } of alarms.triggeredBelow()) {
    const message = `Alarm '${alarm.name}' on ${entity.name} changed from Green to ${status}`
    const fields = { alarmId: alarm.id, from: 'green', to: status }
    const category = status === 'red' ? 'error' : 'warning'
    happened(time, entity.id, { type: 'AlarmStatusChangedEvent', category, message, fields }, '')
  }
  const inOrder = past.toSorted((left, right) => left.time - right.time)
  for (const { time, event } of inOrder) log.record(event, time)
}

function lifeOf(vm: VirtualMachine, now: number): { time: number; type: string; message: string }[] {
  const { name, created, bootTime } = vm
  const life = [{ time: created, type: 'VmCreatedEvent', message: `Created virtual machine ${name}` }]
  if (bootTime !== undefined) {
    life.push({ time: bootTime, type: 'VmPoweredOnEvent', message: `Virtual machine ${name} is powered on` })
  }
  // Some days before the oldest boot that the inventory has, so that it fits whatever the machine does now.
  const changed = Math.max(created + oneHour, now - 95 * 24 * oneHour)
  life.push({ time: changed, type: 'VmReconfiguredEvent', message: `Reconfigured ${name}` })
  return life
}
