import assert from 'node:assert/strict'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...readdirSync('docs').filter(isPage).map(inDocs)
]

function isPage(name: string): boolean {
  return name.endsWith('.md')
}

function inDocs(name: string): string {
  return join('docs', name)
}

test('every test that docs/security.md calls a proof exists, in the file it names', () => {
  const page = readFileSync('docs/security.md', 'utf8')
  const proofs = [...page.matchAll(/\*([^*]+)\* \(`(test\/[\w/.-]+)`\)/g)]
  assert.ok(proofs.length > 40)
  for (const [, title = '', path = ''] of proofs) {
    const source = existsSync(path) ? readFileSync(path, 'utf8') : assert.fail(`${path} does not exist`)
    assert.ok(
      source.includes(title.replaceAll("'", String.raw`\'`)) || source.includes(title),
      `${path}: ${title}`
    )
  }
  const rows = page.split('\n').filter(line => line.startsWith('| ') && line.split(' | ').length === 3)
  const controls = rows.slice(rows.findIndex(row => row.startsWith('| Threat ')) + 2)
  for (const row of controls) assert.match(row, /\*[^*]+\* \(`test\//, 'each control has its proof')
})

test('every link of a page to a file of this repository leads somewhere', () => {
  for (const page of pages) {
    const links = [...readFileSync(page, 'utf8').matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)]
    for (const [, target = ''] of links) {
      assert.ok(existsSync(join(dirname(page), target)), `${page} links to ${target}`)
    }
  }
})
