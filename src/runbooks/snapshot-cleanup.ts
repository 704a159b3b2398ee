import { vmArgument } from './arguments.ts'
import { defineRunbook } from './define-runbook.ts'

/**
 * VMware advises against keeping a snapshot for more than 72 hours and more than two or three in a chain, as they grow and
 * slow the VM down (KB 1025279). What is urgent is a rule of thumb.
 *
 * @see https://knowledge.broadcom.com/external/article/318825
 */
export const snapshotCleanup = defineRunbook({
  name: 'snapshot_cleanup',
  title: 'Snapshot clean-up',
  description: 'Find forgotten snapshots and delete those that a person has agreed to.',
  arguments: [{ ...vmArgument, required: false }],
  tools: ['list_vm_snapshots'],
  optionalTools: [
    'list_snapshots',
    'search_audit',
    'get_vm_details',
    'get_datastore_usage',
    'delete_vm_snapshot',
    'get_task'
  ],
  goal({ vm }) {
    const where = vm === undefined ? 'all VMs' : `VM ${vm}`
    return `Find snapshots of ${where} that nobody needs any more, and delete those that the person agrees to. Until then nothing is changed.`
  },
  steps({ vm }) {
    return [
      vm === undefined
        ? {
            uses: ['list_snapshots'],
            text: 'Call list_snapshots(older_than_days: 3). Sort by size_bytes. A snapshot should not be older than 3 days; from 14 days, or from 50 GiB, it is urgent. More than 3 snapshots of one VM are a finding too.',
            without:
              'You cannot list the snapshots of all VMs: ask the person which VMs it is about, and call list_vm_snapshots(older_than_days: 3, vm: its id) for each.'
          }
        : {
            uses: ['list_vm_snapshots'],
            text: `Call list_vm_snapshots(vm: ${vm}, older_than_days: 3). A snapshot should not be older than 3 days; from 14 days it is urgent. More than 3 snapshots of one VM are a finding too.`
          },
      {
        uses: ['search_audit'],
        text: 'For each VM of the list call search_audit(tool: "create_vm_snapshot", object: its id, since: "90d"), and once more with its name: who made the snapshot is who to ask. None found means that it was made past this service.'
      },
      {
        uses: [],
        text: 'Set aside, and name as such: snapshots of backup software whose run may still go on (by name or description, younger than a day), and those that others build on (their children go or are merged with them).'
      },
      {
        uses: ['get_vm_details', 'get_datastore_usage'],
        text: 'Deleting merges data and needs room: for each VM take its datastores from get_vm_details(vm: its id) and look at them with get_datastore_usage(datastore: its id). From 95 % used ask the person first who can make room; that VM may stand still for moments at the end.'
      },
      {
        uses: ['delete_vm_snapshot'],
        text: 'Show the person the list (VM, snapshot, age, size, maker) and ask which ones may go. Deleting is for good: the VM stays as it is now, and can no longer be set back. Wait for the answer; silence is a no.',
        without:
          'You may not delete snapshots: give the person the list (VM, snapshot, age, size, maker) for somebody whose role holds delete_vm_snapshot, and stop here.'
      },
      {
        uses: ['delete_vm_snapshot'],
        text: 'For each that was agreed to: call delete_vm_snapshot(vm: its id, snapshot: its id), compare the plan with what was agreed, then call it again with confirm: true. The oldest first, one at a time for each VM. Stop at the first failure and tell the person.'
      },
      {
        uses: ['delete_vm_snapshot', 'get_task'],
        text: 'Where the answer names a task that goes on, follow it with get_task(task: its id) before the next one is begun.'
      },
      {
        uses: ['delete_vm_snapshot', 'list_vm_snapshots'],
        text: 'Call list_vm_snapshots(vm: its id) for each VM that was changed, and see that the snapshot is gone and no other.'
      }
    ]
  },
  report: [
    'What was deleted, and the space that it took, by VM.',
    'What was kept, and why: who was asked, what is still to be decided.',
    'What failed or still goes on, with its task.'
  ]
})
