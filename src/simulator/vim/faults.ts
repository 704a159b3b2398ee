import type { Answer } from '../http.ts'
import type { TaskFault } from '../tasks.ts'
import { moRef, type MoRef } from './values.ts'

/**
 * Faults of the VIM API. Over VI/JSON each is HTTP 500 with the fault's type, `faultstring` and fields.
 * Types and fields are as specified. Texts marked `seen` are vCenter's, the others are inferred.
 */
export interface VimFault extends Error {
  fault: TaskFault
}

export function vimFault(typeName: string, text: string, fields: Record<string, unknown> = {}): VimFault {
  return Object.assign(new Error(text), { fault: { typeName, message: text, fields } })
}

export function isVimFault(error: unknown): error is VimFault {
  return error instanceof Error && 'fault' in error
}

export function faultAnswer({ fault }: VimFault): Answer {
  return { status: 500, json: { _typeName: fault.typeName, faultstring: fault.message, ...fault.fields } }
}

/** A fault inside another value, as in `TaskInfo.error` and `MissingProperty.fault`. */
export function localizedFault(fault: TaskFault): Record<string, unknown> {
  return {
    _typeName: 'LocalizedMethodFault',
    fault: { _typeName: fault.typeName, ...fault.fields },
    localizedMessage: fault.message
  }
}

/** No session, or one that has ended (seen). */
export function notAuthenticated(object: MoRef): VimFault {
  return vimFault('NotAuthenticated', 'The session is not authenticated.', {
    object,
    privilegeId: 'System.View'
  })
}

/** Seen. */
export function invalidLogin(): VimFault {
  return vimFault('InvalidLogin', 'Cannot complete login due to an incorrect user name or password.')
}

/** Seen. */
export function objectNotFound(type: string, id: string): VimFault {
  const text = `The object 'vim.${type}:${id}' has already been deleted or has not been completely created`
  return vimFault('ManagedObjectNotFound', text, { obj: moRef(type, id) })
}

export function noPermission(object: MoRef, privilegeId: string): VimFault {
  return vimFault('NoPermission', 'Permission to perform this operation was denied.', { object, privilegeId })
}

export function invalidArgument(property: string): VimFault {
  return vimFault('InvalidArgument', `A specified parameter was not correct: ${property}`, {
    invalidProperty: property
  })
}

export function invalidProperty(name: string): VimFault {
  return vimFault('InvalidProperty', `The property ${name} is not valid.`, { name })
}

export function invalidName(name: string): VimFault {
  return vimFault('InvalidName', `The name '${name}' is invalid.`, { name })
}

/** A request that does not fit the method. That it is this fault, rather than HTTP 400, is inferred. */
export function invalidRequest(text: string): VimFault {
  return vimFault('InvalidRequest', text)
}

/** Seen. */
export function taskInProgress(task: string): VimFault {
  const text = 'The operation is not allowed in the current state: another task is already in progress.'
  return vimFault('TaskInProgress', text, { task: moRef('Task', task) })
}

export function invalidState(text: string): VimFault {
  return vimFault('InvalidState', text)
}

export function notSupported(text: string): VimFault {
  return vimFault('NotSupported', text)
}

/** Of power operations; states under their VIM names. The text is the Automation API's cause of the same. */
export function invalidPowerState(requested: string | undefined, existing: string): VimFault {
  const words: Record<string, string> = {
    poweredOn: 'Powered on',
    poweredOff: 'Powered off',
    suspended: 'Suspended'
  }
  const text = `The attempted operation cannot be performed in the current state (${words[existing]}).`
  const fields = {
    existingState: existing,
    ...(requested === undefined ? {} : { requestedState: requested })
  }
  return vimFault('InvalidPowerState', text, fields)
}

export function toolsUnavailable(): VimFault {
  return vimFault('ToolsUnavailable', 'Cannot complete operation because VMware Tools is not running.')
}

export function duplicateName(name: string, object: MoRef): VimFault {
  return vimFault('DuplicateName', `The name '${name}' already exists.`, { name, object })
}

export function hostNotConnected(): VimFault {
  return vimFault('HostNotConnected', 'Unable to communicate with the remote host, since it is disconnected.')
}

export function timedOut(): VimFault {
  return vimFault('Timedout', 'Operation timed out.')
}
