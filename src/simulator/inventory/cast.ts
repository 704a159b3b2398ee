import type { GuestSystem, PowerState } from './types.ts'

/** One virtual machine as planned; what is left open the seed decides. */
export interface Role {
  name: string
  /** `prod`, `dev`, `dr` (the three first clusters) or `edge` (the standalone host). */
  place: 'prod' | 'dev' | 'dr' | 'edge'
  folder: string
  system: SystemName
  power?: PowerState
  tools?: boolean
  /** VMware Tools of an older version than there is. */
  oldTools?: boolean
  hotAdd?: boolean
  history?: 'tree' | 'quiesced' | 'memory' | 'old'
  annotation?: string
}

export type SystemName = keyof typeof systems

/** Guest operating systems under their names in the Automation API and in the VIM API. */
export const systems = {
  ubuntu: { name: 'UBUNTU_64', guestId: 'ubuntu64Guest', fullName: 'Ubuntu Linux (64-bit)', family: 'LINUX' },
  rhel: {
    name: 'RHEL_9_64',
    guestId: 'rhel9_64Guest',
    fullName: 'Red Hat Enterprise Linux 9 (64-bit)',
    family: 'LINUX'
  },
  debian: {
    name: 'DEBIAN_11_64',
    guestId: 'debian11_64Guest',
    fullName: 'Debian GNU/Linux 11 (64-bit)',
    family: 'LINUX'
  },
  photon: {
    name: 'VMWARE_PHOTON_64',
    guestId: 'vmwarePhoton64Guest',
    fullName: 'VMware Photon OS (64-bit)',
    family: 'LINUX'
  },
  windows2016: {
    name: 'WINDOWS_9_SERVER_64',
    guestId: 'windows9Server64Guest',
    fullName: 'Microsoft Windows Server 2016 (64-bit)',
    family: 'WINDOWS'
  },
  windows2019: {
    name: 'WINDOWS_SERVER_2019',
    guestId: 'windows2019srv_64Guest',
    fullName: 'Microsoft Windows Server 2019 (64-bit)',
    family: 'WINDOWS'
  }
} as const satisfies Record<string, GuestSystem>

/** Folders of the first and of the second datacenter, parents first. */
export const folderTrees: [string[], string[]] = [
  [
    'Production',
    'Production/Web',
    'Production/Application',
    'Production/Database',
    'Development',
    'Development/Sandbox',
    'Templates',
    'Discovered virtual machine'
  ],
  ['Production', 'Disaster Recovery', 'Edge']
]

/** The first virtual machines, so that even a small inventory shows every case. */
export const cast: Role[] = [
  {
    name: 'web-01',
    place: 'prod',
    folder: 'Production/Web',
    system: 'ubuntu',
    history: 'tree',
    annotation: 'Shop front end'
  },
  { name: 'web-02', place: 'prod', folder: 'Production/Web', system: 'ubuntu', hotAdd: true },
  { name: 'db-01', place: 'prod', folder: 'Production/Database', system: 'rhel', history: 'quiesced' },
  { name: 'db-02', place: 'prod', folder: 'Production/Database', system: 'rhel', power: 'POWERED_OFF' },
  { name: 'win-dc-01', place: 'prod', folder: 'Production', system: 'windows2019' },
  {
    name: 'legacy-erp',
    place: 'prod',
    folder: 'Production/Application',
    system: 'windows2016',
    tools: false
  },
  {
    name: 'build-01',
    place: 'dev',
    folder: 'Development',
    system: 'debian',
    power: 'SUSPENDED',
    history: 'memory'
  },
  { name: 'app-01', place: 'prod', folder: 'Production/Application', system: 'photon' },
  { name: 'app-01', place: 'dev', folder: 'Development', system: 'photon', power: 'POWERED_OFF' },
  { name: 'Büro Drucker 01', place: 'prod', folder: 'Production', system: 'windows2019', oldTools: true },
  { name: 'load 100% test', place: 'dev', folder: 'Development/Sandbox', system: 'ubuntu' },
  { name: 'db-03', place: 'dr', folder: 'Disaster Recovery', system: 'rhel', history: 'old' },
  { name: 'web-03', place: 'dr', folder: 'Production', system: 'ubuntu' },
  { name: 'edge-gw-01', place: 'edge', folder: 'Edge', system: 'photon', hotAdd: true },
  { name: '東京-web-01', place: 'dr', folder: 'Production', system: 'ubuntu' },
  {
    name: 'old-mailbox',
    place: 'prod',
    folder: 'Discovered virtual machine',
    system: 'windows2016',
    power: 'POWERED_OFF',
    tools: false
  }
]

/** Marked as templates: not in the list of virtual machines. */
export const templates: Role[] = [
  { name: 'tmpl-ubuntu-22.04', place: 'prod', folder: 'Templates', system: 'ubuntu', power: 'POWERED_OFF' },
  { name: 'tmpl-rhel-9', place: 'prod', folder: 'Templates', system: 'rhel', power: 'POWERED_OFF' },
  { name: 'tmpl-windows-2019', place: 'dr', folder: '', system: 'windows2019', power: 'POWERED_OFF' }
]

/** What the rest is made of: a name's stem, its system and the kind of folder. */
export const trades: [Trade, ...Trade[]] = [
  { stem: 'web', system: 'ubuntu', tier: 'Web' },
  { stem: 'app', system: 'photon', tier: 'Application' },
  { stem: 'db', system: 'rhel', tier: 'Database' },
  { stem: 'cache', system: 'debian', tier: 'Application' },
  { stem: 'win-app', system: 'windows2019', tier: 'Application' },
  { stem: 'k8s-node', system: 'photon', tier: 'Application' },
  { stem: 'mail', system: 'windows2016', tier: 'Application' },
  { stem: 'ci-runner', system: 'ubuntu', tier: 'Application' }
]

export interface Trade {
  stem: string
  system: SystemName
  tier: 'Web' | 'Application' | 'Database'
}
