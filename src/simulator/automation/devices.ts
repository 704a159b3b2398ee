import type { VirtualMachine } from '../inventory/index.ts'
import { message, notFound, vapiError } from './errors.ts'
import { reconfigure } from './hardware.ts'
import { perform } from './jobs.ts'
import { param, type Call, type Operation } from './operation.ts'
import { notAllowed, vmOf } from './vm.ts'

/** What the operations on disks, adapters and drives have in common. */

/** The device that the path names. @throws NOT_FOUND */
export function deviceOf<T extends { key: string }>(
  call: Pick<Call, 'params'>,
  devices: readonly T[],
  name: string,
  what: string
): T {
  const key = param(call, name)
  const device = devices.find(candidate => candidate.key === key)
  if (!device) throw notFound(what, key)
  return device
}

/** A change of a machine's devices, as the task that vCenter makes of it. */
export async function reconfigured<T>(call: Call<unknown>, vm: VirtualMachine, effect: () => T): Promise<T> {
  return perform(call, vm, reconfigure, effect)
}

/** Floppy drives, serial and parallel ports: no machine here has any. */
export const listNone: Operation = {
  ok: 200,
  run: call => {
    vmOf(call)
    return []
  }
}

interface Connectable {
  key: string
  connected: boolean
}

/**
 * Connects or disconnects a device of a powered-on machine.
 *
 * @throws NOT_ALLOWED_IN_CURRENT_STATE when it is off, ALREADY_IN_DESIRED_STATE, RESOURCE_BUSY
 */
export function connecting<T extends Connectable>(
  connected: boolean,
  find: (call: Call, vm: VirtualMachine) => T,
  effect: (call: Call, vm: VirtualMachine, device: T) => void
): Operation {
  return {
    ok: 204,
    run: async call => {
      const vm = vmOf(call)
      const device = find(call, vm)
      if (vm.powerState !== 'POWERED_ON')
        throw notAllowed('hardware.not_powered_on', 'The VM is not powered on.')
      if (device.connected === connected) {
        const words = connected ? 'connected' : 'disconnected'
        const id = `com.vmware.api.vcenter.vm.hardware.already_${words}`
        throw vapiError(
          'ALREADY_IN_DESIRED_STATE',
          message(id, `The device is already ${words}.`, device.key)
        )
      }
      await reconfigured(call, vm, () => effect(call, vm, device))
    }
  }
}
