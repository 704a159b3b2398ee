import type { Host } from '../../inventory/index.ts'
import { powerOff } from '../../machine/power.ts'
import { subjectOf } from '../../events/subject.ts'
import { flagOf, numberOf, objectOf, sessionOf, type Method, type VimCall } from '../call.ts'
import { hostNotConnected, invalidArgument, invalidState, timedOut, vimFault } from '../faults.ts'
import { evacuate } from '../maintenance.ts'
import { hostOf, startTask } from './task.ts'

/**
 * https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/ HostSystem
 *
 * That a wrong state is the fault of the task is inferred, as for virtual machines.
 */

const maintain = 'Host.Config.Maintenance'
const connect = 'Host.Config.Connection'

/** Waits until no machine runs on the host, `timeout` seconds at most, or for ever when that is 0 or less. */
const enterMaintenanceMode: Method = {
  parameters: ['timeout!', 'evacuatePoweredOffVms', 'maintenanceSpec'],
  privilege: maintain,
  run: call => {
    const { state } = call
    const host = hostOf(call)
    const timeout = numberOf(call, 'timeout') ?? 0
    const all = flagOf(call, 'evacuatePoweredOffVms')
    const { maintenanceSpec } = call.parameters
    if (maintenanceSpec !== undefined && maintenanceSpec !== null) {
      objectOf(maintenanceSpec, 'HostMaintenanceSpec', ['vsanMode', 'purpose', 'evacMode'])
    }
    const { user } = sessionOf(call)
    const end = timeout > 0 ? performance.now() + timeout * 1000 : Infinity
    const plan = {
      name: 'EnterMaintenanceMode_Task',
      descriptionId: 'HostSystem.enterMaintenanceMode',
      cancelable: true
    }
    const started = startTask(call, host, plan, () => {
      requireConnected(host)
      if (host.inMaintenanceMode) throw invalidState('The host is in maintenance mode already.')
      if (!evacuate(state, host, all, user)) {
        if (performance.now() < end) return { wait: true }
        throw timedOut()
      }
      host.inMaintenanceMode = true
      return {}
    })
    state.events.record({
      type: 'EnteringMaintenanceModeEvent',
      user,
      category: 'info',
      message: `Host ${host.name} has started to enter maintenance mode`,
      subject: subjectOf(state.inventory, host.id)
    })
    return started
  }
}

const exitMaintenanceMode: Method = {
  parameters: ['timeout!'],
  privilege: maintain,
  run: call => {
    const host = hostOf(call)
    if (numberOf(call, 'timeout') === undefined) throw invalidArgument('timeout')
    const plan = { name: 'ExitMaintenanceMode_Task', descriptionId: 'HostSystem.exitMaintenanceMode' }
    return startTask(call, host, plan, () => {
      requireConnected(host)
      if (!host.inMaintenanceMode) throw invalidState('The host is not in maintenance mode.')
      host.inMaintenanceMode = false
      return {}
    })
  }
}

/** It is back, and still in maintenance mode if it was, after as long as a guest takes to boot. */
const rebootHost: Method = {
  parameters: ['force!'],
  privilege: maintain,
  run: call => {
    const { state } = call
    const host = hostOf(call)
    const force = flagOf(call, 'force')
    const plan = { name: 'RebootHost_Task', descriptionId: 'HostSystem.reboot' }
    return startTask(call, host, plan, () => {
      goDown(call, host, force)
      state.timers.after(`boot of ${host.id}`, state.settings.taskMs, () => {
        host.connectionState = 'CONNECTED'
        host.bootTime = state.now()
      })
      return {}
    })
  }
}

const shutdownHost: Method = {
  parameters: ['force!'],
  privilege: maintain,
  run: call => {
    const host = hostOf(call)
    const force = flagOf(call, 'force')
    const plan = { name: 'ShutdownHost_Task', descriptionId: 'HostSystem.shutdown' }
    return startTask(call, host, plan, () => {
      goDown(call, host, force)
      return {}
    })
  }
}

/** Its machines go on running, but vCenter does not see them any more. */
const disconnectHost: Method = {
  parameters: [],
  privilege: connect,
  run: call => {
    const host = hostOf(call)
    const plan = { name: 'DisconnectHost_Task', descriptionId: 'HostSystem.disconnect' }
    return startTask(call, host, plan, () => {
      if (host.connectionState === 'DISCONNECTED') throw invalidState('The host is disconnected already.')
      host.connectionState = 'DISCONNECTED'
      return {}
    })
  }
}

const reconnectHost: Method = {
  parameters: ['cnxSpec', 'reconnectSpec'],
  privilege: connect,
  run: call => {
    const host = hostOf(call)
    const plan = { name: 'ReconnectHost_Task', descriptionId: 'HostSystem.reconnect' }
    return startTask(call, host, plan, () => {
      if (host.connectionState === 'CONNECTED') throw invalidState('The host is not disconnected.')
      if (host.connectionState === 'NOT_RESPONDING') {
        throw vimFault('NoHost', 'Unable to communicate with the remote host.', { name: host.name })
      }
      host.connectionState = 'CONNECTED'
      return {}
    })
  }
}

export const hostMethods: Record<string, Method> = {
  EnterMaintenanceMode_Task: enterMaintenanceMode,
  ExitMaintenanceMode_Task: exitMaintenanceMode,
  RebootHost_Task: rebootHost,
  ShutdownHost_Task: shutdownHost,
  DisconnectHost_Task: disconnectHost,
  ReconnectHost_Task: reconnectHost
}

/** Only in maintenance mode, unless forced: then what runs on it goes down hard. */
function goDown({ state }: VimCall, host: Host, force: boolean): void {
  requireConnected(host)
  if (!host.inMaintenanceMode && !force) throw invalidState('The host is not in maintenance mode.')
  for (const vm of state.inventory.vmsOf(host.id)) {
    if (vm.powerState === 'POWERED_ON') powerOff(state, vm, false)
  }
  host.connectionState = 'NOT_RESPONDING'
}

function requireConnected(host: Host): void {
  if (host.connectionState !== 'CONNECTED') throw hostNotConnected()
}
