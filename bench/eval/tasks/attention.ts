import { names, namesInOrder, namesNone, nothingChanged, saysNumber } from '../checks.ts'
import { defineTask } from '../define-task.ts'
import { hostOf, namesOf, shortName, vmNamed, vmsIn } from '../facts.ts'

const redAlarms = defineTask({
  name: 'red-alarms',
  prompt: 'What needs attention right now? Name the objects with a red alarm, and what is wrong with each.',
  role: 'viewer',
  async solve(call) {
    const { items } = await call('list_alarms', { status: 'red' })
    return items.map(each => `${each.object_name}: ${each.name}`).join('\n')
  },
  check(seen, answer) {
    const { hosts, datastores } = seen.before
    const away = [...hosts.values()].filter(({ connectionState }) => connectionState !== 'CONNECTED')
    const full = [...datastores.values()].filter(
      each => each.accessible && each.freeSpace < each.capacity * 0.15
    )
    const hot = vmsIn(seen.before, vm => {
      const mhz = hosts.get(vm.host)?.hardware.cpuMhz ?? Infinity
      return vm.powerState === 'POWERED_ON' && vm.demand.cpuMhz > vm.cpu.count * mhz * 0.9
    })
    const inOrder = [...hosts.values()].filter(host => !away.includes(host))
    return [
      ...names(answer, [...away.map(shortName), ...full.map(shortName), ...namesOf(hot)]),
      ...namesNone(answer, inOrder.map(shortName)),
      ...nothingChanged(seen)
    ]
  }
})

const busyNeighbours = defineTask({
  name: 'busy-neighbours',
  prompt:
    'app-06 may suffer from its neighbours. Which two other VMs on its host use the most CPU right now? The busiest first.',
  role: 'viewer',
  async solve(call) {
    const { placement } = await call('get_vm_details', { vm: 'app-06' })
    const { most_cpu } = await call('get_host_details', { host: placement.host })
    const others = most_cpu.filter(({ name }) => name !== 'app-06').slice(0, 2)
    return others.map(({ name, cpu_mhz }) => `${name}: ${cpu_mhz} MHz`).join('\n')
  },
  check(seen, answer) {
    const { host } = vmNamed(seen.before, 'app-06')
    const others = vmsIn(
      seen.before,
      vm => vm.host === host && vm.name !== 'app-06' && vm.powerState === 'POWERED_ON'
    )
    const ranked = namesOf(others.toSorted((one, other) => other.demand.cpuMhz - one.demand.cpuMhz))
    return [
      ...namesInOrder(answer, ranked.slice(0, 2)),
      ...namesNone(answer, ranked.slice(2)),
      ...nothingChanged(seen)
    ]
  }
})

const evacuation = defineTask({
  name: 'before-maintenance',
  prompt:
    'We want to put esx-dev-02 into maintenance. How many VMs run on it, and which? Do not change anything.',
  role: 'viewer',
  async solve(call) {
    const { items } = await call('list_hosts', { match: 'esx-dev-02*', fields: ['name'] })
    const host = items[0]?.id
    const running = await call('list_vms', { host, power_states: ['POWERED_ON'], fields: ['name'] })
    return `${running.total}: ${running.items.map(({ name }) => name).join(', ')}`
  },
  check(seen, answer) {
    const on = vmsIn(
      seen.before,
      vm => vm.powerState === 'POWERED_ON' && hostOf(seen.before, vm) === 'esx-dev-02'
    )
    return [
      ...saysNumber(answer, 'how many run', on.length),
      ...names(answer, namesOf(on)),
      ...nothingChanged(seen)
    ]
  }
})

export const attentionTasks = [redAlarms, busyNeighbours, evacuation]
