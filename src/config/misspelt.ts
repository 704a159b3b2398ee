import { closest, distance } from 'fastest-levenshtein'
import { environmentSchema } from './schema.ts'

const variables = Object.keys(environmentSchema.properties)
const known = [...variables, ...variables.map(name => `${name}_FILE`)]
/** `READONLY` for `READ_ONLY`; beyond that it is somebody else's variable. */
const mostChanges = 2
const shortest = 6

/** What is set in the environment and almost a variable of this service: what it was meant to limit would stay open. */
export function misspeltIn(given: NodeJS.ProcessEnv): string[] {
  const others = Object.keys(given).filter(
    name => name.length >= shortest && given[name] && !known.includes(name)
  )
  return others.flatMap(name => {
    const meant = closest(name.toUpperCase(), known)
    return distance(name.toUpperCase(), meant) <= mostChanges
      ? `${name} is no variable of this service and changes nothing. If ${meant} is meant, call it that.`
      : []
  })
}
