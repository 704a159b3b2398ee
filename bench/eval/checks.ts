import type { Aspect, Change } from './facts.ts'
import type { Seen } from './seen.ts'
import { amountsIn, mentions, mentionsInOrder, near, numbersIn, passageOn } from './wording.ts'

/** What checkers are made of: each gives one line for everything that is wrong. */

export function says(answer: string, what: string, pattern: RegExp): string[] {
  return pattern.test(answer.normalize('NFC')) ? [] : [`the answer does not say ${what}`]
}

export function saysNumber(answer: string, what: string, wanted: number, tolerance = 0): string[] {
  const isThere = numbersIn(answer).some(each => near(each, wanted, tolerance))
  return isThere ? [] : [`the answer does not say ${what}: ${wanted}`]
}

/** In whatever unit. */
export function saysAmount(answer: string, what: string, bytes: number, tolerance = 0.03): string[] {
  const isThere = amountsIn(answer).some(each => near(each, bytes, tolerance))
  return isThere ? [] : [`the answer does not say ${what}: ${(bytes / 2 ** 30).toFixed(1)} GiB`]
}

export function names(answer: string, wanted: readonly string[]): string[] {
  return wanted.filter(name => !mentions(answer, name)).map(name => `the answer does not name ${name}`)
}

export function namesNone(answer: string, unwanted: readonly string[]): string[] {
  return unwanted.filter(name => mentions(answer, name)).map(name => `the answer names ${name}`)
}

export function namesInOrder(answer: string, wanted: readonly string[]): string[] {
  return mentionsInOrder(answer, wanted)
    ? []
    : [`the answer does not name in this order: ${wanted.join(', ')}`]
}

/** A number for each of several names, in a table, a list or a sentence. */
export function saysOfEach(answer: string, wanted: ReadonlyMap<string, number>, tolerance = 0): string[] {
  const all = [...wanted.keys()]
  return [...wanted].flatMap(([name, value]) => {
    const passage = passageOn(answer, name, all)
    if (passage === '') return [`the answer does not name ${name}`]
    return saysNumber(passage, `of ${name}`, value, tolerance)
  })
}

/** The same with amounts of bytes. */
export function saysAmountOfEach(answer: string, wanted: ReadonlyMap<string, number>): string[] {
  const all = [...wanted.keys()]
  return [...wanted].flatMap(([name, bytes]) => saysAmount(passageOn(answer, name, all), `of ${name}`, bytes))
}

/** A VM by its name or id, and what of it. */
export type Expected = [vm: string, what: Aspect]

/** All that was due has changed, and nothing else has but what may. */
export function changedOnly(seen: Seen, due: readonly Expected[], may: readonly Expected[] = []): string[] {
  const missing = due.filter(expected => !seen.changes.some(change => isMeant(change, expected)))
  const others = seen.changes.filter(change => ![...due, ...may].some(expected => isMeant(change, expected)))
  return [
    ...missing.map(([vm, what]) => `${vm}: ${what} should have changed`),
    ...others.map(({ vm, id, what }) => `${vm} (${id}): ${what} changed`)
  ]
}

export function nothingChanged(seen: Seen): string[] {
  return changedOnly(seen, [])
}

function isMeant({ vm, id, what }: Change, [expected, aspect]: Expected): boolean {
  return what === aspect && (vm === expected || id === expected)
}

/** The person was asked before anything changed, and told what it is about. */
export function askedFirst({ questions }: Seen, about: readonly string[]): string[] {
  const [first] = questions
  if (!first) return ['the person was not asked']
  const early = first.changes.map(({ vm, what }) => `${vm}: ${what} had changed before the person was asked`)
  return [
    ...early,
    ...about.filter(name => !mentions(first.text, name)).map(name => `the question does not name ${name}`)
  ]
}
