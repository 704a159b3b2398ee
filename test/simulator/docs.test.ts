import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { at, startBench } from './helper.ts'

const page = readFileSync(new URL('../../docs/simulator.md', import.meta.url), 'utf8')

test('the control endpoint takes every command that docs/simulator.md shows, and the page shows every fault', async t => {
  const { simulator } = await startBench(t, { controlPort: 0, vms: 5 })
  const commands = [...page.matchAll(/^curl -s ((?:[^\n]|\\\n)*?)'?http:\/\/127\.0\.0\.1:8444(\/[^\s']+)/gm)]
  const kinds = new Set<string>()
  let asked = 0
  for (const [, options = '', path = ''] of commands) {
    if (options.includes('--retry')) continue
    const body = /--json '([^']*)'/.exec(options)?.[1]
    const method = body === undefined ? (/-X (\w+)/.exec(options)?.[1] ?? 'GET') : 'POST'
    const response = await fetch(`${simulator.controlUrl}${path}`, {
      method,
      ...(body === undefined ? {} : { body })
    })
    assert.ok(response.ok, `${method} ${path} ${body} gave ${response.status} ${await response.text()}`)
    if (path === '/faults' && body !== undefined) {
      kinds.add(Object.keys(at(JSON.parse(body), 'fault') as object)[0] ?? '')
    }
    asked += 1
  }
  assert.ok(asked >= 20, `${asked} commands`)
  let sentence = ''
  try {
    simulator.fail({}, {} as never)
  } catch (error) {
    sentence = String(error)
  }
  const known = /one of (.*)$/.exec(sentence)?.[1]?.split(', ') ?? []
  assert.deepEqual([...kinds].toSorted(), known.toSorted())
})
