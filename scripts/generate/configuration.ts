import type { TObject } from '@sinclair/typebox'
import { environmentSchema } from '../../src/config/schema.ts'
import { vcenterEntrySchema } from '../../src/config/vcenter-entry.ts'
import { limitsSchema } from '../../src/access/scope/limits.ts'
import { tokenEntrySchema } from '../../src/config/token-entry.ts'

interface Variable {
  name: string
  group: string
  description: string
  /** As it would be written in the environment; `undefined` when there is none. */
  default: string | undefined
  example: string | undefined
  isSecret: boolean
}

function variables(): Variable[] {
  return Object.entries(environmentSchema.properties).map(
    ([name, schema]: [string, Record<string, unknown>]) => ({
      name,
      group: String(schema['group']),
      description: String(schema['description']),
      default:
        schema['default'] === undefined ? undefined : String(schema['default'] as string | number | boolean),
      example: (schema['examples'] as string[] | undefined)?.[0],
      isSecret: schema['secret'] === true
    })
  )
}

/** The README's table of variables. */
export function configurationTable(): string {
  const rows = variables().map(variable => {
    const name = variable.isSecret
      ? `\`${variable.name}\`, \`${variable.name}_FILE\``
      : `\`${variable.name}\``
    return `| ${name} | ${variable.default === undefined ? '' : `\`${variable.default}\``} | ${variable.description} |`
  })
  return ['| Variable | Default | Meaning |', '| --- | --- | --- |', ...rows].join('\n')
}

/** `.env.example`: what must be set is set, everything else stands there as a comment with its default. */
export function environmentExample(): string {
  const required = new Set(['VCENTER_HOST', 'VCENTER_USER', 'VCENTER_PASSWORD', 'TOKENS_TO_ROLES'])
  const lines = ['# Copy to .env and fill in. Every secret can come from a file instead: <NAME>_FILE=/path.']
  let group = ''
  for (const variable of variables()) {
    if (variable.group !== group) lines.push('', `# --- ${variable.group} ---`)
    group = variable.group
    const value = variable.default ?? variable.example ?? ''
    const quoted = /[\s"#{]/.test(value) ? `'${value}'` : value
    const example = variable.default === undefined && value !== '' ? ` For example: ${quoted}` : ''
    // what must be filled in stays empty: nobody shall run with the token of an example
    const line = required.has(variable.name) ? `${variable.name}=` : `#${variable.name}=${quoted}`
    lines.push('', `# ${variable.description}${example}`, line)
  }
  return `${lines.join('\n')}\n`
}

/** The keys of one entry of a JSON variable or file. */
function keysTable(schema: TObject): string {
  const rows = Object.entries(schema.properties).map(
    ([name, key]: [string, { default?: unknown; description?: string }]) =>
      `| \`${name}\` | ${key.default === undefined ? '' : `\`${JSON.stringify(key.default)}\``} | ${key.description} |`
  )
  return ['| Key | Default | Meaning |', '| --- | --- | --- |', ...rows].join('\n')
}

/** docs/several-vcenters.md: an entry of VCENTERS_FILE. */
export const entriesTable = (): string => keysTable(vcenterEntrySchema)
/** docs/security.md: an entry of TOKENS_FILE and TOKENS_TO_ROLES. */
export const tokensTable = (): string => keysTable(tokenEntrySchema)
/** docs/security.md: the scope of a role. */
export const limitsTable = (): string => keysTable(limitsSchema)
