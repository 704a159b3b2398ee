import type { Play } from '../requests.ts'

/** Ids come from the inventory's plays, which come first. */
export const machinePlays: Play[] = [
  { operation: 'vm get', path: { vm: '$on' } },
  { operation: 'vm get', path: { vm: '$off' } },
  { operation: 'vm get', path: { vm: '$suspended' } },
  { operation: 'vm get', path: { vm: 'vm-none' }, fails: 'NOT_FOUND' },
  { operation: 'vm power get', path: { vm: '$off' } },
  { operation: 'vm power get', path: { vm: '$suspended' } },
  { operation: 'guest power get', path: { vm: '$on' } },
  { operation: 'guest identity', path: { vm: '$on' } },
  { operation: 'guest identity', path: { vm: '$off' }, fails: 'SERVICE_UNAVAILABLE' },
  { operation: 'guest networking', path: { vm: '$on' } },
  { operation: 'guest interfaces', path: { vm: '$on' } },
  { operation: 'guest routes', path: { vm: '$on' } },
  { operation: 'guest filesystems', path: { vm: '$on' } },
  { operation: 'tools get', path: { vm: '$on' } },
  { operation: 'tools get', path: { vm: '$off' } },
  { operation: 'tools update', path: { vm: '$on' }, body: { upgrade_policy: 'MANUAL' } },
  { operation: 'tools installer get', path: { vm: '$on' } },
  { operation: 'tools installer connect', path: { vm: '$on' } },
  { operation: 'tools installer disconnect', path: { vm: '$on' } },
  { operation: 'tools upgrade', path: { vm: 'vm-none' }, fails: 'NOT_FOUND' },
  { operation: 'console ticket create', path: { vm: '$on' }, body: { type: 'WEBMKS' } },
  {
    operation: 'console ticket create',
    path: { vm: '$off' },
    body: { type: 'WEBMKS' },
    fails: 'NOT_ALLOWED_IN_CURRENT_STATE'
  },
  { operation: 'hardware get', path: { vm: '$on' } },
  { operation: 'hardware update', path: { vm: '$off' }, body: { upgrade_policy: 'NEVER' } },
  { operation: 'cpu get', path: { vm: '$on' } },
  { operation: 'cpu update', path: { vm: '$off' }, body: { count: 2 } },
  { operation: 'memory get', path: { vm: '$on' } },
  { operation: 'memory update', path: { vm: '$off' }, body: { size_MiB: 4096 } },
  { operation: 'boot get', path: { vm: '$off' } },
  { operation: 'boot update', path: { vm: '$off' }, body: { delay: 5 } },
  { operation: 'boot order get', path: { vm: '$off' } },
  { operation: 'boot order set', path: { vm: '$off' }, body: { devices: [{ type: 'CDROM' }] } },
  { operation: 'hardware upgrade', path: { vm: '$off2' }, body: {} },
  { operation: 'disk list', path: { vm: '$off' }, keep: { disk: [0, 'disk'] } },
  { operation: 'disk get', path: { vm: '$off', disk: '$disk' } },
  {
    operation: 'disk create',
    path: { vm: '$off' },
    body: { type: 'SCSI', new_vmdk: { capacity: 1_073_741_824 } },
    keep: { added: [] }
  },
  {
    operation: 'disk update',
    path: { vm: '$off', disk: '$added' },
    body: { backing: { type: 'VMDK_FILE', vmdk_file: '[nowhere] none/none.vmdk' } },
    fails: 'NOT_FOUND'
  },
  { operation: 'disk delete', path: { vm: '$off', disk: '$added' } },
  { operation: 'floppy list', path: { vm: '$off' } },
  { operation: 'serial list', path: { vm: '$off' } },
  { operation: 'parallel list', path: { vm: '$off' } },
  { operation: 'nic list', path: { vm: '$off' }, keep: { nic: [0, 'nic'] } },
  { operation: 'nic get', path: { vm: '$off', nic: '$nic' } },
  { operation: 'nic update', path: { vm: '$off', nic: '$nic' }, body: { start_connected: true } },
  {
    operation: 'nic create',
    path: { vm: '$off' },
    body: { type: 'VMXNET3', backing: { type: 'STANDARD_PORTGROUP', network: '$network' } },
    keep: { card: [] }
  },
  { operation: 'nic delete', path: { vm: '$off', nic: '$card' } },
  { operation: 'nic list', path: { vm: '$on' }, keep: { live: [0, 'nic'] } },
  { operation: 'nic disconnect', path: { vm: '$on', nic: '$live' } },
  { operation: 'nic connect', path: { vm: '$on', nic: '$live' } },
  { operation: 'cdrom list', path: { vm: '$off' }, keep: { cdrom: [0, 'cdrom'] } },
  {
    operation: 'cdrom create',
    path: { vm: '$off' },
    body: { type: 'SATA', backing: { type: 'CLIENT_DEVICE' } },
    keep: { drive: [] }
  },
  { operation: 'cdrom get', path: { vm: '$off', cdrom: '$drive' } },
  {
    operation: 'cdrom update',
    path: { vm: '$off', cdrom: '$drive' },
    body: { start_connected: false }
  },
  {
    operation: 'cdrom connect',
    path: { vm: '$off', cdrom: '$drive' },
    fails: 'NOT_ALLOWED_IN_CURRENT_STATE'
  },
  {
    operation: 'cdrom disconnect',
    path: { vm: '$off', cdrom: '$drive' },
    fails: 'NOT_ALLOWED_IN_CURRENT_STATE'
  },
  { operation: 'cdrom delete', path: { vm: '$off', cdrom: '$drive' } },
  { operation: 'scsi adapter list', path: { vm: '$off' }, keep: { adapter: [0, 'adapter'] } },
  { operation: 'scsi adapter get', path: { vm: '$off', adapter: '$adapter' } },
  { operation: 'scsi adapter create', path: { vm: '$off' }, body: { type: 'PVSCSI' }, keep: { bus: [] } },
  { operation: 'scsi adapter update', path: { vm: '$off', adapter: '$bus' }, body: { sharing: 'NONE' } },
  { operation: 'scsi adapter delete', path: { vm: '$off', adapter: '$bus' } },
  { operation: 'sata adapter create', path: { vm: '$off2' }, body: { type: 'AHCI' }, keep: { bus: [] } },
  { operation: 'sata adapter get', path: { vm: '$off2', adapter: '$bus' } },
  { operation: 'sata adapter delete', path: { vm: '$off2', adapter: '$bus' } },
  { operation: 'nvme adapter create', path: { vm: '$off2' }, body: {}, keep: { bus: [] } },
  { operation: 'nvme adapter get', path: { vm: '$off2', adapter: '$bus' } },
  { operation: 'nvme adapter delete', path: { vm: '$off2', adapter: '$bus' } },
  { operation: 'sata adapter list', path: { vm: '$off' } },
  { operation: 'nvme adapter list', path: { vm: '$off' } },
  { operation: 'vm storage policy get', path: { vm: '$off' } },
  { operation: 'storage policy list', keep: { policy: [0, 'policy'] } },
  {
    operation: 'storage policy compatible datastores',
    path: { policy: '$policy' },
    body: { datastores: ['$datastore'] }
  },
  { operation: 'storage policy vms', path: { policy: '$policy' } },
  {
    operation: 'vm storage policy update',
    path: { vm: '$off' },
    body: { vm_home: { type: 'USE_SPECIFIED_POLICY', policy: '$policy' } }
  },
  {
    operation: 'vm create',
    body: {
      guest_OS: 'OTHER_LINUX_64',
      name: 'created',
      placement: { folder: '$folder', resource_pool: '$root', datastore: '$datastore' },
      cpu: { count: 2 },
      memory: { size_MiB: 1024 },
      disks: [{ type: 'SCSI', new_vmdk: { capacity: 1_073_741_824 } }],
      nics: [{ backing: { type: 'STANDARD_PORTGROUP', network: '$network' } }]
    },
    keep: { created: [] }
  },
  { operation: 'vm get', path: { vm: '$created' } },
  {
    operation: 'vm clone',
    body: {
      source: '$created',
      name: 'cloned',
      placement: { folder: '$folder', resource_pool: '$root', datastore: '$datastore' }
    },
    keep: { cloned: [] }
  },
  { operation: 'vm clone', body: { source: '$created', name: 'cloned' }, fails: 'ALREADY_EXISTS' },
  {
    operation: 'vm clone task',
    body: {
      source: '$off2',
      name: 'cloned by task',
      placement: { folder: '$folder', datastore: '$datastore' }
    },
    keep: { task: [] }
  },
  { operation: 'task get', path: { task: '$task' }, awaits: { at: ['status'], is: 'SUCCEEDED' } },
  {
    operation: 'task list',
    body: { filter_spec: { tasks: ['$task'] } },
    query: { 'filter_spec.tasks': '$task' }
  },
  { operation: 'vm relocate', path: { vm: '$off2' }, body: { placement: { datastore: '$datastore' } } },
  {
    operation: 'vm relocate task',
    path: { vm: '$off2' },
    body: { placement: { folder: '$folder' } },
    keep: { move: [] }
  },
  { operation: 'task get', path: { task: '$move' }, awaits: { at: ['status'], is: 'SUCCEEDED' } },
  { operation: 'task cancel', path: { task: 'none' }, fails: 'NOT_FOUND' },
  { operation: 'vm instant clone', body: { source: '$other', name: 'instantly cloned' } },
  {
    operation: 'vm register',
    body: {
      datastore: 'datastore-none',
      path: '/a/a.vmx',
      placement: { folder: '$folder', resource_pool: '$root' }
    },
    fails: 'NOT_FOUND'
  },
  { operation: 'vm unregister', path: { vm: '$cloned' } },
  { operation: 'vm unregister', path: { vm: '$on' }, fails: 'NOT_ALLOWED_IN_CURRENT_STATE' },
  { operation: 'vm power start', path: { vm: '$on' }, fails: 'ALREADY_IN_DESIRED_STATE' },
  { operation: 'vm power suspend', path: { vm: '$off' }, fails: 'NOT_ALLOWED_IN_CURRENT_STATE' },
  { operation: 'vm power reset', path: { vm: '$off' }, fails: 'NOT_ALLOWED_IN_CURRENT_STATE' },
  { operation: 'vm delete', path: { vm: '$on' }, fails: 'NOT_ALLOWED_IN_CURRENT_STATE' },
  { operation: 'guest power shutdown', path: { vm: '$off' }, fails: 'ALREADY_IN_DESIRED_STATE' },
  { operation: 'guest power standby', path: { vm: '$third' } },
  { operation: 'guest power reboot', path: { vm: '$other' } },
  { operation: 'vm power reset', path: { vm: '$on' } },
  { operation: 'vm power suspend', path: { vm: '$on' } },
  { operation: 'vm power start', path: { vm: '$on' } },
  { operation: 'vm power start', path: { vm: '$off' } },
  { operation: 'vm power stop', path: { vm: '$off' } },
  { operation: 'vm delete', path: { vm: '$off' } }
]
