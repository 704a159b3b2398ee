import { isAllowed } from '../privileges.ts'
import type { State } from '../state.ts'
import { message, vapiError, type VapiError } from './errors.ts'
import type { Call } from './operation.ts'
import { applianceRole, privilegeTable, type Needed } from './privilege-table.ts'
import type { RouteRow } from './spelling.ts'

/** Whether a restricted account is only shown an empty list; a list "omits what the user cannot see". */
export function seesNothing(state: State, row: RouteRow): boolean {
  return neededFor(row) === 'list' && !isAllowed(state.settings, 'System.Read')
}

/**
 * Refuses what the account has no privileges for. Of an object that does not exist nothing is refused: the
 * operation says so itself.
 *
 * @throws UNAUTHORIZED naming every privilege that is missing
 */
export function requirePrivileges(row: RouteRow, call: Call): void {
  const { state, params } = call
  const needed = neededFor(row)
  if (needed === 'list' || row.operation.anonymous || !exists(state, params)) return
  const names = typeof needed === 'function' ? needed(call.body) : needed
  const missing = names.filter(name => !isAllowed(state.settings, name))
  if (missing.length > 0) throw unauthorized(missing, Object.values(params)[0])
}

/** By the spelling in `/api`, which every operation has. */
function neededFor({ api = '' }: RouteRow): Needed {
  const needed = privilegeTable[api]
  if (needed !== undefined) return needed
  return / \/appliance\//.test(api) ? [applianceRole] : ['System.Read']
}

function exists({ inventory }: State, params: Record<string, string>): boolean {
  const names = ['vm', 'host', 'cluster', 'datastore', 'datacenter', 'resource_pool']
  return names.every(name => params[name] === undefined || inventory.find(params[name]) !== undefined)
}

/** Which privilege is missing is told in a message of its own; ids and texts are inferred. */
function unauthorized(privileges: readonly string[], object: string | undefined): VapiError {
  const about = object === undefined ? [] : [object]
  return vapiError(
    'UNAUTHORIZED',
    message('com.vmware.api.vcenter.unauthorized', 'Permission to perform this operation was denied.'),
    ...privileges.map(privilege =>
      message('vmsg.NoPermission.summary', `The privilege ${privilege} is missing.`, privilege, ...about)
    )
  )
}
