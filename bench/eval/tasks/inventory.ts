import { names, namesInOrder, namesNone, nothingChanged, saysNumber, saysOfEach } from '../checks.ts'
import { defineTask } from '../define-task.ts'
import { type Facts, type Vm, hostOf, inCluster, shortName, vmNamed, vmsIn } from '../facts.ts'

const vmsPerHost = defineTask({
  name: 'vms-per-host',
  prompt: 'How many VMs does each of our ESXi hosts have? Host and number are enough.',
  role: 'viewer',
  async solve(call) {
    const { groups } = await call('list_vms', { group_by: 'host' })
    return groups.map(({ name, value, count }) => `${name ?? value}: ${count}`).join('\n')
  },
  check(seen, answer) {
    const counts = countBy(seen.before, vm => hostOf(seen.before, vm))
    return [...saysOfEach(answer, counts), ...nothingChanged(seen)]
  }
})

const vmsByPowerState = defineTask({
  name: 'vms-by-power-state',
  prompt: 'How many of our VMs are on, off and suspended?',
  role: 'viewer',
  async solve(call) {
    const { groups } = await call('list_vms', { group_by: 'power_state' })
    return groups.map(({ value, count }) => `${value}: ${count}`).join(', ')
  },
  check(seen, answer) {
    const counts = countBy(seen.before, ({ powerState }) => powerState)
    return [
      ...[...counts].flatMap(([state, count]) => saysNumber(answer, state, count)),
      ...nothingChanged(seen)
    ]
  }
})

const windowsAndLinux = defineTask({
  name: 'windows-and-linux',
  prompt: 'How many of our VMs run Windows, and how many run Linux? Photon OS counts as Linux.',
  role: 'viewer',
  async solve(call) {
    const { groups, total } = await call('list_vms', { group_by: 'guest_os' })
    const windows = groups.filter(({ value }) => value.includes('Windows'))
    const count = windows.reduce((sum, group) => sum + group.count, 0)
    return `Windows: ${count}, Linux: ${total - count}`
  },
  check(seen, answer) {
    const counts = countBy(seen.before, ({ system }) => (system.family === 'WINDOWS' ? 'Windows' : 'Linux'))
    return [...saysOfEach(answer, counts), ...nothingChanged(seen)]
  }
})

const whatIsOff = defineTask({
  name: 'what-is-off',
  prompt: 'Which VMs in the cluster dev are powered off? Only those, please, no suspended ones.',
  role: 'viewer',
  async solve(call) {
    const { items } = await call('list_vms', {
      cluster: 'dev',
      power_states: ['POWERED_OFF'],
      fields: ['power_state']
    })
    return items.map(({ name }) => name).join(', ')
  },
  check(seen, answer) {
    const dev = vmsIn(seen.before, inCluster(seen.before, 'dev'))
    const off = dev.filter(({ powerState }) => powerState === 'POWERED_OFF').map(({ name }) => name)
    const others = dev.map(({ name }) => name).filter(name => !off.includes(name))
    return [...names(answer, off), ...namesNone(answer, others), ...nothingChanged(seen)]
  }
})

const largestVms = defineTask({
  name: 'largest-vms',
  prompt: 'Which three VMs have the most memory, and how many GiB each? The largest first.',
  role: 'viewer',
  prepare({ inventory }) {
    vmNamed(inventory, 'ci-runner-04').memory.sizeMib = 49_152
    vmNamed(inventory, 'db-04').memory.sizeMib = 131_072
    vmNamed(inventory, 'mail-06').memory.sizeMib = 98_304
  },
  async solve(call) {
    const { items } = await call('list_vms', { top: 'memory_mib', limit: 3 })
    return items.map(({ name, memory_mib }) => `${name}: ${memory_mib / 1024} GiB`).join('\n')
  },
  check(seen, answer) {
    const bySize = vmsIn(seen.before).toSorted((one, other) => other.memory.sizeMib - one.memory.sizeMib)
    const sizes = new Map(bySize.slice(0, 3).map(({ name, memory }) => [name, memory.sizeMib / 1024]))
    const others = bySize.slice(3).map(({ name }) => name)
    return [
      ...namesInOrder(answer, [...sizes.keys()]),
      ...saysOfEach(answer, sizes),
      ...namesNone(answer, others),
      ...nothingChanged(seen)
    ]
  }
})

const hostsOutOfService = defineTask({
  name: 'hosts-out-of-service',
  prompt: 'Which hosts take no VMs at the moment, be it for maintenance or because they are not connected?',
  role: 'viewer',
  async solve(call) {
    const { items } = await call('list_hosts', { fields: ['connection_state', 'in_maintenance_mode'] })
    const maintained = items.filter(each => each.in_maintenance_mode).map(({ name }) => name)
    const away = items.filter(each => each.connection_state !== 'CONNECTED').map(({ name }) => name)
    return `In maintenance: ${maintained.join(', ')}\nNot connected: ${away.join(', ')}`
  },
  check(seen, answer) {
    const hosts = [...seen.before.hosts.values()]
    const isOut = (host: (typeof hosts)[number]) =>
      host.inMaintenanceMode || host.connectionState !== 'CONNECTED'
    return [
      ...names(answer, hosts.filter(isOut).map(shortName)),
      ...namesNone(answer, hosts.filter(host => !isOut(host)).map(shortName)),
      ...nothingChanged(seen)
    ]
  }
})

function countBy(facts: Facts, keyOf: (vm: Vm) => string): Map<string, number> {
  const groups = Map.groupBy(vmsIn(facts), keyOf)
  return new Map([...groups].map(([key, vms]) => [key, vms.length]))
}

export const inventoryTasks = [
  vmsPerHost,
  vmsByPowerState,
  windowsAndLinux,
  whatIsOff,
  largestVms,
  hostsOutOfService
]
