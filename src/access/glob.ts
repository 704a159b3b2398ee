/**
 * Does a pattern match a whole text? `*` stands for any run of characters, `?` for one; case counts. In time linear in
 * both for each `*`: a pattern turned into a regular expression could be made to take exponential time.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  let at = 0
  let inPattern = 0
  let star = -1
  let literal = ''
  let retryFrom = 0
  while (at < text.length) {
    const wanted = pattern[inPattern]
    if (wanted === '*') {
      star = inPattern
      literal = literalAfter(pattern, star)
      retryFrom = at
    } else if (wanted === '?') {
      inPattern++
      at += widthAt(text, at)
      continue
    } else if (wanted === text[at]) {
      inPattern++
      at++
      continue
    } else if (star >= 0) retryFrom += widthAt(text, retryFrom)
    else return false
    // nowhere before can what follows the star begin
    retryFrom = text.indexOf(literal, retryFrom)
    if (retryFrom === -1) return false
    inPattern = star + 1 + literal.length
    at = retryFrom + literal.length
  }
  while (pattern[inPattern] === '*') inPattern++
  return inPattern === pattern.length
}

/** The characters between a star and whatever stands for others again. */
function literalAfter(pattern: string, star: number): string {
  let end = star + 1
  while (end < pattern.length && pattern[end] !== '*' && pattern[end] !== '?') end++
  return pattern.slice(star + 1, end)
}

/** Characters beyond U+FFFF, such as emoji, are two code units. */
function widthAt(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1
}

export function isGlob(text: string): boolean {
  return /[*?]/.test(text)
}
