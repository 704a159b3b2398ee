import { systemNamed } from '../inventory/guests.ts'
import type { GuestSystem } from '../inventory/index.ts'
import { invalidArgument } from './errors.ts'

/** A guest system by its name in the Automation API. @throws INVALID_ARGUMENT for a name of no family */
export function guestSystem(name: string): GuestSystem {
  const system = systemNamed(name)
  if (!system) throw invalidArgument('guest_OS', name)
  return system
}

/** `VMX_21` as a number. 22 came with 9.0. @throws INVALID_ARGUMENT for a version vCenter does not know */
export function hardwareVersion(name: string, apiRelease: string): number {
  const number = Number(/^VMX_(\d\d)$/.exec(name)?.[1])
  const newest = Number.parseInt(apiRelease, 10) >= 9 ? 22 : 21
  const known = number >= 3 && number <= newest && number !== 5
  if (!known) throw invalidArgument('hardware_version', name)
  return number
}

export function hardwareVersionName(number: number): string {
  return `VMX_${String(number).padStart(2, '0')}`
}
