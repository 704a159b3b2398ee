import type { Cdrom, Disk, Nic, VirtualMachine } from '../../inventory/index.ts'
import type { State } from '../../state.ts'
import { dataObject, escapeName, moRef } from '../values.ts'

/**
 * `config.hardware.device`: controllers, disks, network adapters and CD-ROM drives, with the fields that name
 * them and say where they are. Keyboard, video card and the like are left out.
 * https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/ VirtualDevice
 */
export function devicesOf(state: State, vm: VirtualMachine): unknown[] {
  return [
    ...[0, 1].map(bus => controller(vm, 'VirtualIDEController', `IDE ${bus}`, 200 + bus, bus)),
    ...vm.scsiAdapters.map(({ type, label, key, bus }) =>
      dataObject(scsiTypes[type], {
        ...controllerFields(vm, label, Number(key), bus),
        hotAddRemove: true,
        sharedBus: 'noSharing',
        scsiCtlrUnitNumber: 7
      })
    ),
    ...vm.sataAdapters.map(({ label, key, bus }) =>
      controller(vm, 'VirtualAHCIController', label, Number(key), bus)
    ),
    ...vm.nvmeAdapters.map(({ label, key, bus }) =>
      controller(vm, 'VirtualNVMEController', label, Number(key), bus)
    ),
    ...vm.disks.map(disk => diskDevice(vm, disk)),
    ...vm.nics.map(nic => nicDevice(state, nic)),
    ...vm.cdroms.map(cdrom => cdromDevice(vm, cdrom))
  ]
}

const scsiTypes = {
  BUSLOGIC: 'VirtualBusLogicController',
  LSILOGIC: 'VirtualLsiLogicController',
  LSILOGICSAS: 'VirtualLsiLogicSASController',
  PVSCSI: 'ParaVirtualSCSIController'
} as const

const nicTypes = {
  E1000: 'VirtualE1000',
  E1000E: 'VirtualE1000e',
  PCNET32: 'VirtualPCNet32',
  VMXNET: 'VirtualVmxnet',
  VMXNET2: 'VirtualVmxnet2',
  VMXNET3: 'VirtualVmxnet3'
} as const

function controller(vm: VirtualMachine, typeName: string, label: string, key: number, bus: number): unknown {
  return dataObject(typeName, controllerFields(vm, label, key, bus))
}

function controllerFields(
  vm: VirtualMachine,
  label: string,
  key: number,
  busNumber: number
): Record<string, unknown> {
  const device = [...vm.disks, ...vm.cdroms]
    .filter(item => controllerKey(vm, item) === key)
    .map(item => Number(item.key))
  return {
    key,
    deviceInfo: description(label, label),
    busNumber,
    device: device.length === 0 ? undefined : device
  }
}

function diskDevice(vm: VirtualMachine, disk: Disk): unknown {
  const kilobytes = Math.floor(disk.capacity / 1024)
  return dataObject('VirtualDisk', {
    key: Number(disk.key),
    deviceInfo: description(disk.label, `${kilobytes.toLocaleString('en-US')} KB`),
    backing: dataObject('VirtualDiskFlatVer2BackingInfo', {
      fileName: disk.file,
      datastore: moRef('Datastore', disk.datastore),
      diskMode: 'persistent',
      thinProvisioned: disk.thin,
      sharing: 'sharingNone'
    }),
    controllerKey: controllerKey(vm, disk),
    unitNumber: disk.unit,
    capacityInKB: kilobytes,
    capacityInBytes: disk.capacity,
    diskObjectId: `${vm.id.slice('vm-'.length)}-${disk.key}`
  })
}

function nicDevice({ inventory }: State, nic: Nic): unknown {
  const network = inventory.networks.get(nic.network)
  const name = escapeName(network?.name ?? '')
  return dataObject(nicTypes[nic.type], {
    key: Number(nic.key),
    deviceInfo: description(nic.label, name),
    backing: nicBacking(
      network?.kind ?? 'Network',
      nic.network,
      name,
      network?.switchUuid,
      network?.opaqueId
    ),
    connectable: dataObject('VirtualDeviceConnectInfo', {
      startConnected: nic.startConnected,
      allowGuestControl: nic.allowGuestControl,
      connected: nic.connected,
      status: 'ok'
    }),
    controllerKey: 100,
    unitNumber: Number(nic.key) - 4000 + 7,
    addressType: nic.macType.toLowerCase(),
    macAddress: nic.mac,
    wakeOnLanEnabled: nic.wakeOnLan
  })
}

function nicBacking(
  kind: 'Network' | 'DistributedVirtualPortgroup' | 'OpaqueNetwork',
  id: string,
  name: string,
  switchUuid: string | undefined,
  opaqueNetworkId: string | undefined
): unknown {
  switch (kind) {
    case 'DistributedVirtualPortgroup':
      return dataObject('VirtualEthernetCardDistributedVirtualPortBackingInfo', {
        port: dataObject('DistributedVirtualSwitchPortConnection', { switchUuid, portgroupKey: id })
      })
    case 'OpaqueNetwork':
      return dataObject('VirtualEthernetCardOpaqueNetworkBackingInfo', {
        opaqueNetworkId,
        opaqueNetworkType: 'nsx.LogicalSwitch'
      })
    default:
      return dataObject('VirtualEthernetCardNetworkBackingInfo', {
        deviceName: name,
        useAutoDetect: false,
        network: moRef('Network', id)
      })
  }
}

function cdromDevice(vm: VirtualMachine, cdrom: Cdrom): unknown {
  const { backing } = cdrom
  return dataObject('VirtualCdrom', {
    key: Number(cdrom.key),
    deviceInfo: description(cdrom.label, backing.isoFile ?? 'Remote device'),
    backing:
      backing.type === 'ISO_FILE'
        ? dataObject('VirtualCdromIsoBackingInfo', { fileName: backing.isoFile })
        : dataObject('VirtualCdromRemotePassthroughBackingInfo', {
            deviceName: backing.hostDevice ?? '',
            useAutoDetect: false,
            exclusive: false
          }),
    connectable: dataObject('VirtualDeviceConnectInfo', {
      startConnected: cdrom.startConnected,
      allowGuestControl: cdrom.allowGuestControl,
      connected: cdrom.connected,
      status: 'ok'
    }),
    controllerKey: controllerKey(vm, cdrom),
    unitNumber: cdrom.unit
  })
}

function controllerKey(vm: VirtualMachine, { adapter, bus }: Pick<Disk, 'adapter' | 'bus'>): number {
  if (adapter === 'IDE') return 200 + bus
  const lists = { SCSI: vm.scsiAdapters, SATA: vm.sataAdapters, NVME: vm.nvmeAdapters }
  return Number(lists[adapter].find(candidate => candidate.bus === bus)?.key ?? 0)
}

function description(label: string, summary: string): unknown {
  return dataObject('Description', { label, summary })
}
