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
    } else if (wanted === '?') {
      inPattern++
      at += widthAt(text, at)
    } else if (wanted === text[at]) {
      inPattern++
      at++
    } else if (star >= 0) {
      inPattern = star + 1
      retryFrom += widthAt(text, retryFrom)
      at = retryFrom
    } else return false
  }
  while (pattern[inPattern] === '*') inPattern++
  return inPattern === pattern.length
}

/** Characters beyond U+FFFF, such as emoji, are two code units. */
function widthAt(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1
}

export function isGlob(text: string): boolean {
  return /[*?]/.test(text)
}
