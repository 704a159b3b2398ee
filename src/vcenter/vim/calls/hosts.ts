import { vimMethods } from '../methods/index.ts'
import type { VimCaller } from '../vim-caller.ts'

/** All start a task and answer its id (`task-123`); wait for it with `waitForTask`. */
export interface HostCalls {
  /**
   * The task lasts until no VM runs on the host: DRS moves them where it is fully automated, otherwise somebody must.
   * It can be cancelled. `timeoutS`: 0, the default, is for ever. `vsan`: what becomes of vSAN data on the host.
   */
  enterMaintenance(given: {
    host: string
    timeoutS?: number
    evacuatePoweredOff?: boolean
    vsan?: 'ensureObjectAccessibility' | 'evacuateAllData' | 'noAction'
  }): Promise<string>
  exitMaintenance(given: { host: string; timeoutS?: number }): Promise<string>
  /** Refused outside maintenance mode unless forced, and then VMs on it die. */
  rebootHost(given: { host: string; force: boolean }): Promise<string>
  shutDownHost(given: { host: string; force: boolean }): Promise<string>
  startHostDisconnect(given: { host: string }): Promise<string>
  /** With what vCenter knows of the host. */
  startHostReconnect(given: { host: string }): Promise<string>
}

/** @see https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/ (HostSystem) */
export function hostCalls(vim: VimCaller): HostCalls {
  return {
    enterMaintenance: ({ host, timeoutS, evacuatePoweredOff, vsan }) =>
      vim.start(vimMethods.enterMaintenance, host, {
        timeout: timeoutS ?? 0,
        evacuatePoweredOffVms: evacuatePoweredOff ?? false,
        ...(vsan && { maintenanceSpec: maintenanceSpec(vsan) })
      }),
    exitMaintenance: ({ host, timeoutS }) =>
      vim.start(vimMethods.exitMaintenance, host, { timeout: timeoutS ?? 0 }),
    rebootHost: ({ host, force }) => vim.start(vimMethods.rebootHost, host, { force }),
    shutDownHost: ({ host, force }) => vim.start(vimMethods.shutDownHost, host, { force }),
    startHostDisconnect: ({ host }) => vim.start(vimMethods.startHostDisconnect, host),
    startHostReconnect: ({ host }) => vim.start(vimMethods.startHostReconnect, host, {})
  }
}

function maintenanceSpec(objectAction: string): object {
  const vsanMode = { _typeName: 'VsanHostDecommissionMode', objectAction }
  return { _typeName: 'HostMaintenanceSpec', vsanMode }
}
