import { readFileSync, writeFileSync } from 'node:fs'
import {
  configurationTable,
  entriesTable,
  environmentExample,
  limitsTable,
  tokensTable
} from './generate/configuration.ts'
import { openApiDocument } from './generate/openapi.ts'
import { runbooksPage } from './generate/runbooks.ts'
import { toolsPage, toolsTable } from './generate/tools.ts'
import { operationsTable, vimTable } from './generate/vcenter.ts'

/**
 * Makes every generated file from the code: `npm run generate`. With `--check` it writes nothing and exits with 1 when
 * a file is not what the code would make of it.
 */
const isCheck = process.argv.includes('--check')

const files: [path: string, content: string][] = [
  ['.env.example', environmentExample()],
  ['docs/tools.md', await toolsPage()],
  ['docs/runbooks.md', runbooksPage()],
  ['docs/openapi.json', await openApiDocument()],
  ['docs/several-vcenters.md', withSections('docs/several-vcenters.md', { entries: entriesTable() })],
  ['docs/security.md', withSections('docs/security.md', { tokens: tokensTable(), limits: limitsTable() })],
  ['docs/vcenter.md', withSections('docs/vcenter.md', { operations: operationsTable(), vim: vimTable() })],
  ['README.md', withSections('README.md', { configuration: configurationTable(), tools: toolsTable() })]
]

const stale = files.filter(([path, content]) => contentOf(path) !== content)
if (isCheck) {
  for (const [path] of stale) console.error(`${path} is not up to date: run \`npm run generate\`.`)
  process.exitCode = stale.length > 0 ? 1 : 0
} else {
  for (const [path, content] of stale) writeFileSync(path, content)
  console.log(
    stale.length > 0 ? `Written: ${stale.map(([path]) => path).join(', ')}` : 'Everything is up to date.'
  )
}

function contentOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** Replaces what stands between `<!-- generated:NAME -->` and `<!-- /generated:NAME -->`. */
function withSections(path: string, sections: Record<string, string>): string {
  let content = contentOf(path)
  for (const [name, section] of Object.entries(sections)) {
    const marked = new RegExp(`(<!-- generated:${name} -->\n)[^]*?(<!-- /generated:${name} -->)`)
    if (!marked.test(content)) throw new Error(`${path} has no section ${name}`)
    content = content.replace(marked, (_all, start: string, end: string) => `${start}${section}\n${end}`)
  }
  return content
}
