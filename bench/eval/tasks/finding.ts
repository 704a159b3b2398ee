import { names, namesNone, nothingChanged, says, saysNumber } from '../checks.ts'
import { defineTask } from '../define-task.ts'
import { hostOf, vmNamed, vmsIn } from '../facts.ts'
import { refusalOf } from '../replies.ts'

const findByPartOfName = defineTask({
  name: 'find-by-part-of-name',
  prompt: 'We have some VM with ERP in its name. What is it called exactly, and is it running?',
  role: 'viewer',
  async solve(call) {
    const { items } = await call('list_vms', { match: '*erp*' })
    return items.map(({ name, power_state }) => `${name} is ${power_state}`).join('\n')
  },
  check(seen, answer) {
    return [
      ...names(answer, ['legacy-erp']),
      ...says(answer, 'that it is on', /\b(powered[ _]on|running|is (switched )?on|up)\b/i),
      ...nothingChanged(seen)
    ]
  }
})

const findByAddress = defineTask({
  name: 'find-by-address',
  prompt: 'The firewall log is full of 10.77.3.14. Which of our VMs is that?',
  role: 'viewer',
  prepare({ inventory }) {
    const vm = vmNamed(inventory, 'k8s-node-05')
    inventory.change(vm, {
      nics: vm.nics.map((nic, index) => (index === 0 ? { ...nic, address: '10.77.3.14' } : nic))
    })
  },
  async solve(call) {
    const { result_id } = await call('list_vms', { fields: ['ip_address'], limit: 1 })
    const { items } = await call('query_result', { result_id, where: ['ip_address = 10.77.3.14'] })
    return items.map(({ name }) => name).join(', ')
  },
  check(seen, answer) {
    const others = vmsIn(seen.before)
      .map(({ name }) => name)
      .filter(name => name !== 'k8s-node-05')
    return [...names(answer, ['k8s-node-05']), ...namesNone(answer, others), ...nothingChanged(seen)]
  }
})

const uuid = '5021a7c4-90be-4f11-8d3a-6b0f5c2e9d17'

const findByUuid = defineTask({
  name: 'find-by-uuid',
  prompt: `The backup report complains about the VM with the instance UUID ${uuid}. What is its name, and how many disks does it have?`,
  role: 'viewer',
  prepare({ inventory }) {
    vmNamed(inventory, 'db-05').instanceUuid = uuid
  },
  async solve(call) {
    const { name, disks } = await call('get_vm_details', { vm: uuid })
    return `${name} with ${disks.length} disks`
  },
  check(seen, answer) {
    const { name, disks } = vmNamed(seen.before, 'db-05')
    return [
      ...names(answer, [name]),
      ...saysNumber(answer, 'its disks', disks.length),
      ...nothingChanged(seen)
    ]
  }
})

const vmInFolder = defineTask({
  name: 'vm-in-folder',
  prompt:
    'How much memory does the app-01 in the folder Development in Amsterdam have? Not the one in Production.',
  role: 'viewer',
  prepare({ inventory }) {
    vmNamed(inventory, 'vm-1009').memory.sizeMib = 12_288
  },
  async solve(call) {
    const { memory } = await call('get_vm_details', { vm: '/Amsterdam/vm/Development/app-01' })
    return `${memory.size_mib} MiB, which is ${memory.size_mib / 1024} GiB`
  },
  check(seen, answer) {
    const gib = vmNamed(seen.before, 'vm-1009').memory.sizeMib / 1024
    const said = saysNumber(answer, 'the memory in GiB', gib)
    return [
      ...(said.length > 0 ? saysNumber(answer, 'the memory in MiB', gib * 1024) : []),
      ...nothingChanged(seen)
    ]
  }
})

const sameName = defineTask({
  name: 'same-name',
  prompt: 'Is app-01 running?',
  role: 'viewer',
  async solve(call) {
    const { details } = await refusalOf(call('get_vm_details', { vm: 'app-01' }))
    const lines = (details?.candidates ?? []).map(async ({ id, path }) => {
      const { power_state } = await call('get_vm_details', { vm: id })
      return `${path}: ${power_state}`
    })
    return `There are ${lines.length} VMs of that name:\n${(await Promise.all(lines)).join('\n')}`
  },
  check(seen, answer) {
    return [
      ...says(answer, 'that there are two', /\b(two|2|both|neither)\b/i),
      ...says(answer, 'that one is in Production', /production|prod/i),
      ...says(answer, 'that one is in Development', /dev/i),
      ...says(answer, 'that one is on', /\b(powered[ _]on|running|on)\b/i),
      ...says(answer, 'that one is off', /\b(powered[ _]off|stopped|not running|off)\b/i),
      ...nothingChanged(seen)
    ]
  }
})

const networkOfVm = defineTask({
  name: 'network-of-vm',
  prompt: 'Which network is db-01 attached to? I need the name.',
  role: 'viewer',
  async solve(call) {
    const [{ nics }, { items }] = await Promise.all([
      call('get_vm_details', { vm: 'db-01' }),
      call('list_networks')
    ])
    const attached = nics.map(({ network, network_name }) => {
      return network_name ?? items.find(({ id }) => id === network)?.name ?? network
    })
    return attached.join(', ')
  },
  check(seen, answer) {
    const attached = new Set(vmNamed(seen.before, 'db-01').nics.map(({ network }) => network))
    const all = [...seen.before.networks.values()]
    const wanted = all.filter(({ id }) => attached.has(id)).map(({ name }) => name)
    const others = all.map(({ name }) => name).filter(name => !wanted.includes(name))
    return [...names(answer, wanted), ...namesNone(answer, others), ...nothingChanged(seen)]
  }
})

const unicodeName = defineTask({
  name: 'unicode-name',
  prompt: 'How many CPUs do 東京-web-01 and Büro Drucker 01 have, and on which ESXi hosts are they?',
  role: 'viewer',
  async solve(call) {
    const { items } = await call('list_hosts', { fields: ['name'] })
    const lines = ['東京-web-01', 'Büro Drucker 01'].map(async vm => {
      const { name, cpu, placement } = await call('get_vm_details', { vm })
      return `${name}: ${cpu.count} CPUs, on ${items.find(({ id }) => id === placement.host)?.name}`
    })
    return (await Promise.all(lines)).join('\n')
  },
  check(seen, answer) {
    const vms = ['東京-web-01', 'Büro Drucker 01'].map(name => vmNamed(seen.before, name))
    const hosts = vms.map(vm => hostOf(seen.before, vm))
    return [
      ...vms.flatMap(({ name, cpu }) => saysNumber(answer, `the CPUs of ${name}`, cpu.count)),
      ...names(answer, hosts),
      ...nothingChanged(seen)
    ]
  }
})

const noSuchVm = defineTask({
  name: 'no-such-vm',
  prompt: 'How many CPUs does web-99 have?',
  role: 'viewer',
  async solve(call) {
    const { message, hint } = await refusalOf(call('get_vm_details', { vm: 'web-99' }))
    return `${message} ${hint}`
  },
  check(seen, answer) {
    return [
      ...says(
        answer,
        'that there is none',
        /\b(no (VM|such|virtual)|not? (exist|found|find)|does(n't| not) exist|couldn't|could not|cannot find|can't find)/i
      ),
      ...names(answer, ['web-99']),
      ...nothingChanged(seen)
    ]
  }
})

export const findingTasks = [
  findByPartOfName,
  findByAddress,
  findByUuid,
  vmInFolder,
  sameName,
  networkOfVm,
  unicodeName,
  noSuchVm
]
