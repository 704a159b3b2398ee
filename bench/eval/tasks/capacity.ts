import { names, namesInOrder, namesNone, nothingChanged, saysAmount, saysOfEach } from '../checks.ts'
import { defineTask } from '../define-task.ts'
import { type Facts, inCluster, vmsIn, namesOf } from '../facts.ts'

const fiveFullest = defineTask({
  name: 'five-fullest-datastores',
  prompt: 'What are our five fullest datastores? The fullest first, each with its percentage, nothing else.',
  role: 'viewer',
  async solve(call) {
    const { items } = await call('get_datastore_usage', { limit: 5 })
    return items.map(({ name, used_percent }) => `${name}: ${used_percent} %`).join('\n')
  },
  check(seen, answer) {
    const ranked = fullest(seen.before)
    const five = new Map(ranked.slice(0, 5).map(({ name, percent }) => [name, percent]))
    return [
      ...namesInOrder(answer, [...five.keys()]),
      ...saysOfEach(answer, five, 0.06),
      ...namesNone(
        answer,
        ranked.slice(5).map(({ name }) => name)
      ),
      ...nothingChanged(seen)
    ]
  }
})

const nearlyFull = defineTask({
  name: 'nearly-full-datastores',
  prompt: 'Is any datastore more than 90 % full? Tell me which, and how much is free on each of them.',
  role: 'viewer',
  prepare({ inventory }) {
    for (const datastore of inventory.datastores.values()) {
      if (datastore.name === 'dr-nfs-01') datastore.freeSpace = Math.round(datastore.capacity * 0.07)
    }
  },
  async solve(call) {
    const { items } = await call('get_datastore_usage', { min_used_percent: 90 })
    return items.map(({ name, free_bytes }) => `${name}: ${gib(free_bytes)} GiB free`).join('\n')
  },
  check(seen, answer) {
    const ranked = fullest(seen.before)
    const full = ranked.filter(({ percent }) => percent > 90)
    return [
      ...names(answer, namesOf(full)),
      ...namesNone(
        answer,
        ranked.filter(({ percent }) => percent <= 90).map(({ name }) => name)
      ),
      ...full.flatMap(({ name, free }) => saysAmount(answer, `what is free on ${name}`, free)),
      ...nothingChanged(seen)
    ]
  }
})

const roomForDisk = defineTask({
  name: 'room-for-disk',
  prompt: 'Which datastores in Frankfurt could take a disk of 500 GiB and still have 1 TiB free afterwards?',
  role: 'viewer',
  async solve(call) {
    const { items } = await call('get_datastore_usage', { datacenter: 'Frankfurt' })
    const wanted = (500 + 1024) * 2 ** 30
    return items
      .filter(({ free_bytes }) => free_bytes >= wanted)
      .map(({ name }) => name)
      .join(', ')
  },
  check(seen, answer) {
    const all = [...seen.before.datastores.values()]
    const frankfurt = [...seen.before.datacenters.values()].find(({ name }) => name === 'Frankfurt')?.id
    const fits = (datastore: (typeof all)[number]) =>
      datastore.datacenter === frankfurt && datastore.freeSpace >= (500 + 1024) * 2 ** 30
    return [
      ...names(
        answer,
        all.filter(fits).map(({ name }) => name)
      ),
      ...namesNone(
        answer,
        all
          .filter(({ datacenter, ...each }) => datacenter !== frankfurt && !fits({ datacenter, ...each }))
          .map(({ name }) => name)
      ),
      ...nothingChanged(seen)
    ]
  }
})

const heldByPoweredOff = defineTask({
  name: 'held-by-powered-off',
  prompt: 'Which VMs in the cluster dev are off, and how large are the disks of each of them in total?',
  role: 'viewer',
  async solve(call) {
    const { items } = await call('list_vms', {
      cluster: 'dev',
      power_states: ['POWERED_OFF'],
      fields: ['name']
    })
    const lines = items.map(async ({ id, name }) => {
      const { disks } = await call('get_vm_details', { vm: id })
      return `${name}: ${gib(disks.reduce((sum, disk) => sum + disk.capacity_bytes, 0))} GiB`
    })
    return (await Promise.all(lines)).join('\n')
  },
  check(seen, answer) {
    const dev = vmsIn(seen.before, inCluster(seen.before, 'dev'))
    const off = dev.filter(({ powerState }) => powerState === 'POWERED_OFF')
    const sizes = off.map(
      ({ name, disks }) => [name, disks.reduce((sum, disk) => sum + disk.capacity, 0)] as const
    )
    return [
      ...names(answer, namesOf(off)),
      ...sizes.flatMap(([name, bytes]) => saysAmount(answer, `the disks of ${name}`, bytes)),
      ...nothingChanged(seen)
    ]
  }
})

function fullest({ datastores }: Facts) {
  return [...datastores.values()]
    .filter(({ accessible }) => accessible)
    .map(({ name, capacity, freeSpace }) => ({
      name,
      free: freeSpace,
      percent: (1 - freeSpace / capacity) * 100
    }))
    .toSorted((one, other) => other.percent - one.percent)
}

function gib(bytes: number): string {
  return (bytes / 2 ** 30).toFixed(1).replace('.0', '')
}

export const capacityTasks = [fiveFullest, nearlyFull, roomForDisk, heldByPoweredOff]
