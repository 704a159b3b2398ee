import type { Disk, VirtualMachine } from '../inventory/index.ts'
import { problemError } from './problems.ts'

/** A virtual disk's file that belongs to no registered machine. */
export type LooseDisk = Pick<Disk, 'file' | 'datastore' | 'capacity' | 'committed' | 'thin'>

/** Files left on the datastores by detached disks and unregistered machines. */
export interface Files {
  /** By path, such as `[prod-vmfs-01] web-01/web-01_1.vmdk`. */
  disks: Map<string, LooseDisk>
  /** Machines as their configuration files describe them, by the path of that file. */
  machines: Map<string, VirtualMachine>
}

export function createFiles(): Files {
  return { disks: new Map(), machines: new Map() }
}

/** Splits `[datastore] folder/file`. @throws Problem misfit */
export function parseFile(path: string, field: string): { datastore: string; path: string } {
  const match = /^\[([^\]]+)\] *(\S.*)$/.exec(path)
  if (match?.[1] !== undefined && match[2] !== undefined) return { datastore: match[1], path: match[2] }
  throw problemError({
    kind: 'misfit',
    field,
    value: path,
    reason: 'it is not of the form [datastore] path.'
  })
}

/** The directory of a file, with the datastore and the last slash. */
export function directoryOf(file: string): string {
  return file.slice(0, file.lastIndexOf('/') + 1)
}
