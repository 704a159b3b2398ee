import { type ErrorCode, catalogue } from '../errors.ts'
import type { RegisteredTool } from '../tools/registry.ts'

/** What the service says of itself, made for whoever reads it. */
export interface Document {
  uri: string
  name: string
  title: string
  description: string
  textFor: (tools: readonly RegisteredTool[]) => string
}

const base = 'vsphere-mcp-pro://docs'

export const documents: readonly Document[] = [
  {
    uri: `${base}/tools`,
    name: 'tools',
    title: 'Tools in full',
    description:
      'Every tool you may call, with all fields of its answer; tools/list shows only their outline.',
    textFor: tools => ['# Tools', ...tools.flatMap(sectionOf)].join('\n')
  },
  {
    uri: `${base}/errors`,
    name: 'errors',
    title: 'Error codes',
    description: 'What each code of an error means, and whether the same call may succeed later.',
    textFor: () =>
      [
        '# Error codes',
        '',
        '| Code | Meaning | Retryable | HTTP status |',
        '| --- | --- | --- | --- |',
        ...(Object.keys(catalogue) as ErrorCode[]).map(rowOf)
      ].join('\n')
  }
]

function rowOf(code: ErrorCode): string {
  const { title, retryable, status } = catalogue[code]
  return `| \`${code}\` | ${title} | ${retryable ? 'yes' : 'no'} | ${status} |`
}

function sectionOf({ name, description, risk, input, output }: RegisteredTool): string[] {
  return [
    '',
    `## ${name}`,
    '',
    description,
    '',
    `Risk: ${risk}. Arguments:`,
    ...fieldsOf(input, input.required ?? []),
    '',
    'Answer:',
    ...fieldsOf(output, output.required ?? [])
  ]
}

interface Field {
  type?: string
  description?: string
  enum?: readonly string[]
  properties?: Record<string, Field>
  required?: readonly string[]
  items?: Field
}

function fieldsOf(schema: object, required: readonly string[], depth = 0): string[] {
  return Object.entries((schema as Field).properties ?? {}).flatMap(([name, field]) => {
    const inner = field.items ?? field
    const type = field.enum?.join(' | ') ?? (field.items ? `list of ${field.items.type}` : field.type)
    const meaning = field.description === undefined ? '' : `: ${field.description}`
    const optional = required.includes(name) ? '' : ', optional'
    const line = `${'  '.repeat(depth)}- \`${name}\` (${type}${optional})${meaning}`
    return [line, ...fieldsOf(inner, inner.required ?? [], depth + 1)]
  })
}
