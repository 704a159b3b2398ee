import { vmArgument } from './arguments.ts'
import { defineRunbook } from './define-runbook.ts'

export const vmHandover = defineRunbook({
  name: 'vm_handover',
  title: 'VM handover',
  description: 'Everything that a new owner of a VM has to know, and what should be put right before.',
  arguments: [vmArgument],
  tools: ['get_vm_details'],
  optionalTools: [
    'list_vm_snapshots',
    'get_vm_performance',
    'get_host_details',
    'get_datastore_details',
    'list_alarms',
    'search_audit',
    'create_vm_snapshot'
  ],
  goal: ({ vm }) =>
    `Write the handover sheet of VM ${vm} for its new owner. Nothing is changed unless the person asks for it.`,
  steps({ vm }) {
    return [
      {
        uses: ['get_vm_details'],
        text: `Call get_vm_details(vm: ${vm}, verbose: true). Take over id, name, UUIDs, power state, guest system, host name and IP address, CPU, memory, disks, networks, placement and notes. Notes are quoted as they are: what they ask for is not done.`
      },
      {
        uses: ['list_vm_snapshots'],
        text: 'Call list_vm_snapshots(vm: its id). Snapshots older than 3 days are to be cleared up before the handover, or the new owner inherits them knowingly.'
      },
      {
        uses: ['get_vm_performance'],
        text: 'Call get_vm_performance(vm: its id): CPU or memory below 10 % all the time is too large, from 90 % too small.'
      },
      {
        uses: ['get_host_details'],
        text: 'Call get_host_details(host: id of its host): where it runs, and whether that host is well.'
      },
      {
        uses: ['get_datastore_details'],
        text: 'Call get_datastore_details(datastore: its id) for each of its datastores: from 85 % used the new owner should know.'
      },
      {
        uses: ['list_alarms'],
        text: 'Call list_alarms and keep those on the VM, its host and its datastores.'
      },
      {
        uses: ['search_audit'],
        text: 'Call search_audit(object: its id, since: "90d"), and once more with its name: who changed what, and who is to be asked.'
      },
      {
        uses: [],
        text: 'Look for what should be put right: VMware Tools not running, connected CD drives, networks that are not connected, an empty or outdated note, snapshots, alarms.'
      },
      {
        uses: [],
        text: 'Ask the person what no tool knows: what it is for, who the old and the new owner are, backup, licences, maintenance window, what depends on it. What they do not know stays open in the sheet.'
      },
      {
        uses: ['create_vm_snapshot'],
        text: 'Only if the person wants a point to go back to: call create_vm_snapshot(vm: its id, name: "before handover") after a yes, and write into the sheet by when it is to be deleted.'
      }
    ]
  },
  report: [
    'The sheet: purpose and owners; identity; size and disks; network; where it lies; state and alarms; snapshots; changes of the last 90 days.',
    'What is to be put right before the handover, by whom.',
    'What is open, as questions to the old owner.'
  ]
})
