import { distance } from 'fastest-levenshtein'
import { CodedError } from '../errors.ts'
import { type ObjectArgument, objectTools } from './object-tools.ts'
import type { Named } from './order.ts'
import { cleanText, quoted } from '../text.ts'

export const mostCandidates = 5

/** Candidates may say more of themselves than their name, such as where they are. */
/** What a sentence calls an object; for all but one that is the name of its argument. */
export type Label = 'VM' | Exclude<ObjectArgument, 'vm'>

export function ambiguous(label: Label, ref: string, matches: readonly Named[], hint: string): CodedError {
  const candidates = matches.slice(0, mostCandidates)
  return new CodedError('ambiguous', `${quoted(ref)} is the name of ${matches.length} ${label}s.`, {
    hint,
    details: { candidates }
  })
}

export function notFound(label: Label, ref: string, all: readonly Named[], hint: string): CodedError {
  const close = closeMatches(ref, all)
  const names = close.map(each => `${quoted(each.name)} (${each.id})`).join(', ')
  return new CodedError('not_found', `No ${label} has the id or name ${quoted(ref)}.`, {
    hint: names ? `Did you mean ${names}? ${hint}` : hint,
    nextTool: objectTools[label === 'VM' ? 'vm' : label].lister,
    ...(close.length > 0 && { details: { close_matches: close } })
  })
}

/** Names that contain the text, or differ from it by a typing mistake, as callers see them; the closest first. */
function closeMatches(ref: string, all: readonly Named[]): Named[] {
  const wanted = ref.toLowerCase()
  const tolerance = Math.max(1, Math.floor(wanted.length / 3))
  const rated = all.map(each => {
    const name = cleanText(each.name).value.toLowerCase()
    return { each, far: name.includes(wanted) ? 0 : distance(wanted, name) }
  })
  const near = rated.filter(({ far }) => far <= tolerance).toSorted((one, other) => one.far - other.far)
  return near.slice(0, mostCandidates).map(({ each }) => ({ id: each.id, name: each.name }))
}
