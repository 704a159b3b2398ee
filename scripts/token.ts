import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { digestOf } from '../src/access/tokens.ts'

/**
 * `npm run token -- --name ci-bot --role viewer`: makes a bearer token of 256 random bits, and the entry for
 * TOKENS_FILE or TOKENS_TO_ROLES that knows it by its SHA-256 only. The token is shown this once and kept nowhere.
 */
const usage = `npm run token -- --name <who> --role <role> [--expires 2027-03-31] [--vcenter <name>]… [--cidr <network>]…`

/** Names the token's origin to scanners that look for secrets where none should be. */
const prefix = 'vmp_'

try {
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
  if (help || !name || !role)
    throw new Error(help ? 'Makes a bearer token.' : '--name and --role are needed.')
  const token = prefix + randomBytes(32).toString('base64url')
  const entry = {
    [`sha256:${digestOf(token)}`]: {
      name,
      role,
      ...(expires && { expires }),
      ...(vcenter && { vcenters: vcenter }),
      ...(cidr && { cidr })
    }
  }
  console.log(`Token, for the client; it is shown this once:\n\n  ${token}\n`)
  console.log(`Entry, for TOKENS_FILE or TOKENS_TO_ROLES:\n\n${JSON.stringify(entry, undefined, 2)}`)
} catch (error) {
  console.error(`${(error as Error).message}\n\n  ${usage}`)
  process.exitCode = 1
}
