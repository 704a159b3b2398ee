import { names, namesNone, nothingChanged, saysAmount, saysNumber } from '../checks.ts'
import { defineTask } from '../define-task.ts'
import { type Facts, shortName } from '../facts.ts'

const clusterHeadroom = defineTask({
  name: 'cluster-headroom',
  prompt: [
    'How many more VMs with 16 GiB of memory could the cluster dev take, if the memory its hosts use must stay below 80 %',
    'of what they have? Assume that each VM uses all of its memory.'
  ].join(' '),
  role: 'viewer',
  async solve(call) {
    const { clusters } = await call('get_resource_utilization_summary', { cluster: 'dev' })
    const { used = 0, total = 0 } = clusters[0]?.memory_mib ?? {}
    return `${Math.floor((total * 0.8 - used) / 16_384)} more VMs`
  },
  check(seen, answer) {
    const { used, total } = memoryOf(seen.before, 'dev')
    const room = Math.floor((total * 0.8 - used) / 16_384)
    return [...saysNumber(answer, 'how many fit', room, 0.021), ...nothingChanged(seen)]
  }
})

const busiestHost = defineTask({
  name: 'busiest-host',
  prompt: 'Which of our hosts uses the most memory right now, and how many GiB is that?',
  role: 'viewer',
  async solve(call) {
    const { items } = await call('list_hosts', { top: 'memory_used_mib', limit: 1 })
    return items
      .map(({ name, memory_used_mib }) => `${name}: ${(memory_used_mib / 1024).toFixed(1)} GiB`)
      .join('')
  },
  check(seen, answer) {
    const used = [...seen.before.hosts.values()]
      .filter(({ connectionState }) => connectionState === 'CONNECTED')
      .map(host => ({ name: shortName(host), mib: usedMib(seen.before, host.id) }))
      .toSorted((one, other) => other.mib - one.mib)
    const [most] = used
    return [
      ...names(answer, [most?.name ?? '']),
      ...namesNone(
        answer,
        used.slice(1).map(({ name }) => name)
      ),
      ...saysAmount(answer, 'its memory', (most?.mib ?? 0) * 2 ** 20),
      ...nothingChanged(seen)
    ]
  }
})

/** Of the hosts that are connected. */
function memoryOf(facts: Facts, cluster: string): { used: number; total: number } {
  const { id } = [...facts.computeResources.values()].find(({ name }) => name === cluster) ?? {}
  const hosts = [...facts.hosts.values()].filter(
    host => host.parent === id && host.connectionState === 'CONNECTED'
  )
  return {
    used: hosts.reduce((sum, host) => sum + usedMib(facts, host.id), 0),
    total: hosts.reduce((sum, host) => sum + host.hardware.memoryBytes / 2 ** 20, 0)
  }
}

function usedMib(facts: Facts, host: string): number {
  const running = [...facts.vms.values()].filter(vm => vm.host === host && vm.powerState === 'POWERED_ON')
  const own = facts.hosts.get(host)?.overhead.memoryMib ?? 0
  return running.reduce((sum, { demand }) => sum + demand.hostMemoryMib, own)
}

export const headroomTasks = [clusterHeadroom, busiestHost]
