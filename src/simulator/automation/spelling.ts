import type { Operation } from './operation.ts'

/**
 * One operation and how each dialect spells it: method, path below `/api` or `/rest`, and the action if there
 * is one, as in `POST /vcenter/vm/{vm}/power?action=start`. A dialect that is left out does not have it.
 */
export interface RouteRow<O = Operation> {
  operation: O
  api?: string
  rest?: string
}

/** Spelled alike in both. */
export function both<O>(spelling: string, operation: O): RouteRow<O> {
  return { operation, api: spelling, rest: spelling }
}

/** Where `/rest` has the action as a segment of the path: `POST /vcenter/vm/{vm}/power/start`. */
export function segment<O>(spelling: string, operation: O): RouteRow<O> {
  return { operation, api: spelling, rest: spelling.replace('?action=', '/') }
}

/** Where `/rest` has it below `/com/vmware`, with `~action` and with `id:` before an id. */
export function com<O>(spelling: string, operation: O): RouteRow<O> {
  const rest = spelling.replace(' /', ' /com/vmware/').replace('?action=', '?~action=')
  return { operation, api: spelling, rest: rest.replace('/{', '/id:{') }
}

/** What came with or after 7.0 Update 2, which `/rest` never got. */
export function apiOnly<O>(spelling: string, operation: O): RouteRow<O> {
  return { operation, api: spelling }
}
