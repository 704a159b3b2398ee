/** A small deterministic source of numbers: the same seed gives the same inventory everywhere. */
export interface Random {
  /** From 0 up to, but not including, 1. */
  next(): number
  /** A whole number, both ends included. */
  integer(least: number, most: number): number
  pick<T>(list: readonly [T, ...T[]]): T
  chance(probability: number): boolean
  /** A UUID of version 4 shape. */
  uuid(): string
}

/** Mulberry32: 32 bits of state, good enough for an inventory, not for secrets. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0

  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }

  function integer(least: number, most: number): number {
    return least + Math.floor(next() * (most - least + 1))
  }

  function pick<T>(list: readonly [T, ...T[]]): T {
    return list[integer(0, list.length - 1)] ?? list[0]
  }

  function hex(length: number): string {
    let text = ''
    while (text.length < length) text += integer(0, 0xffff).toString(16).padStart(4, '0')
    return text.slice(0, length)
  }

  return {
    next,
    integer,
    pick,
    chance: probability => next() < probability,
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-${'89ab'[integer(0, 3)]}${hex(3)}-${hex(12)}`
  }
}
