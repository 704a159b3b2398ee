import type { VimMethod } from './method.ts'

/**
 * Maintenance and power of hosts, and their connection.
 *
 * @see https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/
 */
export const hostMethods = {
  enterMaintenance: {
    does: 'enter maintenance mode on host {id}',
    effect: 'write',
    kind: 'task',
    member: 'HostSystem.EnterMaintenanceMode_Task',
    privileges: ['Host.Config.Maintenance']
  },
  exitMaintenance: {
    does: 'exit maintenance mode on host {id}',
    effect: 'write',
    kind: 'task',
    member: 'HostSystem.ExitMaintenanceMode_Task',
    privileges: ['Host.Config.Maintenance']
  },
  rebootHost: {
    does: 'reboot host {id}',
    effect: 'write',
    kind: 'task',
    member: 'HostSystem.RebootHost_Task',
    privileges: ['Host.Config.Maintenance']
  },
  shutDownHost: {
    does: 'shut down host {id}',
    effect: 'write',
    kind: 'task',
    member: 'HostSystem.ShutdownHost_Task',
    privileges: ['Host.Config.Maintenance']
  },
  startHostDisconnect: {
    does: 'disconnect host {id}',
    effect: 'write',
    kind: 'task',
    member: 'HostSystem.DisconnectHost_Task',
    privileges: ['Host.Config.Connection']
  },
  startHostReconnect: {
    does: 'reconnect host {id}',
    effect: 'write',
    kind: 'task',
    member: 'HostSystem.ReconnectHost_Task',
    privileges: ['Host.Config.Connection']
  }
} as const satisfies Record<string, VimMethod>
