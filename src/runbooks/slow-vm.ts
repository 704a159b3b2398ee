import { vmArgument } from './arguments.ts'
import { defineRunbook } from './define-runbook.ts'

/** Its thresholds are rules of thumb of those who run vSphere: they say where to look, and prove nothing by themselves. */
export const slowVm = defineRunbook({
  name: 'slow_vm',
  title: 'Slow VM',
  description: 'Why a VM is slow: CPU, memory, storage, network, its host, its snapshots, or a change.',
  arguments: [vmArgument],
  tools: ['get_vm_details'],
  optionalTools: [
    'get_vm_performance',
    'list_vm_snapshots',
    'get_host_details',
    'list_vms',
    'get_datastore_details',
    'list_alarms',
    'search_audit',
    'modify_vm_resources',
    'restart_vm'
  ],
  goal: ({ vm }) => `Find out why VM ${vm} is slow. Nothing is changed before the person agrees.`,
  steps({ vm }) {
    return [
      {
        uses: [],
        text: 'Ask the person, if it was not said: since when, all the time or at certain hours, and what exactly is slow.'
      },
      {
        uses: ['get_vm_details'],
        text: `Call get_vm_details(vm: ${vm}, verbose: true). Not POWERED_ON ends this here. Note its id, CPU count, memory, host, datastores and snapshot_count; guest.tools_running false means that memory figures are rough.`
      },
      {
        uses: ['get_vm_performance'],
        text: `Call get_vm_performance(vm: its id) for now, and for a time when it was well if its arguments reach that far. Look at: CPU usage from 90 % (too little CPU); CPU ready from 5 % per CPU (host too full), from 10 % severe; co-stop from 3 % (more CPUs than it needs); memory ballooned or swapped above 0 (host short of memory); active memory from 90 % (VM short of memory); disk latency from 20 ms (storage), from 50 ms severe; dropped packets above 0.`
      },
      {
        uses: ['list_vm_snapshots'],
        text: 'Call list_vm_snapshots(vm: its id). Snapshots older than 3 days, or more than 3, slow down its disks.'
      },
      {
        uses: ['get_host_details'],
        text: 'Call get_host_details(host: id of its host). Memory from 90 %, CPU from 80 %, or a state other than CONNECTED: then its neighbours are slow too.'
      },
      {
        uses: ['list_vms'],
        text: 'Call list_vms(host: id of its host, power_states: ["POWERED_ON"], top: "cpu_count", limit: 10): who shares the host, and how many CPUs are promised there.'
      },
      {
        uses: ['get_datastore_details'],
        text: 'Call get_datastore_details(datastore: its id) for each of its datastores. From 95 % used, or not accessible, is a cause by itself.'
      },
      {
        uses: ['list_alarms'],
        text: 'Call list_alarms and keep those on the VM, its host and its datastores.'
      },
      {
        uses: ['search_audit'],
        text: 'Call search_audit(object: the id of the VM, since: "7d"), and once more with its name. A change shortly before it became slow is the first suspect.'
      },
      {
        uses: [],
        text: 'Name the most likely cause, and for each other one what speaks against it. If nothing stands out, say so: the cause may be inside the guest.'
      },
      {
        uses: ['modify_vm_resources'],
        text: 'Only if more CPU or memory is the remedy and the person agrees to it: call modify_vm_resources(vm: its id, and what changes), show its plan, and call it again with confirm: true after a yes.',
        without:
          'If more CPU or memory is the remedy, recommend the figures to somebody whose role holds modify_vm_resources.'
      },
      {
        uses: ['restart_vm'],
        text: 'A restart hides the cause and interrupts people: propose restart_vm(vm: its id, mode: "guest") only as the last means, and call it only after a yes.'
      }
    ]
  },
  report: [
    'The most likely cause in one sentence, and how sure that is.',
    'The figures it rests on, each with its threshold.',
    'What was ruled out, and by what.',
    'The remedy, its risk and who has to do it; what was changed, if anything.'
  ]
})
