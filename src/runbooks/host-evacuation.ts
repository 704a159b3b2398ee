import { hostArgument } from './arguments.ts'
import { defineRunbook } from './define-runbook.ts'

export const hostEvacuation = defineRunbook({
  name: 'host_evacuation',
  title: 'Host evacuation plan',
  description: 'Before maintenance of a host: which of its VMs fit where, and what stands in the way.',
  arguments: [hostArgument],
  tools: ['list_hosts', 'list_vms'],
  optionalTools: [
    'get_host_details',
    'list_clusters',
    'list_datastores',
    'get_vm_details',
    'list_alarms',
    'search_audit'
  ],
  goal: ({ host }) =>
    `Make a plan for emptying host ${host}: which VM goes where. No tool of this service moves a VM, so nothing is changed: a person carries the plan out.`,
  steps({ host }) {
    return [
      {
        uses: ['list_hosts'],
        text: `Call list_hosts(verbose: true) and find ${host}: its id, its parent (the cluster), memory and CPU. If it is not CONNECTED, its VMs may already be down: tell the person at once.`
      },
      {
        uses: ['get_host_details'],
        text: `Call get_host_details(host: its id). Note whether it is in maintenance mode already, and which datastores only this host has.`
      },
      {
        uses: ['list_vms'],
        text: 'Call list_vms(host: its id, limit: 200) and go on with cursor until all are seen. For each VM note power_state, cpu_count and memory_mib. VMs that are POWERED_OFF or SUSPENDED need no memory on the target, and move at any time.'
      },
      {
        uses: ['list_hosts'],
        text: 'Targets: call list_hosts(cluster: id of the parent, verbose: true), without the host itself, those that are not CONNECTED, and those in maintenance mode. Free memory is memory_mib - memory_used_mib. If the parent is no cluster, or nobody is left, ask the person which hosts may take the VMs.'
      },
      {
        uses: ['list_clusters'],
        text: 'Call list_clusters(verbose: true) for the cluster of the host. With DRS fully automated, entering maintenance mode moves running VMs by itself, and the plan is the check whether there is room; otherwise each is moved by hand. HA on: the rest must still be able to take the loss of one more host.'
      },
      {
        uses: ['list_datastores'],
        text: 'Call list_datastores(verbose: true). A datastore with host_count 1 is local: VMs on it cannot leave without their disks.'
      },
      {
        uses: ['get_vm_details'],
        text: 'For each VM that is POWERED_ON call get_vm_details(vm: its id, verbose: true). In its way stand: a local datastore in placement, a connected CD drive with an ISO file on one, a passed-through device, a network that the target does not have. Note each.'
      },
      {
        uses: ['list_alarms'],
        text: 'Call list_alarms: a target with an alarm of its own takes nothing.'
      },
      {
        uses: ['search_audit'],
        text: 'Call search_audit(since: "24h") for changes that others are making to these VMs now: agree with them first.'
      },
      {
        uses: [],
        text: 'Fit: take the running VMs by memory_mib, largest first, each to the target with the most free memory, counting what it was given before. Keep every target below 80 % of memory and 70 % of CPU. VMs whose names differ only by a number (web-01, web-02) are likely to stand in for each other: not onto one target.'
      },
      {
        uses: [],
        text: 'If not all fit, say what is left over and by how much, and let the person choose: switch VMs off, another cluster, or another time. Do not stretch the limits by yourself.'
      }
    ]
  },
  report: [
    'Whether the host can be emptied now: yes, yes with conditions, or no.',
    'A table in the order of moving: VM (id), memory, from, to, what stands in its way and who removes it.',
    'A table of the targets: memory % and CPU % before and after.',
    'What must stay or be switched off, and what the cluster could no longer survive meanwhile.',
    'The steps for the person: remove what stands in the way, move, see that the host is empty, maintenance mode; and the way back.'
  ]
})
