import assert from 'node:assert/strict'
import { at, listOf, type Bench } from './helper.ts'

const items = '/api/content/library/item'
const tagging = '/api/cis/tagging'

/** The id of the one library item of a name. */
export async function itemNamed(bench: Bench, name: string): Promise<string> {
  const found = listOf((await bench.api('POST', `${items}?action=find`, { name })).json)
  assert.equal(found.length, 1, name)
  return String(found[0])
}

/** The ids of all categories, or tags, by name. */
export async function idsByName(bench: Bench, kind: 'category' | 'tag'): Promise<Map<string, string>> {
  const ids = listOf((await bench.api('GET', `${tagging}/${kind}`)).json).map(String)
  const found = new Map<string, string>()
  for (const id of ids) {
    const one = (await bench.api('GET', `${tagging}/${kind}/${encodeURIComponent(id)}`)).json
    found.set(String(at(one, 'name')), id)
  }
  return found
}
