import { VcenterApiError } from '../vcenter/errors.ts'
import type { VcenterClient } from '../vcenter/types.ts'
import type { Finding } from './finding.ts'
import { wordsOf } from './in-time.ts'
import { linesOf, missingIn, type Granted, type Missing, type Need } from './needs.ts'

/** As many as one question names. */
const mostDatacenters = 100

/**
 * What the account has on every datacenter that it sees, or on the root folder where it sees none. A permission on the
 * root folder reaches the datacenters only where it is propagated, and one that was given to a datacenter is as good.
 */
async function readGranted(client: VcenterClient, user: string, needs: readonly Need[]): Promise<Granted[]> {
  const privileges = [...new Set(needs.flatMap(need => need.privileges))]
  const datacenters = (await client.listDatacenters()).slice(0, mostDatacenters)
  if (datacenters.length === 0) {
    const [root] = await client.checkPrivileges({ user, privileges })
    return [{ place: 'the root folder', privileges: new Set(root?.granted) }]
  }
  const objects = datacenters.map(({ datacenter }) => ({ type: 'Datacenter', value: datacenter }))
  const answers = await client.checkPrivileges({ user, privileges, objects })
  const byId = new Map(answers.map(({ object, granted }) => [object.value, granted]))
  return datacenters.map(({ datacenter, name }) => ({
    place: name,
    privileges: new Set(byId.get(datacenter))
  }))
}

/** Compares what is needed with what the account has; `user` is its name as VI/JSON knows it. */
export async function checkPrivileges(
  client: VcenterClient,
  user: string,
  needs: readonly Need[]
): Promise<Finding> {
  try {
    return judgePrivileges(needs, await readGranted(client, user, needs))
  } catch (error) {
    const isForbidden = error instanceof VcenterApiError && error.isForbidden
    return {
      check: 'privileges',
      status: 'fail',
      message: wordsOf(error),
      remedy: isForbidden
        ? 'Give the account a role: it may not even see where its privileges would be looked up.'
        : 'Create the role below, or compare it by hand with what the account has.'
    }
  }
}

export const privilegesUnknown: Finding = {
  check: 'privileges',
  status: 'warn',
  message: 'cannot be checked without VI/JSON',
  remedy: 'Compare the role below by hand with what the account has.'
}

export function judgePrivileges(needs: readonly Need[], granted: readonly Granted[]): Finding {
  const check = 'privileges'
  const missing = missingIn(needs, granted)
  const places = granted.map(({ place }) => place)
  const where = places.length === 1 ? places[0] : `${places.length} datacenters`
  const data = { asked_on: places, missing: missing.map(asData) }
  const needed = new Set(needs.flatMap(({ privileges }) => privileges)).size
  if (missing.length === 0) {
    return { check, status: 'ok', message: `all ${needed} that are needed, on ${where}`, data }
  }
  const isNowhere = missing.some(({ places: lacking }) => lacking.length === 0)
  const count = new Set(missing.map(({ privilege }) => privilege)).size
  return {
    check,
    status: isNowhere ? 'fail' : 'warn',
    message: `${count} of the ${needed} that are needed ${count === 1 ? 'is' : 'are'} missing, ${isNowhere ? `looked for on ${where}` : 'on some of the datacenters'}`,
    remedy:
      'Add them to the role of the account, unless it has its role on something below a datacenter: that deep is not looked.',
    lines: linesOf(missing),
    data
  }
}

function asData({ who, privilege, places }: Missing) {
  return { tool: who, privilege, ...(places.length > 0 && { only_missing_on: places }) }
}
