import assert from 'node:assert/strict'
import { ConfigError } from '../../src/config.ts'

/** Why a configuration is refused, one line each, none of which repeats a secret of these tests; `[]` when it is not. */
export function mistakesOf(load: () => unknown): readonly string[] {
  try {
    load()
  } catch (error) {
    assert.ok(error instanceof ConfigError, String(error))
    assert.doesNotMatch(error.message, /secret-/)
    assert.ok(error.mistakes.every(mistake => !/[\n\r]/.test(mistake)))
    return error.mistakes
  }
  return []
}
