import { parseArgs } from 'node:util'
import { createToken, digestOf } from '../src/access/tokens.ts'
import { mistakesInEntry } from '../src/config/token-entry.ts'

/**
 * `npm run token -- --name ci-bot --role viewer`: makes a bearer token of 256 random bits, and the entry for
 * TOKENS_FILE or TOKENS_TO_ROLES that knows it by its SHA-256 only. The token is shown this once and kept nowhere.
 */
const usage = `npm run token -- --name <who> --role <role> [--expires 2027-03-31] [--vcenter <name>]… [--cidr <network>]…`

/** What to print. Throws when the service would refuse the entry. */
function main(): string {
  const { values } = parseArgs({
    options: {
      name: { type: 'string' },
      role: { type: 'string' },
      expires: { type: 'string' },
      vcenter: { type: 'string', multiple: true },
      cidr: { type: 'string', multiple: true },
      help: { type: 'boolean' }
    }
  })
  const { name, role, expires, vcenter, cidr, help } = values
  if (help) return `Makes a bearer token.\n\n  ${usage}`
  if (!name || !role) throw new Error('--name and --role are needed.')
  const entry = {
    name,
    role,
    ...(expires !== undefined && { expires }),
    ...(vcenter && { vcenters: vcenter }),
    ...(cidr && { cidr })
  }
  const mistakes = mistakesInEntry(entry)
  if (mistakes.length > 0) throw new Error(mistakes.join('\n'))
  const token = createToken()
  const shown = JSON.stringify({ [`sha256:${digestOf(token)}`]: entry }, undefined, 2)
  return [
    `Token, for the client; it is shown this once:\n\n  ${token}`,
    `Entry, for TOKENS_FILE or TOKENS_TO_ROLES:\n\n${shown}`
  ].join('\n\n')
}

try {
  console.log(main())
} catch (error) {
  console.error(`${(error as Error).message}\n\n  ${usage}`)
  process.exitCode = 1
}
