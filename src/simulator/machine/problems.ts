import type { TaskFault } from '../tasks.ts'

/**
 * Why something cannot be done to a virtual machine, free of faces: the Automation API turns a problem into one
 * of its errors, the VIM API into a fault, a task of either into its own error.
 */
export type Problem =
  /** An id or a file that names nothing. */
  | { kind: 'missing'; what: string; id: string }
  /** A value that cannot be, or that does not fit the others. */
  | { kind: 'misfit'; field: string; value: string; reason: string }
  | { kind: 'name taken'; name: string; object: string }
  /** A datastore that is too full. */
  | { kind: 'no space'; datastore: string }
  /** A datastore or host out of reach. */
  | { kind: 'out of reach'; what: string; id: string }
  /** A bus without a free place, or no host that takes machines. */
  | { kind: 'no room'; what: string }
  /** A place on a bus, or a file, that something else uses. */
  | { kind: 'in use'; what: string; id: string }
  | { kind: 'wrong state'; reason: string }
  | { kind: 'unsupported'; reason: string }

/** Thrown by everything in this folder that says so. */
export interface ProblemError extends Error {
  problem: Problem
}

export function problemError(problem: Problem): ProblemError {
  return Object.assign(new Error(textOf(problem)), { problem })
}

export function isProblem(error: unknown): error is ProblemError {
  return error instanceof Error && 'problem' in error
}

/** One sentence for people. */
export function textOf(problem: Problem): string {
  switch (problem.kind) {
    case 'missing':
      return `The ${problem.what} was not found.`
    case 'misfit':
      return `The value '${problem.value}' is not supported for '${problem.field}': ${problem.reason}`
    case 'name taken':
      return `The name '${problem.name}' already exists.`
    case 'no space':
      return `Insufficient disk space on datastore '${problem.datastore}'.`
    case 'out of reach':
      return `The ${problem.what} is not accessible.`
    case 'no room':
      return `There is no ${problem.what} available.`
    case 'in use':
      return `The ${problem.what} '${problem.id}' is in use.`
    default:
      return problem.reason
  }
}

/**
 * What a task ends with. Faults of CreateVM_Task, CloneVM_Task, RelocateVM_Task and ReconfigVM_Task:
 * https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/
 * Which of the documented ones stands for what is inferred.
 */
export function taskFaultOf(problem: Problem): TaskFault {
  const message = textOf(problem)
  switch (problem.kind) {
    case 'missing':
      return problem.what === 'file'
        ? { typeName: 'FileNotFound', message, fields: { file: problem.id } }
        : { typeName: 'InvalidArgument', message, fields: { invalidProperty: problem.what } }
    case 'misfit':
      return { typeName: 'InvalidArgument', message, fields: { invalidProperty: problem.field } }
    case 'name taken':
      return {
        typeName: 'DuplicateName',
        message,
        fields: { name: problem.name, object: moRef('VirtualMachine', problem.object) }
      }
    case 'no space':
      return { typeName: 'NoDiskSpace', message, fields: { file: '', datastore: problem.datastore } }
    case 'out of reach':
      return problem.what === 'host'
        ? { typeName: 'HostNotConnected', message, fields: {} }
        : {
            typeName: 'InaccessibleDatastore',
            message,
            fields: { datastore: moRef('Datastore', problem.id) }
          }
    case 'no room':
      return { typeName: 'InsufficientResourcesFault', message, fields: {} }
    case 'in use':
      return { typeName: 'ResourceInUse', message, fields: { type: problem.what, name: problem.id } }
    case 'wrong state':
      return { typeName: 'InvalidState', message, fields: {} }
    default:
      return { typeName: 'NotSupported', message, fields: {} }
  }
}

function moRef(type: string, value: string): Record<string, string> {
  return { _typeName: 'ManagedObjectReference', type, value }
}
