import { isObject } from '../objects.ts'
import { readJson } from './json.ts'

/**
 * The JSON object in the text of a variable or a file; `undefined` when it is unset or none. The text may hold tokens:
 * neither it nor a key of it is ever repeated in a mistake.
 */
export function jsonObjectIn(
  name: string,
  text: string | undefined,
  example: string,
  mistakes: string[]
): Record<string, unknown> | undefined {
  if (text === undefined) return undefined
  const json = readJson(text)
  if (json === undefined) {
    mistakes.push(`${name}: is not valid JSON. Write it as ${example}.`)
    return undefined
  }
  for (const { position } of json.doubledKeys) {
    mistakes.push(
      `${name}: entry ${position + 1} has a key that stands there twice. Keep the one that is meant.`
    )
  }
  if (isObject(json.value)) return json.value
  mistakes.push(`${name}: has the wrong shape. Write it as ${example}.`)
  return undefined
}
