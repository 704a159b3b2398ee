import { isProblem, textOf, type Problem } from '../machine/problems.ts'
import { message, notFound, vapiError, type ErrorType, type VapiError } from './errors.ts'

/** Errors by kind of problem, as https://developer.broadcom.com/xapis/vsphere-automation-api/latest/ has them. */
const types: Record<Exclude<Problem['kind'], 'missing'>, ErrorType> = {
  misfit: 'INVALID_ARGUMENT',
  'name taken': 'ALREADY_EXISTS',
  // "if any of the resources needed ... could not be allocated"; that a full datastore is one is inferred.
  'no space': 'UNABLE_TO_ALLOCATE_RESOURCE',
  'no room': 'UNABLE_TO_ALLOCATE_RESOURCE',
  'out of reach': 'RESOURCE_INACCESSIBLE',
  'in use': 'RESOURCE_IN_USE',
  'wrong state': 'NOT_ALLOWED_IN_CURRENT_STATE',
  unsupported: 'UNSUPPORTED'
}

/** A problem as this API tells it; other errors stay as they are. Types an operation lacks become ERROR. */
export function asVapiError(error: unknown, lacking: readonly ErrorType[] = []): unknown {
  if (!isProblem(error)) return error
  const { problem } = error
  if (problem.kind === 'missing') return notFound(problem.what, problem.id)
  const type = types[problem.kind]
  return problemAs(lacking.includes(type) ? 'ERROR' : type, problem)
}

function problemAs(type: ErrorType, problem: Problem): VapiError {
  const id = `com.vmware.api.vcenter.${problem.kind.replaceAll(' ', '_')}`
  const args = 'value' in problem ? [problem.field, problem.value] : []
  return vapiError(type, message(id, textOf(problem), ...args))
}

/** Runs a check or an effect and throws what went wrong as an error of this API. */
export function told<T>(action: () => T, lacking: readonly ErrorType[] = []): T {
  try {
    return action()
  } catch (error) {
    throw asVapiError(error, lacking)
  }
}
