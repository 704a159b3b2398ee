import { clusterArgument, datastoreArgument } from './arguments.ts'
import { defineRunbook } from './define-runbook.ts'

export const capacityReview = defineRunbook({
  name: 'capacity_review',
  title: 'Capacity review',
  description:
    'How full clusters, hosts and datastores are, what would fail first, and what could be given back.',
  arguments: [clusterArgument, datastoreArgument],
  tools: ['get_resource_utilization_summary', 'get_datastore_usage'],
  optionalTools: [
    'list_clusters',
    'list_hosts',
    'list_vms',
    'get_datastore_details',
    'list_snapshots',
    'list_alarms'
  ],
  goal({ cluster, datastore }) {
    const places = [
      ...(cluster === undefined ? [] : [`cluster ${cluster}`]),
      ...(datastore === undefined ? [] : [`datastore ${datastore}`])
    ]
    const where = places.length > 0 ? places.join(' and ') : 'the whole vCenter'
    return `Find out how much room is left in ${where}, and what runs out first. Nothing is changed.`
  },
  steps({ cluster, datastore }) {
    const inCluster = cluster === undefined ? '' : `cluster: ${cluster}`
    const first = cluster === undefined ? '' : `cluster: ${cluster}, `
    return [
      {
        uses: ['get_resource_utilization_summary'],
        text: `Call get_resource_utilization_summary(${inCluster}). For each cluster note used_percent of memory_mib and cpu_mhz: memory from 80 or CPU from 70 is tight, memory from 90 or CPU from 85 is critical. hosts.connected below hosts.total means that capacity is missing now.`
      },
      {
        uses: ['list_hosts'],
        text: `Call list_hosts(${first}verbose: true). Leave out hosts that are not CONNECTED or are in maintenance mode. For each cluster work out whether it survives the loss of its largest host: used memory / (memory of all its hosts - memory of the largest). From 90 % it is tight, from 100 % it does not. Name single hosts above 90 % of memory.`
      },
      {
        uses: ['list_clusters'],
        text: 'Call list_clusters(verbose: true). Note clusters with HA off (nothing is restarted when a host fails) and with DRS off or not fully automated (single hosts run full while others idle).'
      },
      datastore === undefined
        ? {
            uses: ['get_datastore_usage'],
            text: 'Call get_datastore_usage(min_used_percent: 75, verbose: true). From 85 % a datastore is tight, from 95 % critical: VMs stop when a thin disk or a snapshot finds no room. Datastores that are not accessible are a finding of their own.'
          }
        : {
            uses: ['get_datastore_usage'],
            text: `Call get_datastore_usage(datastore: ${datastore}). From 85 % it is tight, from 95 % critical: VMs stop when a thin disk or a snapshot finds no room.`
          },
      ...(datastore === undefined
        ? []
        : [
            {
              uses: ['get_datastore_details'],
              text: `Call get_datastore_details(datastore: ${datastore}). Note what is promised beyond its capacity, if it says so, and which hosts and VMs depend on it.`
            }
          ]),
      {
        uses: ['list_vms'],
        text: `What could be given back: call list_vms(${first}power_states: ["POWERED_OFF"], top: "memory_mib", limit: 10) for VMs that are off and keep their disks, and list_vms(${first}power_states: ["POWERED_ON"], top: "memory_mib", limit: 10) for the largest that run.`
      },
      {
        uses: ['list_snapshots'],
        text: 'Call list_snapshots(older_than_days: 7) and add up size_bytes: space that a clean-up gives back.'
      },
      {
        uses: ['list_alarms'],
        text: 'Call list_alarms and keep those on the clusters, hosts and datastores above.'
      }
    ]
  },
  report: [
    'One line that says whether there is room, and what runs out first.',
    'A table: cluster, memory %, CPU %, after the loss of the largest host, verdict (good, tight, critical).',
    'A table: datastore, used %, free, verdict.',
    'What could be given back, largest first, with the owner to be asked. Recommend; change nothing.',
    'That the figures are of this moment: for a trend the review has to be repeated.'
  ]
})
