/**
 * Does a pattern match a whole text? `*` stands for any run of characters, `?` for one; case counts. In time linear in
 * both for each `*`: a pattern turned into a regular expression could be made to take exponential time.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  let at = 0
  let inPattern = 0
  let star = -1
  let retryFrom = 0
  while (at < text.length) {
    const wanted = pattern[inPattern]
    if (wanted === '*') {
      star = inPattern++
      retryFrom = at
    } else if (wanted === '?' || wanted === text[at]) {
      inPattern++
      at++
    } else if (star >= 0) {
      inPattern = star + 1
      at = ++retryFrom
    } else return false
  }
  while (pattern[inPattern] === '*') inPattern++
  return inPattern === pattern.length
}

export function isGlob(text: string): boolean {
  return /[*?]/.test(text)
}
