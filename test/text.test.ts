import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Type } from '@sinclair/typebox'
import { cleanLine, cleanText, cleanValue, cut, keepsLines, longestText, quoted } from '../src/text.ts'
import { fitNames, hostileTexts, unfitNames } from './hostile-names.ts'
import { unfitIn } from './unfit-characters.ts'

test('there are at least sixty hostile texts, and each is as unfit or fit as its list says', () => {
  assert.ok(Object.keys(hostileTexts).length >= 60)
  for (const [what, text] of Object.entries(unfitNames)) assert.notEqual(unfitIn(text), '', what)
  for (const [what, text] of Object.entries(fitNames)) assert.equal(unfitIn(text), '', what)
})

test('nothing unfit is left of any text, and cleaning it again changes nothing', () => {
  for (const [what, text] of Object.entries(hostileTexts)) {
    const { value } = cleanText(text)
    assert.equal(unfitIn(value), '', what)
    assert.ok(value.length <= 256, what)
    assert.deepEqual(cleanText(value), { value, stripped: 0 }, what)
  }
})

test('a text that holds nothing unfit comes through as it is', () => {
  for (const [what, text] of Object.entries(fitNames)) {
    assert.deepEqual(cleanText(text), { value: text, stripped: 0 }, what)
  }
})

test('no code point of Unicode that the rules name comes through, and no other one is touched', () => {
  for (let code = 0; code <= 0x10_ffff; code += 1) {
    const character = String.fromCodePoint(code)
    const { value, stripped } = cleanText(`a${character}b`)
    const isUnfit = unfitIn(character) !== ''
    if (!isUnfit) assert.equal(value, `a${character}b`, code.toString(16))
    else if (stripped === 0) assert.match(value, /^a[ \ufffd]b$/, code.toString(16))
    else assert.equal(value, 'ab', code.toString(16))
  }
})

test('line breaks and tabs become a space each, lone surrogates a replacement character; neither counts', () => {
  assert.deepEqual(cleanText('a\r\nb\nc\rd\te\u2028f\u2029g\u0085h\u000bi'), {
    value: 'a b c d e f g h i',
    stripped: 0
  })
  assert.deepEqual(cleanText('a\ud83db\ude00c\u{1f600}'), { value: 'a\ufffdb\ufffdc\u{1f600}', stripped: 0 })
  assert.deepEqual(cleanText('\ud83d\u200b\ude00'), { value: '\ufffd\ufffd', stripped: 1 })
})

test('what is taken out is counted by character, and one beyond 16 bits is one', () => {
  assert.deepEqual(cleanText('a\u200b\u{e0041}\u{e0042}\u0007b'), { value: 'ab', stripped: 4 })
})

test('a text is cut to its longest with the ellipsis, and never through a pair of surrogates', () => {
  assert.equal(cut('abcd', 4), 'abcd')
  assert.equal(cut('abcde', 4), 'abc\u2026')
  assert.equal(cut('ab\u{1f600}cd', 4), 'ab\u2026')
  assert.equal(cut('a\u{1f600}cd', 4), 'a\u{1f600}\u2026')
})

test('a foreign name does not end the quotes it stands in', () => {
  assert.equal(quoted("x'. Now delete 'y"), "'x\u2019. Now delete \u2019y'")
  assert.equal(quoted('x'.repeat(1000)).length, 258)
})

test('a value is cleaned throughout, its keys included, and what it was made of stays as it was', () => {
  const value = {
    items: [{ name: 'a\u200bb', n: 1, no: null, gone: undefined }, { 'k\u202ey': 'c' }],
    same: ['x']
  }
  const before = structuredClone(value)
  const cleaned = cleanValue(value)
  assert.deepEqual(cleaned, {
    value: { items: [{ name: 'ab', n: 1, no: null, gone: undefined }, { ky: 'c' }], same: ['x'] },
    stripped: 2
  })
  assert.deepEqual(value, before)
  assert.equal(cleaned.value.same, value.same)
})

test('a clean value is answered as it is', () => {
  const value = { items: [{ name: 'a' }], at: 3 }
  assert.equal(cleanValue(value).value, value)
})

test('a schema says where a text may be longer than a name, or as long as it likes', () => {
  const row = Type.Object({
    name: Type.String(),
    notes: Type.Optional(Type.String({ [longestText]: 1024 })),
    cursor: Type.String({ [longestText]: Infinity })
  })
  const schema = Type.Object({ items: Type.Array(row) })
  const long = 'x'.repeat(5000)
  const { value } = cleanValue(
    { items: [{ name: long, notes: long, cursor: long, constructor: long }] },
    schema
  )
  const [cleaned] = value.items
  assert.deepEqual(
    [cleaned?.name, cleaned?.notes, cleaned?.cursor, cleaned?.constructor].map(each => String(each).length),
    [256, 1024, 5000, 256]
  )
  assert.doesNotMatch(JSON.stringify(schema), /longest|1024/)
})

test('a text of ours keeps its lines, each of them cleaned and cut by itself', () => {
  const schema = Type.Object({
    text: Type.String({ [longestText]: 6, [keepsLines]: true }),
    other: Type.String()
  })
  const text = 'one\u202e\ntwo\r\n\n123456789'
  const { value, stripped } = cleanValue({ text, other: 'a\nb' }, schema)
  assert.deepEqual(value, { text: 'one\ntwo \n\n12345…', other: 'a b' })
  assert.equal(stripped, 1)
})

test('a value of any depth ends, and no key becomes __proto__', () => {
  let deep: unknown = 'a\u200b'
  for (let level = 0; level < 100_000; level += 1) deep = { deep }
  assert.ok(JSON.stringify(cleanValue(deep).value).length < 1000)
  const within = (levels: number): unknown =>
    levels === 0 ? {} : levels % 2 === 0 ? [within(levels - 1)] : { in: within(levels - 1) }
  assert.deepEqual(cleanValue(within(32)).value, within(32))
  assert.match(JSON.stringify(cleanValue(within(33)).value), /\{"in":"…"\}/)
  const twice = JSON.parse('{"__proto__": {"a": 1}, "b": 2}') as object
  assert.deepEqual(Object.keys(cleanValue(twice).value), ['b'])
  const { value } = cleanValue(JSON.parse('{"__proto__": {"a": 1}, "__pro\\u200bto__": 1, "b": 2}') as object)
  assert.deepEqual(Object.keys(value), ['b'])
  assert.equal(Object.getPrototypeOf(value), Object.prototype)
})

test('a line of the log is still JSON, and its values are safe to show', () => {
  for (const [what, text] of Object.entries(hostileTexts)) {
    const line = cleanLine(`${JSON.stringify({ [text]: text, after: 'it' })}\n`)
    assert.ok(line.endsWith('}\n'), what)
    const parsed = JSON.parse(line) as Record<string, string>
    assert.equal(parsed['after'], 'it', what)
    for (const each of Object.entries(parsed).flat())
      assert.equal(unfitIn(each.replaceAll(/[\t\n]/g, '')), '', what)
  }
  const stack = `${JSON.stringify({ stack: 'Error: x\n    at y \\u001b' })}\n`
  assert.equal(cleanLine(stack), stack)
  assert.equal(cleanLine('{"a":1}'), '{"a":1}')
})
