import type { Nic, VirtualMachine } from '../inventory/index.ts'

/** What every device that can be unplugged shows of that. */
export function connection(
  vm: VirtualMachine,
  device: Pick<Nic, 'connected' | 'startConnected' | 'allowGuestControl'>
) {
  return {
    state: vm.powerState === 'POWERED_ON' && device.connected ? 'CONNECTED' : 'NOT_CONNECTED',
    start_connected: device.startConnected,
    allow_guest_control: device.allowGuestControl
  }
}
