import { Type } from '@sinclair/typebox'
import type { Operation } from '../operation.ts'

/**
 * Power of the machine, which answers when vCenter's own task has ended, and of its guest system, which is only asked
 * and takes its time.
 *
 * @see https://developer.broadcom.com/xapis/vsphere-automation-api/latest/vcenter/vm/power/
 * @see https://developer.broadcom.com/xapis/vsphere-automation-api/latest/vcenter/vm/guest/power/
 */
export const powerOperations = {
  getPower: {
    does: 'get power state of VM {vm}',
    effect: 'read',
    api: 'GET /api/vcenter/vm/{vm}/power',
    rest: 'GET /rest/vcenter/vm/{vm}/power',
    answer: Type.Object({ state: Type.String(), clean_power_off: Type.Optional(Type.Boolean()) }),
    privileges: ['System.Read']
  },
  startVm: {
    does: 'power on VM {vm}',
    effect: 'write',
    api: 'POST /api/vcenter/vm/{vm}/power?action=start',
    rest: 'POST /rest/vcenter/vm/{vm}/power/start',
    privileges: ['VirtualMachine.Interact.PowerOn']
  },
  stopVm: {
    does: 'power off VM {vm}',
    effect: 'write',
    api: 'POST /api/vcenter/vm/{vm}/power?action=stop',
    rest: 'POST /rest/vcenter/vm/{vm}/power/stop',
    privileges: ['VirtualMachine.Interact.PowerOff']
  },
  suspendVm: {
    does: 'suspend VM {vm}',
    effect: 'write',
    api: 'POST /api/vcenter/vm/{vm}/power?action=suspend',
    rest: 'POST /rest/vcenter/vm/{vm}/power/suspend',
    privileges: ['VirtualMachine.Interact.Suspend']
  },
  resetVm: {
    does: 'reset VM {vm}',
    effect: 'write',
    api: 'POST /api/vcenter/vm/{vm}/power?action=reset',
    rest: 'POST /rest/vcenter/vm/{vm}/power/reset',
    privileges: ['VirtualMachine.Interact.Reset']
  },
  getGuestPower: {
    does: 'get guest power state of VM {vm}',
    effect: 'read',
    api: 'GET /api/vcenter/vm/{vm}/guest/power',
    rest: 'GET /rest/vcenter/vm/{vm}/guest/power',
    answer: Type.Object({ state: Type.String(), operations_ready: Type.Boolean() }),
    privileges: ['System.Read']
  },
  shutdownGuest: {
    does: 'shut down guest of VM {vm}',
    effect: 'write',
    api: 'POST /api/vcenter/vm/{vm}/guest/power?action=shutdown',
    rest: 'POST /rest/vcenter/vm/{vm}/guest/power?action=shutdown',
    privileges: ['VirtualMachine.Interact.PowerOff']
  },
  rebootGuest: {
    does: 'reboot guest of VM {vm}',
    effect: 'write',
    api: 'POST /api/vcenter/vm/{vm}/guest/power?action=reboot',
    rest: 'POST /rest/vcenter/vm/{vm}/guest/power?action=reboot',
    privileges: ['VirtualMachine.Interact.Reset']
  },
  standbyGuest: {
    does: 'stand by guest of VM {vm}',
    effect: 'write',
    api: 'POST /api/vcenter/vm/{vm}/guest/power?action=standby',
    rest: 'POST /rest/vcenter/vm/{vm}/guest/power?action=standby',
    privileges: ['VirtualMachine.Interact.Suspend']
  }
} as const satisfies Record<string, Operation>
